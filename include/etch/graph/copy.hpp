// SPDX-License-Identifier: BSL-1.0
/// What every pass does to the nodes that it leaves alone.
#pragma once

#include <etch/graph/builder.hpp>

namespace etch::graph {

/// Where the nodes of one graph have gone in the graph that a pass builds from it.
class copier {
 public:
  constexpr copier(dag_view from, builder& to)
      : from_(from), to_(to), id_of_(from.node_count, none) {
    for (std::size_t i = 0; i < from.leaf_count; ++i) to.leaves().push(from.leaves[i]);
  }

  /// The new node of an old one.
  constexpr handle operator[](node_id old) const { return to_.at(id_of_[old]); }
  constexpr void set(node_id old, handle now) { id_of_[old] = now.id; }
  constexpr bool has(node_id old) const { return id_of_[old] != none; }

  /// The old node with its operands' new ids.
  constexpr node moved(node_id old) const {
    node copy = from_[old];
    for (int i = 0; i < copy.op->arity; ++i) copy.operands[i] = id_of_[copy.operands[i]];
    return copy;
  }

  /// All outputs in their new places; ends the pass.
  constexpr dag finish() {
    for (std::size_t i = 0; i < from_.output_count; ++i) {
      to_.outputs().push({id_of_[from_.outputs[i].node], from_.outputs[i].batched});
    }
    return to_.take();
  }

 private:
  dag_view from_;
  builder& to_;
  list<node_id> id_of_;
};

/// Marks what the outputs need.
constexpr list<bool> reachable(dag_view g) {
  list<bool> needed(g.node_count, false);
  for (std::size_t i = 0; i < g.output_count; ++i) needed[g.outputs[i].node] = true;
  for (node_id id = g.node_count; id-- > 0;) {
    if (!needed[id]) continue;
    for (int k = 0; k < g[id].op->arity; ++k) needed[g[id].operands[k]] = true;
  }
  return needed;
}

}  // namespace etch::graph
