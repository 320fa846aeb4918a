// SPDX-License-Identifier: BSL-1.0
/// From expressions to a plan: the passes in their order, each result a constant of exact size.
///
/// Every stage is an evaluation of its own, so that each has the compilers' whole budget of
/// steps.
#pragma once

#include <etch/expr/assignment.hpp>
#include <etch/expr/gradient.hpp>
#include <etch/graph/lower.hpp>
#include <etch/pass/continue_sums.hpp>
#include <etch/pass/contract_batch.hpp>
#include <etch/pass/differentiate.hpp>
#include <etch/pass/expand.hpp>
#include <etch/pass/lift.hpp>
#include <etch/pass/move_views.hpp>
#include <etch/pass/order_factors.hpp>
#include <etch/pass/order_products.hpp>
#include <etch/pass/plan_memory.hpp>
#include <etch/pass/scheduler.hpp>
#include <etch/pass/simplify.hpp>
#include <etch/pass/split.hpp>

#include <array>
#include <type_traits>

namespace etch::program {

struct dag_sizes {
  std::size_t nodes, leaves, outputs;
};

/// A graph as a constant, in arrays of the given sizes; `used` of them.
template <dag_sizes Sizes>
struct frozen_dag {
  dag_sizes used{};
  graph::node nodes[Sizes.nodes]{};
  graph::leaf leaves[Sizes.leaves + 1]{};
  graph::output outputs[Sizes.outputs]{};

  /// Of a larger graph only the sizes are kept.
  constexpr explicit frozen_dag(graph::dag_view from)
      : used{from.node_count, from.leaf_count, from.output_count} {
    if (used.nodes > Sizes.nodes) return;
    for (std::size_t i = 0; i < used.nodes; ++i) nodes[i] = from.nodes[i];
    for (std::size_t i = 0; i < used.leaves; ++i) leaves[i] = from.leaves[i];
    for (std::size_t i = 0; i < used.outputs; ++i) outputs[i] = from.outputs[i];
  }
  constexpr graph::dag_view view() const {
    return {nodes, used.nodes, leaves, used.leaves, outputs, used.outputs};
  }
  /// The number of leaves before those that the program itself supplies.
  constexpr std::size_t first_held() const {
    std::size_t count = 0;
    while (count < used.leaves && leaves[count].role != graph::role::held) ++count;
    return count;
  }
};

/// The graph that `Stage::make()` returns, as a constant of exact size. It is evaluated once
/// where `Stage::room` is enough for its nodes, and once more where it is not.
template <class Stage>
struct frozen {
  static constexpr frozen_dag<Stage::room> first{Stage::make().view()};
  static constexpr dag_sizes sizes = first.used;
  static constexpr frozen_dag<sizes> value = [] {
    if constexpr (sizes.nodes <= Stage::room.nodes)
      return frozen_dag<sizes>{first.view()};
    else
      return frozen_dag<sizes>{Stage::make().view()};
  }();
};

/// A pass over an earlier stage, which makes seldom more than `Growth` times as many nodes.
template <class Before, graph::dag (*Pass)(graph::dag_view), std::size_t Growth>
struct then {
  static constexpr dag_sizes before = frozen<Before>::sizes;
  static constexpr dag_sizes room{Growth * before.nodes + 32, before.leaves, before.outputs};
  static constexpr graph::dag make() { return Pass(frozen<Before>::value.view()); }
};

/// The same where the earlier stage's graph needs it; else the earlier stage.
template <class Before, bool (*Needed)(graph::dag_view), graph::dag (*Pass)(graph::dag_view)>
using then_where_needed =
    std::conditional_t<Needed(frozen<Before>::value.view()), then<Before, Pass, 1>, Before>;

/// One of the two graphs into which another is split.
template <class Before, graph::dag (*Part)(graph::dag_view)>
struct part_of {
  static constexpr dag_sizes before = frozen<Before>::sizes;
  static constexpr dag_sizes room{before.nodes + 32, before.leaves + before.nodes,
                                  before.outputs + before.nodes};
  static constexpr graph::dag make() { return Part(frozen<Before>::value.view()); }
};

/// The graph of the outputs as written.
template <class... Outputs>
struct lowered {
  static constexpr graph::dag make() {
    graph::list<graph::root> roots;
    (add(roots, static_cast<const Outputs*>(nullptr)), ...);
    return graph::lower(roots);
  }

