// SPDX-License-Identifier: BSL-1.0
/// `x = value`: a symbol's value for one call.
#pragma once

#include <etch/expr/symbols.hpp>
#include <etch/program/errors.hpp>

#include <cstddef>
#include <tuple>
#include <type_traits>

namespace etch {

/// A symbol with the place of its value. A number is held, an array is referred to.
template <class Symbol, class T, bool Batched>
struct binding {
  using symbol = Symbol;
  using element = T;
  static constexpr bool batched = Batched;

  const T* first;
  std::size_t samples;

  constexpr const T* data() const { return first; }
};

template <class Symbol, class T>
struct binding<Symbol, T, false> {
  using symbol = Symbol;
  using element = T;
  static constexpr bool batched = false;
  static constexpr std::size_t samples = 1;

  const T* first;

  constexpr const T* data() const { return first; }
};

template <class Symbol, class T>
  requires(Symbol::self.shape.rank == 0)
struct binding<Symbol, T, false> {
  using symbol = Symbol;
  using element = T;
  static constexpr bool batched = false;
  static constexpr std::size_t samples = 1;

  T number;

  constexpr const T* data() const { return &number; }
};

template <graph::role Role, fixed_string Name, int... Extents, class Value>
constexpr auto bind(symbol<Role, Name, Extents...>, const Value& value) {
  using target = symbol<Role, Name, Extents...>;
  using seen = contiguous_of<Value>;
  constexpr fit how = fit_between<target, Value>;
  const auto* first = first_number(value);
  if constexpr (how == fit::batch) {
    return binding<target, typename seen::element, true>{first, outer_extent(value)};
  } else if constexpr (target::self.shape.rank == 0) {
    return binding<target, typename seen::element, false>{*first};
  } else {
    if constexpr (how == fit::checked_sample) {
      expect_extent(Name.view(), "elements", target::self.shape.size(), outer_extent(value));
    }
    return binding<target, typename seen::element, false>{first};
  }
}

/// Several bindings as one argument of a call: one batch of a data set.
template <class... Bindings>
struct bindings : std::tuple<Bindings...> {
  using std::tuple<Bindings...>::tuple;
};
template <class... Bindings>
bindings(Bindings...) -> bindings<Bindings...>;

template <class B>
inline constexpr bool is_bindings = false;
template <class... Bindings>
inline constexpr bool is_bindings<bindings<Bindings...>> = true;

template <class B>
inline constexpr bool is_binding = false;
template <class Symbol, class T, bool Batched>
inline constexpr bool is_binding<binding<Symbol, T, Batched>> = true;

}  // namespace etch
