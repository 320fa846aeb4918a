// SPDX-License-Identifier: BSL-1.0
/// What is done around a layer becomes a part of its matrix: what scales the rows of a product
/// scales the rows of its matrix, and where its operand is another in another order, so are the
/// matrix's columns.
#pragma once

#include <etch/graph/copy.hpp>
#include <etch/op/along_axis.hpp>
#include <etch/op/arithmetic.hpp>
#include <etch/op/permute.hpp>
#include <etch/op/product.hpp>
#include <etch/op/reshape.hpp>
#include <etch/op/sum.hpp>

namespace etch::pass {

namespace into_layers {

using graph::handle;

/// The number for each of `rows` rows, where `x` has one; else no node.
constexpr handle of_rows(handle x, int rows) {
  const graph::extents& shape = x->shape;
  if (shape.is_scalar()) return op::sum::fill(x, graph::make_extents(rows));
  if (shape[0] != rows) return {};
  if (shape.rank == 1) return x;
  if (x.is<op::broadcast>()) return of_rows(x.operand(0), rows);
  const bool keeps_rows = x.is<op::reshape>() || (x.is<op::repeat>() && x->detail > 0);
  return keeps_rows ? of_rows(x.operand(0), rows) : handle{};
}

/// A product of a shared matrix, as it lies, and something of each sample.
constexpr bool is_layer(handle x) {
  if (!x.is<op::product>() || x->shape.rank > 2) return false;
  const handle matrix = x.operand(0);
  return !matrix->batched && x.operand(1)->batched && matrix->shape.rank == 2 &&
         (x->detail & graph::left_transposed) == 0;
}

/// `factor * x` with the factor in the matrix that `x` is made by; no node where there is none.
/// `factor` is shared by the samples, and has the shape of `x` or is a scalar.
constexpr handle folded(handle factor, handle x) {
  if (is_layer(x)) {
    const handle matrix = x.operand(0);
    const handle rows = of_rows(factor, matrix->shape[0]);
    if (rows.id == graph::none) return {};
    const handle scaled = matrix * op::repeat::of(rows, 1, matrix->shape[1]);
    return op::product::of(scaled, x.operand(1), x->detail, x->shape);
  }
  if (x.is<op::reshape>()) {
    const handle inner = x.operand(0);
    const handle rows = inner->shape.is_scalar() ? handle{} : of_rows(factor, inner->shape[0]);
    if (rows.id == graph::none || inner->shape.rank > 2) return {};
    const handle within =
        inner->shape.rank == 1 ? rows : op::repeat::of(rows, 1, inner->shape[1]);
    const handle scaled = folded(within, inner);
    return scaled.id == graph::none ? scaled : op::reshape::of(scaled, x->shape);
  }
  if (x.is<op::add>() || x.is<op::subtract>()) {
    const int late = x.operand(0)->batched ? 0 : 1;
    const handle other = x.operand(1 - late);
    if (other->batched) return {};
    const handle scaled = folded(factor, x.operand(late));
    if (scaled.id == graph::none) return {};
    const handle rest = factor * other;
    if (x.is<op::add>()) return scaled + rest;
    return late == 0 ? scaled - rest : rest - scaled;
  }
  return {};
}

/// Which operand of a sum differs from sample to sample, where the other does not; else -1.
constexpr int late_operand(handle sum) {
  if (!sum.is<op::add>() || sum.operand(0)->batched == sum.operand(1)->batched) return -1;
  return sum.operand(0)->batched ? 0 : 1;
}

/// `(v + a) + b` is `v + (a + b)`, and `(v + a) + (w + b)` is `(v + w) + (a + b)`, where only
/// `v` and `w` differ from sample to sample: the biases of two products are one.
constexpr handle joined_shifts(handle sum, handle other) {
  const int late = late_operand(sum);
  if (late == -1) return {};
  const handle shift = sum.operand(1 - late);
  if (!other->batched) return sum.operand(late) + (shift + other);
  const int others = late_operand(other);
  if (others == -1) return {};
  return (sum.operand(late) + other.operand(others)) + (shift + other.operand(1 - others));
}

/// How the axes of a value are those of its operand in another order, if they are.
constexpr bool is_reordered(handle x) {
  return (x.is<op::transpose>() && x->shape.rank == 2) || x.is<op::permute>();
}
constexpr op::axis_order order_of(handle x) {
  if (x.is<op::transpose>()) return {{1, 0}};
  return op::axis_order::of(x->detail, x->shape.rank);
}

/// `m p` for a permutation `p` of what it is multiplied by, which is `x` as a function of its
/// operand: the columns of `m` in that operand's order.
constexpr handle with_columns_of_operand(handle m, handle x) {
  const graph::extents& shape = x->shape;
  graph::extents as_boxes{shape.rank + 1, {m->shape[0]}};
  for (int i = 0; i < shape.rank; ++i) as_boxes.extent[i + 1] = shape[i];
  const op::axis_order back = order_of(x).inverse(shape.rank);
  op::axis_order columns;
  for (int i = 0; i < shape.rank; ++i) columns.axis[i + 1] = back.axis[i] + 1;
  return op::reshape::of(op::permute::of(op::reshape::of(m, as_boxes), columns), m->shape);
}

/// A layer of an operand whose axes are in another order than those of what it is made of: a
/// layer of that; no node where it is none.
constexpr handle reordered(const graph::node& n, handle matrix, handle x) {
  const bool is_shared = !matrix->batched && matrix->shape.rank == 2 && n.detail == 0;
  if (!is_shared || x->shape.columns() != 1) return {};
  bool any = false;
  handle from = x;
  while (from.is<op::reshape>() || is_reordered(from)) {
    if (is_reordered(from)) {
      if (from->shape.rank == graph::extents::max_rank) return {};
      matrix = with_columns_of_operand(matrix, from);
      any = true;
    }
    from = from.operand(0);
  }
  return any ? op::product::of(matrix, op::reshape::of(from, x->shape), n.detail, n.shape)
             : handle{};
}

constexpr handle of(graph::builder& b, const graph::node& n) {
  if (n.op->arity != 2 || !n.batched) return {};
  const handle x = b.at(n.operands[0]), y = b.at(n.operands[1]);
  if (n.is<op::product>()) return reordered(n, x, y);
  if (n.is<op::multiply>()) {
    if (!x->batched && y->shape == n.shape) return folded(x, y);
    if (!y->batched && x->shape == n.shape) return folded(y, x);
  }
  if (n.is<op::divide>() && !y->batched && x->shape == n.shape) {
    return folded(1.0 / y, x);
  }
  if (n.is<op::add>()) {
    const handle joined = joined_shifts(x, y);
    return joined.id != graph::none ? joined : joined_shifts(y, x);
  }
  return {};
}

}  // namespace into_layers

/// Needs   a graph without requests in which all that is not batched is known early.
/// Keeps   every value, up to rounding.
constexpr graph::dag fold_into_layers(graph::dag_view g) {
  graph::builder b(into_layers::of);
  graph::copier copy(g, b);
  for (graph::node_id id = 0; id < g.node_count; ++id) copy.set(id, b.add(copy.moved(id)));
  return copy.finish();
}

/// Whether it may have anything to do.
constexpr bool has_what_folds(graph::dag_view g) {
  for (std::size_t i = 0; i < g.leaf_count; ++i) {
    if (!g.leaves[i].early && !g.leaves[i].batched) return false;
  }
  const auto mixes = [&](const graph::node& n) {
    return g[n.operands[0]].batched != g[n.operands[1]].batched;
  };
  const auto is_shifted = [&](graph::node_id x) { return g[x].is<op::add>() && mixes(g[x]); };
  bool any = false;
  for (graph::node_id id = 0; id < g.node_count; ++id) {
    const graph::node& n = g[id];
    if (n.op->kind == graph::family::derivative) return false;
    if (!n.batched) continue;
    if (n.is<op::multiply>() || n.is<op::divide>()) any = any || mixes(n);
    any = any || n.is<op::transpose>() || n.is<op::permute>();
    if (n.is<op::add>()) any = any || (is_shifted(n.operands[0]) && is_shifted(n.operands[1]));
  }
  return any;
}

}  // namespace etch::pass
