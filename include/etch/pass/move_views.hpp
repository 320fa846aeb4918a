// SPDX-License-Identifier: BSL-1.0
/// Larger groups: views move towards the sources, and products with single numbers become
/// elementwise.
#pragma once

#include <etch/graph/builder.hpp>
#include <etch/graph/copy.hpp>
#include <etch/op/arithmetic.hpp>
#include <etch/op/product.hpp>
#include <etch/op/reshape.hpp>

namespace etch::pass {

/// Where in its operand's elements those of a rearrangement begin, if they are one run of
/// them, of which nobody needs a copy; else none. (Of a batch, parts of all samples do not
/// follow each other.)
constexpr std::size_t first_of_run(graph::dag_view g, const graph::node& n) {
  if (n.op->kind != graph::family::rearrangement || n.op->arity != 1) return graph::none;
  const graph::extents& from = g[n.operands[0]].shape;
  const std::size_t size = n.shape.size();
  if (size > from.size() || (n.batched && size != from.size())) return graph::none;
  const graph::list<graph::move> moves = n.op->moves(from, n.shape, n.detail, 0);
  if (moves.size() != 1) return graph::none;
  const graph::move box = moves[0].in_few_axes();
  constexpr int last = graph::move::axes - 1;
  const bool one_axis = static_cast<std::size_t>(box.count[last]) == size;
  const bool in_order = box.from_stride[last] == 1 && box.to_stride[last] == 1;
  return one_axis && (in_order || size == 1) ? static_cast<std::size_t>(box.from_first)
                                             : graph::none;
}

/// Some or all elements of its operand, without a copy.
constexpr bool is_view(graph::dag_view g, const graph::node& n) {
  return first_of_run(g, n) != graph::none;
}

constexpr bool is_elementwise(const graph::node& n) {
  return n.op->kind == graph::family::elementwise;
}

/// A column times one number.
constexpr bool is_product_with_a_number(graph::dag_view g, const graph::node& n) {
  if (n.op->kind != graph::family::product || n.shape.rank > 2) return false;
  const graph::extents& left = g[n.operands[0]].shape;
  return left.rank < 3 && g[n.operands[1]].shape.size() == 1 && left.size() == n.shape.size();
}

constexpr bool has_products_with_numbers(graph::dag_view g) {
  for (graph::node_id id = 0; id < g.node_count; ++id) {
    if (is_product_with_a_number(g, g[id])) return true;
  }
  return false;
}

/// Keeps   every value, up to the sign of zero.
constexpr graph::dag scale_columns(graph::dag_view g) {
  graph::builder b;
  graph::copier copy(g, b);
  for (graph::node_id id = 0; id < g.node_count; ++id) {
    const graph::node& n = g[id];
    if (is_product_with_a_number(g, n))
      copy.set(id, op::reshape::of(copy[n.operands[0]], n.shape) *
                       op::reshape::of(copy[n.operands[1]], {}));
    else
      copy.set(id, b.add(copy.moved(id)));
  }
  return copy.finish();
}

constexpr bool has_views(graph::dag_view g) {
  for (graph::node_id id = 0; id < g.node_count; ++id) {
    if (g[id].op->arity > 0 && is_elementwise(g[g[id].operands[0]]) && is_view(g, g[id]))
      return true;
  }
  return false;
}

class view_mover {
 public:
  constexpr explicit view_mover(graph::dag_view g)
      : g_(g), copy_(g, b_), viewed_(elements_viewed(g)) {}

  constexpr graph::dag run() {
    for (graph::node_id id = 0; id < g_.node_count; ++id) {
      const graph::node& n = g_[id];
      if (is_view(g_, n)) {
        moved_.clear();
        copy_.set(id, view_of(n.operands[0], n, 0));
      } else {
        copy_.set(id, b_.add(copy_.moved(id)));
      }
    }
    return copy_.finish();
  }

 private:
  static constexpr std::size_t everything = static_cast<std::size_t>(-1);

  /// How many elements of a value its users view; `everything` where somebody reads it whole.
  static constexpr graph::list<std::size_t> elements_viewed(graph::dag_view g) {
    graph::list<std::size_t> viewed(g.node_count, 0);
    const graph::list<bool> needed = graph::reachable(g);
    for (std::size_t i = 0; i < g.output_count; ++i) viewed[g.outputs[i].node] = everything;
    for (graph::node_id id = g.node_count; id-- > 0;) {
      const graph::node& n = g[id];
      if (!needed[id]) continue;
      for (int k = 0; k < n.op->arity; ++k) {
        std::size_t& elements = viewed[n.operands[k]];
        std::size_t more = everything;
        if (is_view(g, n)) more = n.shape.size();
        if (is_elementwise(n) && g[n.operands[k]].shape == n.shape) more = viewed[id];
        elements = more > everything - elements ? everything : elements + more;
      }
    }
    return viewed;
  }

  /// Nothing is computed twice when its views are computed in its place.
  constexpr bool is_only_viewed(graph::node_id id) const {
    return is_elementwise(g_[id]) && g_[id].pin == 0 && viewed_[id] <= g_[id].shape.size();
  }

  /// `view` of the value of `id`.
  constexpr graph::handle view_of(graph::node_id id, const graph::node& view, int depth) {
    constexpr int deepest = 64;  // compilers limit how deep constant evaluation may nest
    if (!is_only_viewed(id) || depth == deepest) return b_.add(view_of_copy(id, view));
    for (const step& known : moved_) {
      if (known.from == id) return known.to;
    }
    graph::node n = g_[id];
    n.shape = view.shape;
    for (int k = 0; k < n.op->arity; ++k) {
      const graph::node_id x = n.operands[k];
      const bool whole = g_[x].shape == g_[id].shape;
      n.operands[k] = (whole ? view_of(x, view, depth + 1) : copy_[x]).id;
    }
    moved_.push({id, b_.add(n)});
    return moved_.back().to;
  }

  constexpr graph::node view_of_copy(graph::node_id id, const graph::node& view) const {
    graph::node n = view;
    n.operands[0] = copy_[id].id;
    return n;
  }

  struct step {
    graph::node_id from = graph::none;
    graph::handle to{};
  };

  graph::dag_view g_;
  graph::builder b_;
  graph::copier copy_;
  graph::list<std::size_t> viewed_;
  graph::list<step> moved_;  // by the view that is looked at
};

/// Needs   a graph without composites, whose sums over samples are contracted.
/// Keeps   every value; none is computed twice.
constexpr graph::dag move_views(graph::dag_view g) { return view_mover(g).run(); }

}  // namespace etch::pass
