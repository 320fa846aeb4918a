// SPDX-License-Identifier: BSL-1.0
/// Where a program's outputs go.
#pragma once

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

/// Whether storage of the extents `Found` can take an output.
constexpr bool storage_fits(const graph::extents& output, bool batched, const seen_extents& found) {
  const seen_extents wanted = seen_extents::of(output);
  if (!batched) return found == wanted;
  return found.rank == wanted.rank + 1 &&
         found == seen_extents::around(found.extent[0], wanted);
}

/// The storage given for output number `Place` has the output's extents; where the output has one
/// value per sample (`Batched`), one more axis in front.
template <std::size_t Place, graph::extents Output, bool Batched, seen_extents Found>
concept storage_has_the_extents_of_its_output = storage_fits(Output, Batched, Found);

/// The storage's numbers are of the program's scalar type.
template <class T, class Element>
concept storage_has_the_element_type = std::is_same_v<T, Element>;

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

template <class T, class Output>
using result = typename result_of<T, Output>::type;

/// The number of a graph's outputs that one output of a program stands for.
template <class Output>
inline constexpr std::size_t output_count = 1;
template <class L>
inline constexpr std::size_t output_count<gradient_of_parameters<L>> = parameter_symbols<L>::count;

/// What a result that a program is about to write is made from.
template <class Result>
inline constexpr auto before_writing = uninitialised;
template <std::floating_point T>
inline constexpr auto before_writing<T> = T(0);

template <class Stage>
inline constexpr bool any_output_batched = [] {
  for (const graph::output& output : frozen<Stage>::value.outputs) {
    if (output.batched) return true;
  }
  return false;
}();

/// Writes the address of one output's storage, after checking that it fits.
template <std::size_t Place, bool Batched, Expression E, class T, class Storage>
constexpr void place_output(E, T** to, std::size_t samples, Storage& storage) {
  using seen = contiguous_of<Storage>;
  static_assert(storage_has_the_extents_of_its_output<Place, E::self.shape, Batched, seen::extents>);
  static_assert(storage_has_the_element_type<T, typename seen::element>);
  if constexpr (Batched) expect_extent("output", "samples", samples, outer_extent(storage));
  *to = first_number(storage);
}

/// The addresses of the storage of one output, from its place among the graph's outputs on.
template <class Stage, std::size_t Place, std::size_t First, class T, class Output, class Storage>
constexpr void place_storage(T** to, std::size_t samples, Storage& storage) {
  if constexpr (Expression<Output>) {
    place_output<Place, frozen<Stage>::value.outputs[First].batched>(Output{}, to + First, samples,
                                                                     storage);
  } else {
    static_assert(std::is_same_v<Storage, result<T, Output>>,
                  "the storage of gradient(loss) is a map like parameters<T>(loss)");
    const auto addresses = storage.addresses();
    for (std::size_t k = 0; k < addresses.size(); ++k) to[First + k] = addresses[k];
  }
}

/// The addresses of all outputs' storage, in the order of the graph's outputs. The first arguments
/// are the storage.
template <class Stage, class T, class... Outputs, class... Arguments>
constexpr void place_outputs(T** to, std::size_t samples, Arguments&... arguments) {
  constexpr auto first = [] {
    std::array<std::size_t, sizeof...(Outputs) + 1> places{};
    std::size_t place = 0, i = 0;
    ((places[i++] = place, place += output_count<Outputs>), ...);
    return places;
  }();
  using outputs = std::tuple<Outputs...>;
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (
        [&] {
          if constexpr (I < sizeof...(Outputs)) {
            place_storage<Stage, I, first[I], T, std::tuple_element_t<I, outputs>>(to, samples,
                                                                                  arguments);
          }
        }(),
        ...);
  }(std::index_sequence_for<Arguments...>{});
}

}  // namespace program
}  // namespace etch
