// SPDX-License-Identifier: BSL-1.0
/// One direction becomes many: a linear function of a vector, applied to the rows of a matrix.
#pragma once

#include <etch/graph/builder.hpp>
#include <etch/op/along_axis.hpp>
#include <etch/op/permute.hpp>
#include <etch/op/product.hpp>
#include <etch/op/reshape.hpp>

namespace etch::pass {

/// Rewrites nodes that are linear in one leaf, the direction, with that leaf replaced by
/// `count` directions at once, along a new axis in front.
class along_new_axis {
 public:
  /// `directions` has the shape of `direction` under one more axis.
  constexpr along_new_axis(graph::handle direction, graph::handle directions)
      : b_(*direction.owner), first_(direction.id), count_(directions->shape[0]) {
    lifted_.push(directions.id);
  }

  /// `result` for all directions; no node if it does not depend on them.
  constexpr graph::handle operator()(graph::handle result) {
    for (graph::node_id id = first_ + 1; id <= result.id; ++id) {
      const graph::node n = b_[id];
      bool depends = false;
      for (int k = 0; k < n.op->arity; ++k) depends |= is_lifted(n.operands[k]);
      lifted_.push(depends ? lift(n).id : graph::none);
    }
    return is_lifted(result.id) ? at(result.id) : graph::handle{};
  }

 private:
  constexpr bool is_lifted(graph::node_id id) const {
    return id >= first_ && lifted_[id - first_] != graph::none;
  }
  constexpr graph::handle at(graph::node_id id) { return b_.at(lifted_[id - first_]); }

  constexpr graph::handle lift(const graph::node& n) {
    using graph::family;
    const graph::node_id x = n.operands[0];
    if (n.is<op::broadcast>()) return spread(at(x), n.shape);
    if (n.op->kind == family::elementwise) return elementwise(n);
    if (n.op->kind == family::product) return product(n);
    if (n.is<op::sum>()) return op::sum_along::of(flat(at(x)), 1);
    if (n.is<op::permute>()) return permuted(n);
    if (n.is<op::transpose>()) return transposed(n);
    return under_the_axis(n);
  }

  /// One number for each direction, in every place of `shape`.
  constexpr graph::handle spread(graph::handle x, const graph::extents& shape) {
    if (shape.is_scalar()) return x;
    const graph::handle rows = op::repeat::of(x, 1, shape.elements_between(0, shape.rank));
    return op::reshape::of(rows, shape.with(0, count_));
  }

  /// A row for each direction.
  constexpr graph::handle flat(graph::handle x) {
    return op::reshape::of(x, {2, {count_, x->shape.elements_between(1, x->shape.rank)}});
  }

  constexpr graph::handle elementwise(graph::node n) {
    const graph::extents shape = n.shape;
    for (int k = 0; k < n.op->arity; ++k) {
      const graph::handle x = b_.at(n.operands[k]);
      if (is_lifted(x.id)) {
        n.operands[k] = (x->shape == shape ? at(x.id) : spread(at(x.id), shape)).id;
      } else if (!x->shape.is_scalar()) {
        n.operands[k] = op::repeat::of(x, 0, count_).id;
      }
    }
    n.shape = shape.with(0, count_);
    return b_.add(n);
  }

  /// An operation that does to the axes behind the new one what it did to all.
  constexpr graph::handle under_the_axis(graph::node n) {
    for (int k = 0; k < n.op->arity; ++k) {
      const graph::handle x = b_.at(n.operands[k]);
      n.operands[k] = (is_lifted(x.id) ? at(x.id) : op::repeat::of(x, 0, count_)).id;
    }
    if (n.op->has_deeper) n.detail = n.op->deeper(n.detail);
    n.shape = n.shape.with(0, count_);
    return b_.add(n);
  }

  constexpr graph::handle permuted(const graph::node& n) {
    const int rank = n.shape.rank;
    const op::axis_order inner = op::axis_order::of(n.detail, rank);
    op::axis_order order;
    for (int i = 0; i < rank; ++i) order.axis[i + 1] = inner.axis[i] + 1;
    return op::permute::of(at(n.operands[0]), order);
  }

  /// A vector may be transposed, or be what comes of it.
  constexpr graph::handle transposed(const graph::node& n) {
    const graph::extents shape = n.shape.with(0, count_);
    const graph::handle x = at(n.operands[0]);
    const bool has_rows = x->shape.rank == 3;
    return op::reshape::of(has_rows ? op::permute::of(x, {{0, 2, 1}}) : x, shape);
  }

  /// The directions become rows or columns of the operand that depends on them, so that one
  /// product serves them all.
  constexpr graph::handle product(const graph::node& n) {
    const bool stacked = n.shape.rank == 3;  // products for each place of the first axis
    const bool left = is_lifted(n.operands[0]);
    const std::size_t layouts = n.detail;
    const graph::handle other = b_.at(n.operands[left ? 1 : 0]);
    graph::handle x = at(n.operands[left ? 0 : 1]);
    // As [directions, (stack,) rows, columns].
    const graph::extents& shape = b_[n.operands[left ? 0 : 1]].shape;
    if (!stacked) {
      x = op::reshape::of(x, {3, {count_, shape.rows(), shape.columns()}});
      x = op::reshape::of(x, x->shape.with(1, 1));
    }
    const int m = x->shape[1];
    // The summed axis last: [stack, directions, free, summed].
    const bool summed_last =
        left ? !(layouts & graph::left_transposed) : (layouts & graph::right_transposed) != 0;
    x = op::permute::of(
        x, summed_last ? op::axis_order{{1, 0, 2, 3}} : op::axis_order{{1, 0, 3, 2}});
    const int free = x->shape[2], summed = x->shape[3];
    // Rows (direction, free) times the other operand, its summed axis in front of the product.
    const bool other_transposed =
        left ? (layouts & graph::right_transposed) != 0 : !(layouts & graph::left_transposed);
    const std::size_t detail = op::product::layout(false, other_transposed);
    const graph::extents rows = stacked ? graph::extents{3, {m, count_ * free, summed}}
                                        : graph::extents{2, {count_ * free, summed}};
    const graph::handle right = as_matrix(other);
    const graph::handle result = op::product::of(op::reshape::of(x, rows), right, detail);
    const int others = result->shape[result->shape.rank - 1];
    // [stack, directions, free, others] to [directions, stack, rows, columns].
    const graph::handle apart = op::reshape::of(result, {4, {m, count_, free, others}});
    const graph::handle ordered = op::permute::of(
        apart, left ? op::axis_order{{1, 0, 2, 3}} : op::axis_order{{1, 0, 3, 2}});
    return op::reshape::of(ordered, n.shape.with(0, count_));
  }

  /// A vector is one column.
  constexpr graph::handle as_matrix(graph::handle x) {
    if (x->shape.rank >= 2) return x;
    return op::reshape::of(x, {2, {x->shape.rows(), 1}});
  }

  graph::builder& b_;
  graph::node_id first_;
  int count_;
  graph::list<graph::node_id> lifted_;  // by id, from the direction on
};

}  // namespace etch::pass
