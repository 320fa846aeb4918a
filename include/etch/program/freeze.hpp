// SPDX-License-Identifier: BSL-1.0
/// Stages: what is known before a call is computed before the call, once for all calls.
#pragma once

#include <etch/pass/collapse.hpp>
#include <etch/pass/fold_into_layers.hpp>
#include <etch/program/caller.hpp>
#include <etch/program/on_pool.hpp>
#include <etch/program/tables.hpp>

#include <concepts>
#include <cstddef>
#include <utility>

namespace etch {

namespace program {

/// The graph as written, with some leaves known early. All inputs among the others may come as
/// batches, so no rule may take them for one sample's.
template <class Lowered, auto Early>
struct marked {
  static constexpr dag_sizes before = frozen<Lowered>::sizes;
  static constexpr dag_sizes room{before.nodes + 32, before.leaves, before.outputs};

  static constexpr graph::dag make() {
    auto g = frozen<Lowered>::value;
    for (std::size_t i = 0; i < g.view().leaf_count; ++i) {
      g.leaves[i].early = Early[i];
      g.leaves[i].batched = !Early[i] && !graph::is_shared(g.leaves[i].role);
    }
    return pass::lift(g.view());
  }
};

template <class Argument>
inline constexpr bool binds_a_batch = [] {
  bool any = false;
  for (const bound_symbol& symbol : bound_symbols<double, Argument>::all) any |= symbol.batched;
  return any;
}();

/// A pass and a simplification where the earlier stage's graph needs the pass.
template <class Before, bool (*Needed)(graph::dag_view), graph::dag (*Pass)(graph::dag_view)>
using then_and_simplify =
    std::conditional_t<Needed(frozen<Before>::value.view()),
                       then<then<Before, Pass, 4>, pass::simplify, 1>, Before>;

/// A model some of whose leaves are known before all calls: its two graphs.
template <class Lowered, auto Early>
struct stages {
  using simplified = then<marked<Lowered, Early>, pass::simplify, 1>;
  using resolved = then_and_simplify<simplified, pass::has_collapses, pass::resolve_collapses>;
  using folded = then_and_simplify<resolved, pass::has_what_folds, pass::fold_into_layers>;
  using whole =
      then_and_simplify<folded, pass::has_runs_that_pay, pass::collapse_where_it_pays>;
  using early = part_of<whole, pass::early_part<pass::known::early>>;
  using late = part_of<whole, pass::late_part<pass::known::early>>;
};

/// The same where the arguments `Arguments` are known.
template <class T, class Lowered, class... Arguments>
struct split {
  using call = call_of<T, Lowered, 0, Arguments...>;
  static constexpr batched_leaves<call::leaf_count> early_leaves = [] {
    // g++ 12 forgets where the elements of a template argument stand that are not written.
    batched_leaves<call::leaf_count> early{};
    for (bool& flag : early) flag = false;
    for (const std::size_t leaf : call::leaf_of) early[leaf] = true;
    early[call::leaf_count] = false;
    return early;
  }();
  using early = typename stages<Lowered, early_leaves>::early;
  using late = typename stages<Lowered, early_leaves>::late;

  /// Computes what the later calls read.
  static constexpr held_values<T, late> compute(const Arguments&... arguments) {
    held_values<T, late> values;
    if constexpr (values.count > 0) {
      const T* inputs[call::leaf_count + 1]{};
      T numbers[call::leaf_count + 1]{};
      call::collect(inputs, numbers, arguments...);
      run_passes<T, passes<early, batched_leaves<call::leaf_count>{}>>(
          alone{}, inputs, values.addresses().data(), 1);
    }
    return values;
  }
};

}  // namespace program

/// What is frozen has one value for all samples.
template <class Argument>
concept frozen_values_are_no_batch = !program::binds_a_batch<Argument>;

/// A program with some of its symbols bound for good. Calling one from many threads is safe.
template <std::floating_point T, class Late, class... Outputs>
class frozen_program {
  using caller = program::caller<T, Late, Outputs...>;
  using held = program::held_values<T, Late>;

 public:
  constexpr explicit frozen_program(const held& values) : held_(values) {}

  /// As a call of the whole program, without what is frozen.
  template <class... Arguments>
    requires EveryArgumentFits<typename caller::template wrong<0, Arguments..., held>, T> &&
             outputs_per_sample_are_reduced_or_written_with_into<
                 typename caller::template per_sample<Arguments..., held>>
  constexpr auto operator()(const Arguments&... arguments) const {
    return caller::results(program::alone{}, arguments..., held_);
  }

  /// As `into` of the whole program, without what is frozen.
  template <class... Arguments>
    requires EveryOutputHasStorage<typename caller::template first<Arguments...>> &&
             EveryArgumentFits<
                 typename caller::template wrong<sizeof...(Outputs), Arguments..., held>, T> &&
             EveryStorageFits<T, typename caller::template outputs_in<Arguments..., held>>
  constexpr void into(Arguments&&... arguments) const {
    caller::write(program::alone{}, arguments..., held_);
  }

  /// As `on` of the whole program.
  template <class Pool>
  constexpr program::on_pool<T, caller, Pool, held> on(Pool& pool) const {
    return {pool, held_};
  }

  /// Bytes of working memory that a call takes from the stack, for the given kinds of
  /// arguments.
  template <class... Arguments>
  static constexpr std::size_t arena_bytes(const Arguments&...) {
    return caller::template arena_bytes<Arguments..., held>;
  }

 private:
  held held_;
};

}  // namespace etch
