// SPDX-License-Identifier: BSL-1.0
/// Layers one after the other: `nn::linear<"fc1", 128> | nn::relu | nn::linear<"fc2", 10>`.
#pragma once

#include <etch/nn/names.hpp>

#include <boost/hana/fwd/unpack.hpp>
#include <boost/hana/tuple.hpp>

#include <cstddef>
#include <tuple>
#include <utility>

namespace etch {

namespace nn {

struct stack_tag {};

/// A layer that is to come, in its place.
template <class L, class Place>
struct next_layer {};

/// A Hana tuple of layers, called with the first layer's operand. It is one of Hana's
/// foldables.
template <class... Layers>
struct stack : layer_of<stack<Layers...>> {
  using hana_tag = stack_tag;
  using parts = op::list<Layers...>;
  static constexpr boost::hana::tuple<Layers...> layers{};

  template <Expression E, class Place>
  static constexpr auto forward(E, Place at) {
    return typename decltype(through_all<E>(at))::value{};
  }
  template <Expression E, class Place>
  static constexpr auto visits(E, Place at) {
    return typename decltype(through_all<E>(at))::visits{};
  }

 private:
  /// What has come through the layers so far, and where. (Not `Expression E`: where a layer
  /// rejects its operand, clang would call that a second error.)
  template <class E, class... Visits>
  struct so_far {
    using value = E;
    using visits = std::tuple<Visits...>;

    template <class Layer, class Place>
    constexpr auto operator|(next_layer<Layer, Place>) const {
      using result = decltype(nn::forward(Layer{}, E{}, Place{}));
      return so_far<result, Visits..., visit<Layer, E, Place>>{};
    }
  };

  template <Expression E, class Place>
  static constexpr auto through_all(Place) {
    return []<std::size_t... I>(std::index_sequence<I...>) {
      return (so_far<E>{} | ... | next_layer<Layers, typename Place::template part<I>>{});
    }(std::index_sequence_for<Layers...>{});
  }
};

template <class L>
struct as_stack {
  using type = op::list<L>;
};
template <class... Layers>
struct as_stack<stack<Layers...>> {
  using type = op::list<Layers...>;
};

template <class First, class Second>
struct stack_of;
template <class... First, class... Second>
struct stack_of<op::list<First...>, op::list<Second...>> {
  using type = stack<First..., Second...>;
  using twice = namesakes<owners<type, "">>;
};

template <class A, class B>
using composed = stack_of<typename as_stack<A>::type, typename as_stack<B>::type>;
template <class A, class B>
using first_owner = typename composed<A, B>::twice::first;
template <class A, class B>
using second_owner = typename composed<A, B>::twice::second;

/// `second(first(x))`. Of stacks, one stack of all their layers.
///
/// Errors  `no_name_stands_for_two_layers`.
template <Layer A, Layer B>
  requires no_name_stands_for_two_layers<first_owner<A, B>, second_owner<A, B>>
constexpr typename composed<A, B>::type operator|(A, B) {
  return {};
}

/// A layer whose parameters' names begin with `Scope` and a point.
template <fixed_string Scope, Layer L>
struct scoped_layer : layer_of<scoped_layer<Scope, L>> {
  static constexpr auto scope = Scope;
  using parts = op::list<L>;

  template <Expression E, class Place>
  static constexpr auto forward(E x, Place) {
    return nn::forward(L{}, x, typename Place::template under<Scope>{});
  }
  template <Expression E, class Place>
  static constexpr auto visits(E, Place) {
    return std::tuple<visit<L, E, typename Place::template under<Scope>>>{};
  }
};

/// `scoped<"encoder">(layer)`: the parameter "fc.w" of the layer becomes "encoder.fc.w".
template <fixed_string Scope, Layer L>
constexpr scoped_layer<Scope, L> scoped(L) {
  return {};
}

/// `x + layer(x)`.
template <Layer L>
struct residual_layer : layer_of<residual_layer<L>> {
  using parts = op::list<L>;

  template <Expression E, class Place>
  static constexpr auto forward(E x, Place at) {
    return x + nn::forward(L{}, x, at);
  }
  template <Expression E, class Place>
  static constexpr auto visits(E, Place) {
    return std::tuple<visit<L, E, Place>>{};
  }
};

/// The layer around which its operand takes a short cut.
///
/// Shape   the layer keeps its operand's shape.
/// Errors  `shapes_agree`.
/// Source  He, Zhang, Ren & Sun, arXiv:1512.03385, equation 1.
template <Layer L>
constexpr residual_layer<L> residual(L) {
  return {};
}

}  // namespace nn

}  // namespace etch

namespace boost::hana {

template <>
struct unpack_impl<etch::nn::stack_tag> {
  template <class... Layers, class F>
  static constexpr decltype(auto) apply(etch::nn::stack<Layers...>, F&& f) {
    return static_cast<F&&>(f)(Layers{}...);
  }
};

}  // namespace boost::hana
