// SPDX-License-Identifier: BSL-1.0
/// What is known before a call is computed before the call: one graph becomes two.
#pragma once

#include <etch/graph/copy.hpp>
#include <etch/op/gradient.hpp>
#include <etch/op/leaf.hpp>
#include <etch/op/product.hpp>
#include <etch/op/sum.hpp>

namespace etch::pass {

/// When the value of a node is known.
enum class known : unsigned char {
  always,  ///< it depends on constants only
  early,   ///< on leaves that are marked so, as well
  late     ///< on anything else
};

/// Which values of a graph are known early, and which of these the rest reads. What is not
/// early is late, and so is what is cheaper to have than to keep.
class timing {
 public:
  /// Values that are known `Early` or before it are early.
  constexpr timing(graph::dag_view g, known early)
      : g_(g), early_(early), when_(g.node_count, known::always), reads_(g.node_count) {
    const graph::list<bool> varies = made_of_variables();
    for (graph::node_id id = 0; id < g.node_count; ++id) {
      when_[id] = varies[id] ? known::late : found(g[id]);
    }
    find_reads();
  }

  constexpr bool is_early(graph::node_id id) const { return when_[id] <= early_; }

  /// An early value that late nodes or the outputs read.
  constexpr bool is_held(graph::node_id id) const { return reads_[id].any; }

  /// A matrix that is read only as the left factor of a matrix times a vector: the
  /// kernels for that are faster with its columns next to each other, but for a few long rows.
  constexpr bool is_read_by_columns(graph::node_id id) const {
    const graph::extents& shape = g_[id].shape;
    return reads_[id].any && !reads_[id].otherwise && shape.size() <= most_turned &&
           !(shape[0] < few_rows && shape[1] >= long_row);
  }

 private:
  static constexpr std::size_t most_turned = 1 << 20;
  static constexpr int few_rows = 16, long_row = 32;  // whose sums are inner products
  static constexpr std::size_t most_tabled = 16384;   ///< what the compiler computes in no time

  constexpr known found(const graph::node& n) const {
    using graph::family;
    if (n.op->kind == family::constant) return known::always;
    if (n.op->kind == family::leaf) {
      const bool marked = n.is<op::leaf>() && g_.leaves[n.detail].early;
      return marked ? known::early : known::late;
    }
    if (n.op->kind == family::batch_reduction || n.op->kind == family::derivative) {
      return known::late;
    }
    known latest = known::always;
    for (int k = 0; k < n.op->arity; ++k) {
      const known operand = when_[n.operands[k]];
      if (operand > latest) latest = operand;
    }
    return latest;
  }

  /// Marks what depends on something that somebody differentiates by: it must stay in sight of
  /// the chain rule.
  constexpr graph::list<bool> made_of_variables() const {
    graph::list<bool> is_variable(g_.node_count, false), depends(g_.node_count, false);
    for (graph::node_id id = 0; id < g_.node_count; ++id) {
      if (g_[id].op->kind == graph::family::derivative) is_variable[g_[id].operands[1]] = true;
    }
    for (graph::node_id id = 0; id < g_.node_count; ++id) {
      for (int k = 0; k < g_[id].op->arity; ++k) {
        const graph::node_id x = g_[id].operands[k];
        depends[id] = depends[id] || is_variable[x] || depends[x];
      }
    }
    return depends;
  }

  constexpr void find_reads() {
    const graph::list<bool> needed = graph::reachable(g_);
    for (graph::node_id id = 0; id < g_.node_count; ++id) {
      if (!needed[id] || is_early(id)) continue;
      const graph::node& n = g_[id];
      for (int k = 0; k < n.op->arity; ++k) {
        const bool by_columns =
            k == 0 && n.is<op::product>() && (n.detail & graph::left_transposed) == 0 &&
            g_[n.operands[0]].shape.rank == 2 && g_[n.operands[1]].shape.columns() == 1;
        read(n.operands[k], by_columns);
      }
    }
    for (std::size_t i = 0; i < g_.output_count; ++i) read(g_.outputs[i].node, false);
  }

