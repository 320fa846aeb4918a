// SPDX-License-Identifier: BSL-1.0
/// `compile<T>(outputs...)`: expressions become something to call.
#pragma once

#include <etch/program/binding.hpp>
#include <etch/program/caller.hpp>
#include <etch/program/freeze.hpp>
#include <etch/program/on_pool.hpp>

#include <concepts>
#include <cstddef>
#include <tuple>
#include <utility>

namespace etch {

/// A model's outputs as code. It holds nothing: copying it is free, and calling one program
/// from many threads is safe.
template <std::floating_point T, class... Outputs>
class program_of {
  using caller = program::caller<T, program::lowered<Outputs...>, Outputs...>;

 public:
  /// The outputs' values for the bound inputs and parameters: the value itself where there is
  /// one output, else a tuple for structured bindings. Arguments are bindings (`x = image`) and
  /// parameter maps, in any order.
  ///
  /// Shape   a scalar output is a `T`, others are `tensor<T, ...>`, `gradient(L)` is a
  ///         parameter map. Where an input is bound to a batch, outputs with one value per
  ///         sample are written with `into`.
  /// Errors  the sentences of program/sentences.hpp, and
  ///         `outputs_per_sample_are_reduced_or_written_with_into`; at run time `extent_error`
  ///         where batches differ in length.
  template <class... Arguments>
    requires EveryArgumentFits<typename caller::template wrong<0, Arguments...>, T> &&
             outputs_per_sample_are_reduced_or_written_with_into<
                 typename caller::template per_sample<Arguments...>>
  constexpr auto operator()(const Arguments&... arguments) const {
    return caller::results(program::alone{}, arguments...);
  }

  /// As the call, but the results are written into the caller's storage: one argument for each
  /// output, before the bindings. Storage is a number, an array or a parameter map of the
  /// output's shape; for one value per sample, with one more axis of as many samples as the
  /// batch has. It overlaps nothing that is bound, for results are written while inputs are
  /// read; but new values of parameters (`optim::descent`) may be written over the old.
  ///
  /// Errors  as the call; the sentences of program/storage.hpp.
  template <class... Arguments>
    requires EveryOutputHasStorage<typename caller::template first<Arguments...>> &&
             EveryArgumentFits<
                 typename caller::template wrong<sizeof...(Outputs), Arguments...>, T> &&
             EveryStorageFits<T, typename caller::template outputs_in<Arguments...>>
  constexpr void into(Arguments&&... arguments) const {
    caller::write(program::alone{}, arguments...);
  }

  /// The same program on all threads of a pool (program/thread_pool.hpp), which share each
  /// call's work: `step.on(pool)(theta, x = images)`. Its results are those of one thread, bit
  /// for bit, whatever the pool's size.
  template <class Pool>
  constexpr program::on_pool<T, caller, Pool> on(Pool& pool) const {
    return {pool};
  }

  /// Bytes of working memory that a call takes from the stack, for the given kinds of
  /// arguments.
  template <class... Arguments>
  static constexpr std::size_t arena_bytes(const Arguments&...) {
    return caller::template arena_bytes<Arguments...>;
  }

  /// The same program with some of its symbols bound for good: what depends on these and on
  /// constants alone is computed now, and never again. Arguments are parameter maps, `states`
  /// and bindings, none of them a batch.
  ///
  /// The frozen program holds the values, `sizeof` says how many, without heap. It keeps
  /// nothing of what was bound.
  ///
  /// Errors  the sentences of program/sentences.hpp; `frozen_values_are_no_batch`.
  template <class... Arguments>
    requires EveryArgumentIsKnown<typename caller::template wrong<0, Arguments...>, T> &&
             (frozen_values_are_no_batch<Arguments> && ...)
  constexpr auto freeze(const Arguments&... arguments) const {
    using split = program::split<T, program::lowered<Outputs...>, Arguments...>;
    return frozen_program<T, typename split::late, Outputs...>(split::compute(arguments...));
  }
};

namespace program {

/// Outputs, a tuple of which stands for its elements.
template <class... Outputs>
struct outputs {
  template <std::floating_point T>
  using compiled = program_of<T, Outputs...>;
  using lowered = program::lowered<Outputs...>;
};

template <class Before, class... Rest>
struct outputs_of;
template <class... Before>
struct outputs_of<outputs<Before...>> {
  using type = outputs<Before...>;
};
template <class... Before, class First, class... Rest>
struct outputs_of<outputs<Before...>, First, Rest...>
    : outputs_of<outputs<Before..., First>, Rest...> {};
template <class... Before, class... Inner, class... Rest>
struct outputs_of<outputs<Before...>, std::tuple<Inner...>, Rest...>
    : outputs_of<outputs<Before...>, Inner..., Rest...> {};

template <class Output>
inline constexpr bool is_tuple = false;
template <class... Inner>
inline constexpr bool is_tuple<std::tuple<Inner...>> = true;

/// Without tuples among them, outputs are taken as they stand: there may be hundreds.
template <bool AnyTuple, class... Outputs>
struct flattened {
  using type = outputs<Outputs...>;
};
template <class... Outputs>
struct flattened<true, Outputs...> : outputs_of<outputs<>, Outputs...> {};

template <class... Outputs>
using flat = typename flattened<(is_tuple<Outputs> || ...), Outputs...>::type;
template <class... Outputs>
using lowered_from = typename flat<Outputs...>::lowered;

}  // namespace program

/// A program that computes `outputs`: expressions, gradients, `gradient(loss)` for all
/// parameters at once, and tuples of these, each of whose elements is an output:
/// `value_and_gradient(loss)`. Everything the outputs share is computed once.
template <std::floating_point T, class... Outputs>
  requires ModelIsConsistent<program::lowered_from<Outputs...>>
constexpr auto compile(Outputs...) -> typename program::flat<Outputs...>::template compiled<T> {
  static_assert(sizeof...(Outputs) > 0, "a program has at least one output");
  return {};
}

/// The value of one expression in double precision, also in a constant expression:
/// `evaluate(square(t), t = 3.0)`.
template <Expression E, class... Bindings>
  requires ModelIsConsistent<program::lowered<E>> &&
           EveryArgumentFits<program::wrong_in<double, program::lowered<E>, 0, Bindings...>,
                             double>
constexpr auto evaluate(E e, const Bindings&... bindings) {
  return compile<double>(e)(bindings...);
}

}  // namespace etch
