// SPDX-License-Identifier: BSL-1.0
/// `parameters<T>(model)` and `states<T>(model)`: storage for what an expression is made of.
#pragma once

#include <etch/graph/lower.hpp>
#include <etch/tensor/first_value.hpp>
#include <etch/tensor/parameter_map.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <utility>

namespace etch {

namespace program {

/// A symbol's name as a template argument.
template <std::size_t Size>
consteval fixed_string<Size> name_of(std::string_view name) {
  fixed_string<Size> result;
  for (std::size_t i = 0; i < name.size(); ++i) result.text[i] = name[i];
  return result;
}

/// From the description of a symbol back to its type.
template <const description& D, class Axes>
struct symbol_of;
template <const description& D, std::size_t... Axis>
struct symbol_of<D, std::index_sequence<Axis...>> {
  using type = symbol<D.role, name_of<D.name.size() + 1>(D.name), D.shape.extent[Axis]...>;
};

/// The symbols of one role in an expression, in order of first use.
template <class E, graph::role Role>
struct symbols_in {
  static constexpr std::size_t count = graph::symbols_of(E::self, Role).size();
  static constexpr std::array<const description*, count> all = [] {
    std::array<const description*, count> result{};
    const auto found = graph::symbols_of(E::self, Role);
    for (std::size_t i = 0; i < count; ++i) result[i] = found[i];
    return result;
  }();
};
template <class E>
using parameter_symbols = symbols_in<E, graph::role::parameter>;

template <class T, class Symbols, class Places>
struct map_of;
template <class T, class Symbols, std::size_t... I>
struct map_of<T, Symbols, std::index_sequence<I...>> {
  template <std::size_t Place>
  using symbol_at = typename symbol_of<*Symbols::all[Place],
                                       std::make_index_sequence<static_cast<std::size_t>(
                                           Symbols::all[Place]->shape.rank)>>::type;
  using type = parameter_map<T, symbol_at<I>...>;
};

template <class T, class E, graph::role Role>
using map_of_role = typename map_of<T, symbols_in<E, Role>,
                                    std::make_index_sequence<symbols_in<E, Role>::count>>::type;
template <class T, class E>
using parameters_of = map_of_role<T, E, graph::role::parameter>;
template <class T, class E>
using states_of = map_of_role<T, E, graph::role::state>;

}  // namespace program

/// One zero tensor for each parameter of `model`, in order of first use.
template <std::floating_point T, Expression E>
constexpr program::parameters_of<T, E> parameters(E) {
  return {};
}

/// What `model` remembers from call to call, as it begins, in order of first use: zeros, but
/// ones for what is named `variance`.
template <std::floating_point T, Expression E>
constexpr program::states_of<T, E> states(E) {
  program::states_of<T, E> all;
  all.for_each([](auto symbol, auto& values) { values.fill(first_value<T>(symbol)); });
  return all;
}

}  // namespace etch
