// SPDX-License-Identifier: BSL-1.0
/// `compile<T>(outputs...)`: expressions become something to call.
#pragma once

#include <etch/program/binding.hpp>
#include <etch/program/results.hpp>
#include <etch/program/run.hpp>
#include <etch/program/sentences.hpp>

#include <concepts>
#include <cstddef>
#include <tuple>
#include <utility>

namespace etch {

/// A model's outputs as code. It holds nothing: copying it is free, and calling one program from
/// many threads is safe.
template <std::floating_point T, class... Outputs>
class program_of {
  using lowered = program::lowered<Outputs...>;
  static constexpr std::size_t leaf_count = program::frozen<lowered>::sizes.leaves;
  static constexpr std::size_t output_count = program::frozen<lowered>::sizes.outputs;

  template <auto Batched>
  using passes = program::passes<lowered, Batched>;

 public:
  /// The outputs' values for the bound inputs and parameters: the value itself where there is one
  /// output, else a tuple for structured bindings. Arguments are bindings (`x = image`) and
  /// parameter maps, in any order.
  ///
  /// Shape   a scalar output is a `T`, others are `tensor<T, ...>`, `gradient(L)` is a parameter
  ///         map. Where an input is bound to a batch, outputs with one value per sample are written
  ///         with `into`.
  /// Errors  the sentences of program/sentences.hpp; at run time `extent_error` where batches differ
  ///         in length.
  template <class... Arguments>
    requires EveryArgumentFits<T, lowered, 0, Arguments...>
  constexpr auto operator()(const Arguments&... arguments) const {
    using call = program::call_of<T, lowered, 0, Arguments...>;
    using last = typename passes<call::batched>::last;
    static_assert(!program::any_output_batched<last>,
                  "an output has one value per sample: write it with into(storage, ...), or reduce "
                  "it with batch_mean, batch_sum or batch_max");
    if constexpr (sizeof...(Outputs) == 1) {
      using type = std::common_type_t<program::result<T, Outputs>...>;
      type result(program::before_writing<type>);
      into(result, arguments...);
      return result;
    } else {
      std::tuple<program::result<T, Outputs>...> results(
          program::before_writing<program::result<T, Outputs>>...);
      [&]<std::size_t... I>(std::index_sequence<I...>) {
        into(std::get<I>(results)..., arguments...);
      }(std::index_sequence_for<Outputs...>{});
      return results;
    }
  }

  /// As the call, but the results are written into the caller's storage: one argument for each
  /// output, before the bindings. Storage is a number, an array or a parameter map of the output's
  /// shape; for one value per sample, with one more axis of as many samples as the batch has.
  ///
  /// Errors  as the call; `result_has_storage_of_its_extents`.
  template <class... Arguments>
    requires EveryArgumentFits<T, lowered, sizeof...(Outputs), std::remove_cvref_t<Arguments>...>
  constexpr void into(Arguments&&... arguments) const {
    using call =
        program::call_of<T, lowered, sizeof...(Outputs), std::remove_cvref_t<Arguments>...>;
    using last = typename passes<call::batched>::last;
    using plan = program::planned<last>;

    const T* inputs[leaf_count + 1]{};
    T numbers[leaf_count + 1]{};
    const std::size_t samples = call::collect(inputs, numbers, arguments...);
    T* outputs[output_count]{};
    program::place_outputs<last, T, Outputs...>(outputs, samples, arguments...);
    numbers[leaf_count] = static_cast<T>(samples);
    inputs[leaf_count] = &numbers[leaf_count];
    program::run<T, plan::value, plan::places>(inputs, outputs, samples);
  }

  /// Bytes of working memory that a call takes from the stack, for the given kinds of arguments.
  template <class... Arguments>
  static constexpr std::size_t arena_bytes(const Arguments&...) {
    using call = program::call_of<T, lowered, 0, Arguments...>;
    using plan = program::planned<typename passes<call::batched>::last>;
    return program::arena_of<T>(plan::value).elements() * sizeof(T);
  }
};

/// A program that computes `outputs`: expressions, gradients, or `gradient(loss)` for all parameters
/// at once. Everything the outputs share is computed once.
template <std::floating_point T, class... Outputs>
constexpr program_of<T, Outputs...> compile(Outputs...) {
  static_assert(sizeof...(Outputs) > 0, "a program has at least one output");
  return {};
}

/// The value of one expression in double precision, also in a constant expression:
/// `evaluate(square(t), t = 3.0)`.
template <Expression E, class... Bindings>
constexpr auto evaluate(E e, const Bindings&... bindings) {
  return compile<double>(e)(bindings...);
}

}  // namespace etch
