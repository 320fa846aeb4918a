// SPDX-License-Identifier: BSL-1.0
/// What layers are: functions from expression to expression that own named parameters.
///
/// A layer is called with an expression, `fc(x)`; the shapes of its parameters follow from that
/// of the operand. Called with a mode as well, `net(x, nn::training(seed))`, layers that differ
/// while they are trained do so: dropout, batch normalisation.
///
///     template <etch::fixed_string Name>
///     struct scaled : etch::nn::layer_of<scaled<Name>> {
///       static constexpr auto owner = Name;
///       template <etch::Expression E, class Place>
///       static constexpr auto forward(E x, Place) {
///         return Place::template parameter<Name, "scale">() * x;
///       }
///     };
#pragma once

#include <etch/expr/fixed_string.hpp>
#include <etch/expr/structure_sentences.hpp>
#include <etch/expr/symbols.hpp>

#include <cstddef>
#include <cstdint>
#include <tuple>
#include <type_traits>

namespace etch::nn {

/// Shared by all samples like a parameter, but not trained: what a model remembers from call to
/// call, such as running means. `states<T>(model)` holds the values. (Not in `etch`: users call
/// things of their own `state`.)
template <fixed_string Name, int... Extents>
inline constexpr symbol<graph::role::state, Name, Extents...> state{};

/// The base of everything that `|` composes.
struct layer {};

template <class L>
concept Layer = __is_base_of(layer, std::remove_cvref_t<L>);

/// How models are used: dropout keeps everything, normalisation takes the running statistics.
struct evaluation {};

/// How models are trained. Each layer draws from a stream of its own.
template <Expression Seed>
struct training_with {
  static constexpr Seed seed{};
};

/// The mode of training; `seed` is a scalar, to be bound to another number for every step.
///
/// Errors  `operand_is_a_scalar`.
template <Expression Seed>
  requires operand_is_a_scalar<Seed>
constexpr training_with<Seed> training(Seed) {
  return {};
}

template <class M>
inline constexpr bool is_training = false;
template <class Seed>
inline constexpr bool is_training<training_with<Seed>> = true;

/// `Name.Part`; only one where the other is empty.
template <fixed_string Name, fixed_string Part>
inline constexpr auto joined = [] {
  if constexpr (Name.size() == 0) {
    return Part;
  } else if constexpr (Part.size() == 0) {
    return Name;
  } else {
    fixed_string<Name.size() + Part.size() + 2> whole;
    for (std::size_t i = 0; i < Name.size(); ++i) whole.text[i] = Name.text[i];
    whole.text[Name.size()] = '.';
    for (std::size_t i = 0; i < Part.size(); ++i)
      whole.text[Name.size() + 1 + i] = Part.text[i];
    return whole;
  }
}();

/// Where a layer stands: its mode, the name of what it is a part of, and its own stream of
/// random numbers.
template <class Mode, fixed_string Scope, std::uint64_t Stream>
struct place : Mode {
  static constexpr bool trains = is_training<Mode>;
  static constexpr std::uint64_t stream = Stream;
  static constexpr auto scope = Scope;

  /// The place of the `I`-th part of what stands here.
  template <std::size_t I>
  using part = place<Mode, Scope, graph::mix(Stream, I + 1)>;
  /// The place of what stands here under a name.
  template <fixed_string Name>
  using under = place<Mode, joined<Scope, Name>, Stream>;

  /// The parameter `scope.name.part`.
  template <fixed_string Name, fixed_string Part, int... Extents>
  static constexpr auto parameter() {
    return param<joined<joined<Scope, Name>, Part>, Extents...>;
  }
  template <fixed_string Name, fixed_string Part, int... Extents>
  static constexpr auto state() {
    return nn::state<joined<joined<Scope, Name>, Part>, Extents...>;
  }
};

/// The place of a model.
template <class Mode>
using outermost = place<Mode, "", 0>;

/// The layer's value in its place. Any function of an expression is a layer, too.
template <class L, Expression E, class Place>
constexpr auto forward(L l, E x, Place at) {
  if constexpr (requires { l.forward(x, at); })
    return l.forward(x, at);
  else
    return l(x);
}

/// One use of a layer: its operand, and its place.
template <class L, Expression E, class Place>
struct visit {
  using layer = L;
  using operand = E;
  using place = Place;
};

/// Every use of a layer that is not made of others, as a tuple, in the order of the data. A
/// layer that is made of others says `visits(x, place)`: how it uses them.
template <class L, Expression E, class Place>
constexpr auto visits(L, E x, Place at) {
  if constexpr (requires { L::visits(x, at); }) {
    return []<class... Parts>(std::tuple<Parts...>) {
      return std::tuple_cat(nn::visits(typename Parts::layer{}, typename Parts::operand{},
                                       typename Parts::place{})...);
    }(L::visits(x, at));
  } else {
    return std::tuple<visit<L, E, Place>>{};
  }
}

/// Base of the layers that say `forward(x, place)`.
template <class Self>
struct layer_of : layer {
  constexpr auto operator()(Expression auto x) const {
    return Self::forward(x, outermost<evaluation>{});
  }
  template <Expression Seed>
  constexpr auto operator()(Expression auto x, training_with<Seed>) const {
    return Self::forward(x, outermost<training_with<Seed>>{});
  }
};

}  // namespace etch::nn
