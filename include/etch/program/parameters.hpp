// SPDX-License-Identifier: BSL-1.0
/// `parameters<T>(model)`: storage for every parameter of an expression.
#pragma once

#include <etch/graph/lower.hpp>
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

/// The parameters of an expression, in order of first use.
template <class E>
struct parameter_symbols {
  static constexpr std::size_t count =
      graph::symbols_of(E::self, graph::role::parameter).size();
  static constexpr std::array<const description*, count> all = [] {
    std::array<const description*, count> result{};
    const auto found = graph::symbols_of(E::self, graph::role::parameter);
    for (std::size_t i = 0; i < count; ++i) result[i] = found[i];
    return result;
  }();
};

template <class T, class E, class Places>
struct map_of;
template <class T, class E, std::size_t... I>
struct map_of<T, E, std::index_sequence<I...>> {
  template <std::size_t Place>
  using symbol_at =
      typename symbol_of<*parameter_symbols<E>::all[Place],
                         std::make_index_sequence<static_cast<std::size_t>(
                             parameter_symbols<E>::all[Place]->shape.rank)>>::type;
  using type = parameter_map<T, symbol_at<I>...>;
};

template <class T, class E>
using parameters_of =
    typename map_of<T, E, std::make_index_sequence<parameter_symbols<E>::count>>::type;

}  // namespace program

/// One zero tensor for each parameter of `model`, in order of first use.
template <std::floating_point T, Expression E>
constexpr program::parameters_of<T, E> parameters(E) {
  return {};
}

}  // namespace etch