 private:
  template <Expression E>
  static constexpr void add(graph::list<graph::root>& roots, const E*) {
    roots.push({&E::self});
  }
  template <class L>
  static constexpr void add(graph::list<graph::root>& roots, const gradient_of_parameters<L>*) {
    for (const description* p : graph::symbols_of(L::self, graph::role::parameter)) {
      roots.push({&L::self, p, true});
    }
  }
  template <class... Symbols, class... Values>
  static constexpr void add(graph::list<graph::root>& roots,
                            const new_values<assignment<Symbols, Values>...>*) {
    (roots.push({&Values::self}), ...);
  }

 public:
  static constexpr dag_sizes room = [] {
    const graph::dag whole = lowered::make();
    return dag_sizes{whole.nodes.size(), whole.leaves.size(), whole.outputs.size()};
  }();
};

/// Which leaves are bound to a batch, in the order of the table of leaves.
template <std::size_t Leaves>
using batched_leaves = std::array<bool, Leaves + 1>;

template <class Before, auto Batched>
struct lifted {
  static constexpr dag_sizes before = frozen<Before>::sizes;
  static constexpr dag_sizes room{before.nodes + 32, before.leaves, before.outputs};

  static constexpr graph::dag make() {
    auto g = frozen<Before>::value;
    for (std::size_t i = 0; i < g.view().leaf_count; ++i) g.leaves[i].batched = Batched[i];
    return pass::lift(g.view());
  }
};

/// All passes from the graph as written to the graph that code is made from.
template <class Lowered, auto Batched>
struct passes {
  using lift = lifted<Lowered, Batched>;
  using simplify = then<lift, pass::simplify, 1>;
  using differentiate = then<simplify, pass::differentiate, 4>;
  using simplify_again = then<differentiate, pass::simplify, 1>;
  using order = then_where_needed<simplify_again, pass::has_chains, pass::order_products>;
  using expand = then<order, pass::expand, 1>;
  using contract = then<expand, pass::contract_batch, 1>;
  using continued = then_where_needed<contract, pass::has_continued_sums, pass::continue_sums>;
  using scale =
      then_where_needed<continued, pass::has_products_with_numbers, pass::scale_columns>;
  using group = then_where_needed<scale, pass::has_views, pass::move_views>;
  using factors = then_where_needed<group, pass::has_long_products, pass::order_factors>;

  static constexpr bool has_tables = pass::has_tables(frozen<factors>::value.view());
  using tables = part_of<factors, pass::early_part<pass::known::always>>;
  using last =
      std::conditional_t<has_tables, part_of<factors, pass::late_part<pass::known::always>>,
                         factors>;
};

struct plan_sizes {
  std::size_t calls, values, inputs, outputs, steps, sections;
  constexpr bool exceeds(const plan_sizes& room) const {
    return calls > room.calls || values > room.values || inputs > room.inputs ||
           outputs > room.outputs || steps > room.steps || sections > room.sections;
  }
};

/// A schedule as a constant. As with graphs, one that is larger than `Sizes` leaves only its
/// own sizes.
template <plan_sizes Sizes>
struct frozen_schedule {
  plan_sizes used{};
  pass::call calls[Sizes.calls + 1]{};
  pass::value values[Sizes.values + 1]{};
  pass::operand inputs[Sizes.inputs + 1]{};
  pass::written outputs[Sizes.outputs + 1]{};
  kernel::step steps[Sizes.steps + 1]{};
  pass::section sections[Sizes.sections + 1]{};

