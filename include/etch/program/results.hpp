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

/// The addresses of all outputs' storage, in the order of the graph's outputs.
template <class Stage, class T, class... Outputs, class Storage>
constexpr void place_outputs(T** to, std::size_t samples, const Storage& storage) {
  constexpr const auto& outputs = frozen<Stage>::value.outputs;
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    constexpr auto first = [] {
      std::array<std::size_t, sizeof...(Outputs) + 1> places{};
      std::size_t place = 0, i = 0;
      ((places[i++] = place, place += output_count<Outputs>), ...);
      return places;
    }();
    (
        [&] {
          auto& target = std::get<I>(storage);
          if constexpr (Expression<Outputs>) {
            place_output<I, outputs[first[I]].batched>(Outputs{}, to + first[I], samples, target);
          } else {
            static_assert(is_parameter_map<std::remove_cvref_t<decltype(target)>>,
                          "the storage of gradient(loss) is a parameter map");
            T** next = to + first[I];
            result<T, Outputs>::for_each_symbol([&](auto symbol) {
              place_output<I, false>(symbol, next++, samples, target[symbol]);
            });
          }
        }(),
        ...);
  }(std::index_sequence_for<Outputs...>{});
}

}  // namespace program
}  // namespace etch