  constexpr void read(graph::node_id id, bool by_columns) {
    if (!is_early(id)) return;
    const graph::node& n = g_[id];
    if (n.is<op::broadcast>()) return read(n.operands[0], false);
    const bool tabled = !n.shape.is_scalar() && n.shape.size() <= most_tabled;
    if (when_[id] == known::always && (early_ != known::always || !tabled)) return;
    reads_[id].any = true;
    reads_[id].otherwise = reads_[id].otherwise || !by_columns;
  }

  struct reading {
    bool any = false;
    bool otherwise = false;  ///< not as a matrix by which a vector is multiplied
  };

  graph::dag_view g_;
  known early_;
  graph::list<known> when_;
  graph::list<reading> reads_;
};

/// Needs   a graph whose early leaves are marked, and do not differ from sample to sample.
/// Keeps   the values that `late_part` reads: they are the outputs, in the layout in which it
///         reads them.
template <known Early>
constexpr graph::dag early_part(graph::dag_view g) {
  const timing when(g, Early);
  graph::builder b;
  graph::copier copy(g, b);
  for (graph::leaf& leaf : b.leaves()) leaf.early = false;
  for (graph::node_id id = 0; id < g.node_count; ++id) {
    if (!when.is_early(id)) continue;
    copy.set(id, b.add(copy.moved(id)));
    if (!when.is_held(id)) continue;
    const bool turned = when.is_read_by_columns(id);
    b.outputs().push({turned ? make<op::transpose>(copy[id]).id : copy[id].id});
  }
  return b.take();
}

/// The leaves that are not early, and the places that they had.
constexpr graph::list<std::size_t> late_leaves(graph::dag_view g, graph::builder& b) {
  graph::list<std::size_t> place(g.leaf_count, graph::none);
  b.leaves().clear();
  for (std::size_t i = 0; i < g.leaf_count; ++i) {
    if (g.leaves[i].early) continue;
    place[i] = b.leaves().size();
    b.leaves().push(g.leaves[i]);
  }
  return place;
}

/// All operands of a node are in a graph under construction.
constexpr bool has_operands(const graph::copier& copy, const graph::node& n) {
  bool all = true;
  for (int k = 0; k < n.op->arity; ++k) all = all && copy.has(n.operands[k]);
  return all;
}

/// Needs   the same graph.
/// Keeps   every output. The early values that it reads are its last leaves; early leaves are
///         gone.
template <known Early>
constexpr graph::dag late_part(graph::dag_view g) {
  const timing when(g, Early);
  graph::builder b;
  graph::copier copy(g, b);
  const graph::list<std::size_t> place = late_leaves(g, b);
  std::size_t held = 0;
  for (graph::node_id id = 0; id < g.node_count; ++id) {
    const bool is_leaf = g[id].is<op::leaf>();
    if (when.is_held(id)) {
      const bool turned = when.is_read_by_columns(id);
      const graph::extents shape = turned ? g[id].shape.transposed() : g[id].shape;
      copy.set(id, b.leaf(graph::held_value(held++, shape)));
    } else if (is_leaf ? place[g[id].detail] != graph::none : has_operands(copy, g[id])) {
      graph::node n = copy.moved(id);
      if (is_leaf) n.detail = place[n.detail];
      if (n.op->arity > 0 && when.is_read_by_columns(g[id].operands[0])) {
        n.detail ^= graph::left_transposed;
      }
      copy.set(id, b.add(n));
    }
  }
  return copy.finish();
}

/// Whether there are arrays of constants, which the compiler may compute.
constexpr bool has_tables(graph::dag_view g) {
  for (graph::node_id id = 0; id < g.node_count; ++id) {
    const graph::node& n = g[id];
    const bool generates = n.op->kind == graph::family::generator;
    if (!generates && n.op->kind != graph::family::rearrangement) continue;
    if (n.op->arity == 0) return true;
    const graph::node& x = g[n.operands[0]];
    if (x.op->kind == graph::family::constant) return true;
    if (x.is<op::broadcast>() && g[x.operands[0]].op->kind == graph::family::constant) {
      return true;
    }
  }
  return false;
}

}  // namespace etch::pass