  constexpr explicit frozen_schedule(pass::schedule_view from)
      : used{from.calls.size(),   from.values.size(), from.inputs.size(),
             from.outputs.size(), from.steps.size(),  from.sections.size()} {
    if (used.exceeds(Sizes)) return;
    for (std::size_t i = 0; i < used.calls; ++i) calls[i] = from.calls[i];
    for (std::size_t i = 0; i < used.values; ++i) values[i] = from.values[i];
    for (std::size_t i = 0; i < used.inputs; ++i) inputs[i] = from.inputs[i];
    for (std::size_t i = 0; i < used.outputs; ++i) outputs[i] = from.outputs[i];
    for (std::size_t i = 0; i < used.steps; ++i) steps[i] = from.steps[i];
    for (std::size_t i = 0; i < used.sections; ++i) sections[i] = from.sections[i];
  }
  constexpr pass::schedule_view view() const {
    return {{calls, used.calls},     {values, used.values}, {inputs, used.inputs},
            {outputs, used.outputs}, {steps, used.steps},   {sections, used.sections}};
  }
};

/// A schedule whose values have their places: all that code generation reads.
template <plan_sizes Sizes>
struct plan {
  plan_sizes used = Sizes;
  pass::call calls[Sizes.calls + 1]{};
  pass::location inputs[Sizes.inputs + 1]{};
  kernel::access accesses[Sizes.inputs + 1]{};
  pass::location outputs[Sizes.outputs + 1]{};
  kernel::outcome outcomes[Sizes.outputs + 1]{};
  kernel::step steps[Sizes.steps + 1]{};
  pass::section sections[Sizes.sections + 1]{};
  std::size_t shared_elements = 0;
  std::size_t tile_elements = 0;

  constexpr explicit plan(const frozen_schedule<Sizes>& from) {
    const pass::memory_plan memory = pass::plan_memory(from.view());
    for (std::size_t i = 0; i < used.calls; ++i) calls[i] = from.calls[i];
    for (std::size_t i = 0; i < used.inputs; ++i) {
      inputs[i] = memory.locations[from.inputs[i].value];
      accesses[i] = from.inputs[i].access;
    }
    for (std::size_t i = 0; i < used.outputs; ++i) {
      outputs[i] = memory.locations[from.outputs[i].value];
      outcomes[i] = from.outputs[i].outcome;
    }
    for (std::size_t i = 0; i < used.steps; ++i) steps[i] = from.steps[i];
    for (std::size_t i = 0; i < used.sections; ++i) sections[i] = from.sections[i];
    shared_elements = memory.shared_elements;
    tile_elements = memory.tile_elements;
  }
};

/// What a call needs of a plan at run time: where its operands are. It is a constant of its
/// own, for the plan refers to records of operations, and a plan in the object code would draw
/// in all their rules.
template <plan_sizes Sizes>
struct call_places {
  std::size_t first_input[Sizes.calls + 1]{};
  std::size_t first_output[Sizes.calls + 1]{};
  pass::location inputs[Sizes.inputs + 1]{};
  pass::location outputs[Sizes.outputs + 1]{};

  constexpr explicit call_places(const plan<Sizes>& from) {
    for (std::size_t i = 0; i < from.used.calls; ++i) {
      first_input[i] = from.calls[i].first_input;
      first_output[i] = from.calls[i].first_output;
    }
    for (std::size_t i = 0; i < from.used.inputs; ++i) inputs[i] = from.inputs[i];
    for (std::size_t i = 0; i < from.used.outputs; ++i) outputs[i] = from.outputs[i];
  }
};

/// The plan for the graph of a stage. Schedule and memory are constants of their own.
template <class Stage>
struct planned {
  static constexpr pass::schedule make() {
    return pass::scheduler(frozen<Stage>::value.view()).run();
  }
  static constexpr std::size_t nodes = frozen<Stage>::sizes.nodes;
  static constexpr plan_sizes room{nodes + 8, 2 * nodes + 8, 2 * nodes + 8,
                                   nodes + 8, 2 * nodes + 8, 8};
  static constexpr frozen_schedule<room> first{make().view()};
  static constexpr plan_sizes sizes = first.used;
  static constexpr frozen_schedule<sizes> schedule = [] {
    if constexpr (!sizes.exceeds(room))
      return frozen_schedule<sizes>{first.view()};
    else
      return frozen_schedule<sizes>{make().view()};
  }();
  static constexpr plan<sizes> value{schedule};
  static constexpr call_places<sizes> places{value};
};

}  // namespace etch::program
