// SPDX-License-Identifier: BSL-1.0
/// Composites become the operations that they stand for.
#pragma once

#include <etch/pass/simplify.hpp>

namespace etch::pass {

/// Needs   a differentiated, simplified graph: rules that know softmax as a whole have run.
/// Keeps   every value; parts that several composites share exist once.
constexpr graph::dag expand(graph::dag_view g) {
  graph::builder b(identity::of_parts);  // no rule may put a composite together again
  graph::copier copy(g, b);
  const graph::list<bool> needed = graph::reachable(g);
  for (graph::node_id id = 0; id < g.node_count; ++id) {
    if (!needed[id]) continue;
    const graph::node n = copy.moved(id);
    graph::handle operands[graph::max_arity];
    for (int k = 0; k < n.op->arity; ++k) operands[k] = b.at(n.operands[k]);
    copy.set(id, n.op->kind == graph::family::composite ? n.op->expansion(operands, n.detail)
                                                        : b.add(n));
  }
  return copy.finish();
}

}  // namespace etch::pass
