// SPDX-License-Identifier: BSL-1.0
/// How the code for a graph is called: arguments in, results out.
#pragma once

#include <etch/program/in_place.hpp>
#include <etch/program/results.hpp>
#include <etch/program/sentences.hpp>
#include <etch/program/storage.hpp>

#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

namespace etch::program {

/// A graph's calls: what they need, and how they are made.
template <class T, class Lowered, class... Outputs>
struct caller {
  static constexpr std::size_t leaf_count = frozen<Lowered>::sizes.leaves;
  static constexpr std::size_t output_count = frozen<Lowered>::sizes.outputs;
  /// Arguments of `into` that stand before the bindings.
  static constexpr std::size_t written_count = sizeof...(Outputs);

  /// What is wrong with arguments of which the first `Skipped` are storage.
  template <std::size_t Skipped, class... Arguments>
  using wrong = wrong_in<T, Lowered, Skipped, std::remove_cvref_t<Arguments>...>;
  /// The last graph for them.
  template <std::size_t Skipped, class... Arguments>
  using last_of = typename passes<
      Lowered, call_of<T, Lowered, Skipped, std::remove_cvref_t<Arguments>...>::batched>::last;
  template <class... Arguments>
  using first = first_arguments<std::tuple<Outputs...>,
                                std::tuple<std::remove_reference_t<Arguments>...>>;
  template <class... Arguments>
  using outputs_in =
      outputs_of_call<T, last_of<sizeof...(Outputs), Arguments...>, std::tuple<Outputs...>,
                      std::tuple<std::remove_reference_t<Arguments>...>>;
  /// The first output that has one value per sample, of a call without storage.
  template <class... Arguments>
  using per_sample = typename output_per_sample<last_of<0, Arguments...>, Outputs...>::type;

  /// Runs the code on the threads of `by`.
  template <class By, class... Arguments>
  static constexpr void write(const By& by, Arguments&&... arguments) {
    using call = call_of<T, Lowered, sizeof...(Outputs), std::remove_cvref_t<Arguments>...>;
    using passes = passes<Lowered, call::batched>;

    const T* inputs[leaf_count + 1]{};
    T numbers[leaf_count + 1]{};
    const std::size_t samples = call::collect(inputs, numbers, arguments...);
    T* outputs[output_count]{};
    place_outputs<typename passes::last, T, Outputs...>(outputs, samples, arguments...);
    run_in_place<T, passes, renewals<Lowered, Outputs...>>(by, inputs, outputs, samples);
  }

  template <class By, class... Arguments>
  static constexpr auto results(const By& by, const Arguments&... arguments) {
    if constexpr (sizeof...(Outputs) == 1) {
      using type = std::common_type_t<result<T, Outputs>...>;
      type value(before_writing<type>);
      write(by, value, arguments...);
      return value;
    } else {
      std::tuple<result<T, Outputs>...> values(before_writing<result<T, Outputs>>...);
      [&]<std::size_t... I>(std::index_sequence<I...>) {
        write(by, std::get<I>(values)..., arguments...);
      }(std::index_sequence_for<Outputs...>{});
      return values;
    }
  }

  template <class... Arguments>
  static constexpr std::size_t arena_bytes =
      arena_of<T>(planned<last_of<0, Arguments...>>::value).elements() * sizeof(T);
};

}  // namespace etch::program
