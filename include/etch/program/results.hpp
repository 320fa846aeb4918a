// SPDX-License-Identifier: BSL-1.0
/// Where a program's outputs go.
#pragma once

#include <etch/expr/assignment.hpp>
#include <etch/expr/gradient.hpp>
#include <etch/program/errors.hpp>
#include <etch/program/parameters.hpp>
#include <etch/program/pipeline.hpp>
#include <etch/tensor/contiguous.hpp>

#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

namespace etch {

namespace program {

template <class T, class Output>
struct result_of;

template <class T, Expression E>
  requires(E::self.shape.rank == 0)
struct result_of<T, E> {
  using type = T;
};
template <class T, Expression E>
  requires(E::self.shape.rank > 0)
struct result_of<T, E> {
  using type = decltype([]<std::size_t... Axis>(std::index_sequence<Axis...>) {
    return std::type_identity<tensor<T, E::self.shape.extent[Axis]...>>{};
  }(std::make_index_sequence<static_cast<std::size_t>(E::self.shape.rank)>{}))::type;
};
template <class T, class L>
struct result_of<T, gradient_of_parameters<L>> {
  using type = parameters_of<T, L>;
};
template <class T, class... Symbols, class... Values>
struct result_of<T, new_values<assignment<Symbols, Values>...>> {
  using type = parameter_map<T, Symbols...>;
};

template <class T, class Output>
using result = typename result_of<T, Output>::type;

/// The number of a graph's outputs that one output of a program stands for.
template <class Output>
inline constexpr std::size_t output_count = 1;
template <class L>
inline constexpr std::size_t output_count<gradient_of_parameters<L>> =
    parameter_symbols<L>::count;
template <class... Assignments>
inline constexpr std::size_t output_count<new_values<Assignments...>> = sizeof...(Assignments);

/// What a result that a program is about to write is made from.
template <class Result>
inline constexpr auto before_writing = uninitialised;
template <std::floating_point T>
inline constexpr auto before_writing<T> = T(0);

/// For each output of a program its place among the outputs of its graph; then their number.
template <class... Outputs>
inline constexpr auto first_places = [] {
  std::array<std::size_t, sizeof...(Outputs) + 1> places{};
  std::size_t i = 0;
  ((places[i + 1] = places[i] + output_count<Outputs>, ++i), ...);
  return places;
}();

/// Writes the address of one output's storage, which fits.
template <bool Batched, class T, class Storage>
constexpr void place_output(T** to, std::size_t samples, Storage& storage) {
  if constexpr (Batched) expect_extent("output", "samples", samples, outer_extent(storage));
  *to = first_number(storage);
}

/// The addresses of the storage of one output, from its place among the graph's outputs on.
template <class Stage, std::size_t First, class T, class Output, class Storage>
constexpr void place_storage(T** to, std::size_t samples, Storage& storage) {
  if constexpr (Expression<Output>) {
    place_output<frozen<Stage>::value.outputs[First].batched>(to + First, samples, storage);
  } else {
    const auto addresses = storage.addresses();
    for (std::size_t k = 0; k < addresses.size(); ++k) to[First + k] = addresses[k];
  }
}

/// The addresses of all outputs' storage, in the order of the graph's outputs. The first
/// arguments are the storage.
template <class Stage, class T, class... Outputs, class... Arguments>
constexpr void place_outputs(T** to, std::size_t samples, Arguments&... arguments) {
  constexpr auto first = first_places<Outputs...>;
  using outputs = std::tuple<Outputs...>;
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (
        [&] {
          if constexpr (I < sizeof...(Outputs)) {
            place_storage<Stage, first[I], T, std::tuple_element_t<I, outputs>>(to, samples,
                                                                                arguments);
          }
        }(),
        ...);
  }(std::index_sequence_for<Arguments...>{});
}

}  // namespace program
}  // namespace etch
