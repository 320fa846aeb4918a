// SPDX-License-Identifier: BSL-1.0
/// From expressions to a plan: the passes in their order, each result a constant of exact size.
///
/// Every stage is an evaluation of its own, so that each has the compilers' whole budget of steps.
#pragma once

#include <etch/expr/gradient.hpp>
#include <etch/graph/lower.hpp>
#include <etch/pass/contract_batch.hpp>
#include <etch/pass/differentiate.hpp>
#include <etch/pass/expand.hpp>
#include <etch/pass/lift.hpp>
#include <etch/pass/plan_memory.hpp>
#include <etch/pass/schedule.hpp>
#include <etch/pass/simplify.hpp>

#include <array>

namespace etch::program {

struct dag_sizes {
  std::size_t nodes, leaves, outputs;
};

/// A graph as a constant.
template <dag_sizes Sizes>
struct frozen_dag {
  graph::node nodes[Sizes.nodes]{};
  graph::leaf leaves[Sizes.leaves + 1]{};
  graph::output outputs[Sizes.outputs]{};

  constexpr explicit frozen_dag(const graph::dag& g) {
    for (std::size_t i = 0; i < Sizes.nodes; ++i) nodes[i] = g.nodes[i];
    for (std::size_t i = 0; i < Sizes.leaves; ++i) leaves[i] = g.leaves[i];
    for (std::size_t i = 0; i < Sizes.outputs; ++i) outputs[i] = g.outputs[i];
  }
  constexpr graph::dag_view view() const {
    return {nodes, Sizes.nodes, leaves, Sizes.leaves, outputs, Sizes.outputs};
  }
};

/// The graph that `Stage::make()` returns, as a constant.
template <class Stage>
struct frozen {
  static constexpr dag_sizes sizes = [] {
    const graph::dag g = Stage::make();
    return dag_sizes{g.nodes.size(), g.leaves.size(), g.outputs.size()};
  }();
  static constexpr frozen_dag<sizes> value{Stage::make()};
};

/// A pass over an earlier stage.
template <class Before, graph::dag (*Pass)(graph::dag_view)>
struct then {
  static constexpr graph::dag make() { return Pass(frozen<Before>::value.view()); }
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
      roots.push({&L::self, p});
    }
  }
};

/// Which leaves are bound to a batch, in the order of the table of leaves.
template <std::size_t Leaves>
using batched_leaves = std::array<bool, Leaves + 1>;

template <class Before, auto Batched>
struct lifted {
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
  using simplify = then<lift, pass::simplify>;
  using differentiate = then<simplify, pass::differentiate>;
  using simplify_again = then<differentiate, pass::simplify>;
  using expand = then<simplify_again, pass::expand>;
  using contract = then<expand, pass::contract_batch>;
  using last = contract;
};

struct plan_sizes {
  std::size_t calls, inputs, outputs, steps, sections;
};

/// A schedule whose values have their places: all that code generation reads.
template <plan_sizes Sizes>
struct plan {
  pass::call calls[Sizes.calls + 1]{};
  pass::location inputs[Sizes.inputs + 1]{};
  kernel::access accesses[Sizes.inputs + 1]{};
  pass::location outputs[Sizes.outputs + 1]{};
  kernel::outcome outcomes[Sizes.outputs + 1]{};
  kernel::step steps[Sizes.steps + 1]{};
  pass::section sections[Sizes.sections + 1]{};
  std::size_t section_count = Sizes.sections;
  std::size_t shared_elements = 0;
  std::size_t tile_elements = 0;

  constexpr explicit plan(const pass::schedule& s) {
    const pass::memory_plan memory = pass::plan_memory(s);
    for (std::size_t i = 0; i < Sizes.calls; ++i) calls[i] = s.calls[i];
    for (std::size_t i = 0; i < Sizes.inputs; ++i) {
      inputs[i] = memory.locations[s.inputs[i].value];
      accesses[i] = s.inputs[i].access;
    }
    for (std::size_t i = 0; i < Sizes.outputs; ++i) {
      outputs[i] = memory.locations[s.outputs[i].value];
      outcomes[i] = s.outputs[i].outcome;
    }
    for (std::size_t i = 0; i < Sizes.steps; ++i) steps[i] = s.steps[i];
    for (std::size_t i = 0; i < Sizes.sections; ++i) sections[i] = s.sections[i];
    shared_elements = memory.shared_elements;
    tile_elements = memory.tile_elements;
  }
};

/// The plan for the graph of a stage.
template <class Stage>
struct planned {
  static constexpr pass::schedule make() {
    return pass::scheduler(frozen<Stage>::value.view()).run();
  }
  static constexpr plan_sizes sizes = [] {
    const pass::schedule s = make();
    return plan_sizes{s.calls.size(), s.inputs.size(), s.outputs.size(), s.steps.size(),
                      s.sections.size()};
  }();
  static constexpr plan<sizes> value{make()};
};

}  // namespace etch::program
