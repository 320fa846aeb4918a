// SPDX-License-Identifier: BSL-1.0
/// The errors that the outputs of a call can have, as concepts: each reads as a true sentence
/// of right calls. In brackets stand the first output that some sentence is false of and its
/// storage, or the last ones.
#pragma once

#include <etch/program/results.hpp>
#include <etch/program/sentences.hpp>

#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

namespace etch {

/// An output that has one value per sample, as the sentences name it.
template <Expression Output>
struct per_sample {};

namespace program {

/// What an output asks of its storage.
template <class T, class Output>
struct wanted_storage {
  using map = sentence::nothing;
  static constexpr bool fits(const seen_extents& found) {
    return found == seen_extents::of(Output::self.shape);
  }
};
template <class T, class E>
struct wanted_storage<T, per_sample<E>> {
  using map = sentence::nothing;
  static constexpr bool fits(const seen_extents& found) {
    return found.rank == E::self.shape.rank + 1 &&
           found == seen_extents::around(found.extent[0], seen_extents::of(E::self.shape));
  }
};
template <class T, class L>
struct wanted_storage<T, gradient_of_parameters<L>> {
  using map = parameters_of<T, L>;
  static constexpr bool fits(const seen_extents&) { return true; }
};
template <class T, class... Assignments>
struct wanted_storage<T, new_values<Assignments...>> {
  using map = result<T, new_values<Assignments...>>;
  static constexpr bool fits(const seen_extents&) { return true; }
};

template <class Storage, class Wanted>
inline constexpr bool is_wanted_map = std::is_same_v<Storage, Wanted>;
template <class Storage>
inline constexpr bool is_wanted_map<Storage, sentence::nothing> = true;

/// What storage holds: `const float` where it is constant.
template <class Storage>
struct stored {
  using type = std::remove_reference_t<decltype(*first_number(std::declval<Storage&>()))>;
};
template <class T, class... Symbols>
struct stored<parameter_map<T, Symbols...>> {
  using type = T;
};

template <class Argument>
inline constexpr bool is_storage =
    !is_binding<std::remove_const_t<Argument>> && !is_bindings<std::remove_const_t<Argument>> &&
    !std::is_same_v<Argument, sentence::nothing>;

}  // namespace program

/// `into` takes one argument for each output first: its storage. Then come the bindings.
template <class Output, class Argument>
concept every_output_has_storage = program::is_storage<Argument>;

/// What `gradient(loss)` stands for is written into a map like `parameters<T>(loss)`.
template <class Storage, class Map>
concept storage_of_a_gradient_is_a_map_of_its_parameters = program::is_wanted_map<Storage, Map>;

/// Storage is a number, or an array of numbers that the library sees as contiguous and
/// row-major.
template <class Storage>
concept storage_is_a_row_major_array_of_numbers =
    contiguous_of<Storage>::extents.rank + is_parameter_map<Storage> >= 0;

/// Storage has the extents of its output; if that is `per_sample`, one more axis in front.
template <class Output, class Storage, class T>
concept storage_has_the_extents_of_its_output =
    program::wanted_storage<T, Output>::fits(contiguous_of<Storage>::extents);

/// The storage's numbers are of the program's scalar type, and not constant.
template <class Element, class T>
concept storage_has_the_element_type = std::is_same_v<Element, T>;

/// A value per sample of a batch cannot be returned: reduce it with `batch_mean`, `batch_sum`
/// or `batch_max`, or write it with `into(storage, ...)`.
template <class Output>
concept outputs_per_sample_are_reduced_or_written_with_into = sentence::is_nothing<Output>;

template <class T, class Output, class Storage>
concept StorageFits = storage_of_a_gradient_is_a_map_of_its_parameters<
                          Storage, typename program::wanted_storage<T, Output>::map> &&
                      storage_is_a_row_major_array_of_numbers<Storage> &&
                      storage_has_the_extents_of_its_output<Output, Storage, T> &&
                      storage_has_the_element_type<typename program::stored<Storage>::type, T>;

namespace program {

/// The outputs of a call, as the sentences name them, and their storage.
template <class T, class Stage, class Outputs, class Arguments>
struct outputs_of_call;
template <class T, class Stage, class... Outputs, class... Arguments>
struct outputs_of_call<T, Stage, std::tuple<Outputs...>, std::tuple<Arguments...>> {
  static constexpr std::size_t count = sizeof...(Outputs);

  template <std::size_t I>
  static constexpr auto find_output() {
    using output = std::tuple_element_t<I, std::tuple<Outputs...>>;
    if constexpr (!Expression<output>)
      return std::type_identity<output>{};
    else if constexpr (!frozen<Stage>::value.outputs[first_places<Outputs...>[I]].batched) {
      return std::type_identity<output>{};
    } else {
      return std::type_identity<per_sample<output>>{};
    }
  }
  template <std::size_t I>
  using output = typename decltype(find_output<I>())::type;
  template <std::size_t I>
  using storage = std::tuple_element_t<I, std::tuple<Arguments...>>;

  static constexpr std::size_t misfit = []<std::size_t... I>(std::index_sequence<I...>) {
    constexpr bool fits[]{StorageFits<T, output<I>, storage<I>>...};
    return first_place(count - 1, [&](std::size_t i) { return !fits[i]; });
  }(std::make_index_sequence<count>{});
};

template <class Call>
using doubtful_output = typename Call::template output<Call::misfit>;
template <class Call>
using storage_of_doubtful_output = typename Call::template storage<Call::misfit>;

/// The same before anything is known but that some arguments are there.
template <class Outputs, class Arguments>
struct first_arguments;
template <class... Outputs, class... Arguments>
struct first_arguments<std::tuple<Outputs...>, std::tuple<Arguments...>> {
  static constexpr std::size_t misfit = [] {
    constexpr bool fits[]{is_storage<Arguments>..., false};
    return first_place(sizeof...(Outputs) - 1, [&](std::size_t i) { return !fits[i]; });
  }();
  using output = std::tuple_element_t<misfit, std::tuple<Outputs...>>;
  using argument =
      std::tuple_element_t < misfit<sizeof...(Arguments) ? misfit : sizeof...(Arguments),
                                    std::tuple<Arguments..., sentence::nothing>>;
};

/// The first output that has one value per sample.
template <class Stage, class... Outputs>
struct output_per_sample {
  static constexpr std::size_t place = [] {
    const auto& outputs = frozen<Stage>::value.outputs;
    return first_place(sizeof...(Outputs), [&](std::size_t i) {
      return outputs[first_places<Outputs...>[i]].batched;
    });
  }();
  using type = std::tuple_element_t<place, std::tuple<Outputs..., sentence::nothing>>;
};

}  // namespace program

template <class First>
concept EveryOutputHasStorage =
    every_output_has_storage<typename First::output, typename First::argument>;

template <class T, class Call>
concept EveryStorageFits =
    StorageFits<T, program::doubtful_output<Call>, program::storage_of_doubtful_output<Call>>;

}  // namespace etch
