// SPDX-License-Identifier: BSL-1.0
/// The chain rule, forwards: tangents.
#pragma once

#include <etch/graph/builder.hpp>
#include <etch/op/arithmetic.hpp>
#include <etch/op/sum.hpp>
#include <etch/pass/lift.hpp>

namespace etch::pass::forward {

/// Reached in a constant expression, it names what is missing: an operation of one's own that
/// is neither elementwise nor linear nor a scalar says `pushforward`.
inline void operation_has_no_pushforward() {}

/// `n` applied to the tangents of its operands.
constexpr graph::handle applied_to_tangents(graph::node n, const graph::handle* operands,
                                            const graph::handle* tangents) {
  graph::builder& b = *operands[0].owner;
  for (int k = 0; k < n.op->arity; ++k) {
    const bool moves = tangents[k].id != graph::none;
    n.operands[k] = (moves ? tangents[k] : op::sum::fill(b.constant(0), operands[k]->shape)).id;
  }
  if (n.op->kind == graph::family::batch_reduction) {
    return sum_over_batch(b.at(n.operands[0]));
  }
  return b.add(n);
}

/// The sum of what the operands' tangents contribute to that of `value`. The Jacobian of an
/// elementwise operation is diagonal, that of a scalar one row: `pullback` gives both.
constexpr graph::handle contributions(graph::handle value, const graph::handle* operands,
                                      const graph::handle* tangents) {
  graph::builder& b = *value.owner;
  const graph::node n = *value;
  const bool elementwise = n.op->kind == graph::family::elementwise;
  graph::handle total;
  for (int k = 0; k < n.op->arity; ++k) {
    if (tangents[k].id == graph::none) continue;
    const graph::handle seed = elementwise ? tangents[k] : b.constant(1);
    graph::handle term = n.op->pullback(operands, value, seed, k);
    if (term.id == graph::none) continue;
    if (!elementwise) {
      if (!n.shape.is_scalar()) operation_has_no_pushforward();
      term = etch::sum(tangents[k] * term);
    }
    total = total.id == graph::none ? term : total + term;
  }
  return total.id == graph::none ? total : op::sum::fill(total, n.shape);
}

/// Marks the nodes from `first` to `value` that `value` is made of.
constexpr graph::list<bool> parts(const graph::builder& b, graph::node_id first,
                                  graph::node_id value) {
  graph::list<bool> needed(value + 1 - first, false);
  needed[value - first] = true;
  for (graph::node_id id = value + 1; id-- > first;) {
    if (!needed[id - first]) continue;
    for (int k = 0; k < b[id].op->arity; ++k) {
      if (b[id].operands[k] >= first) needed[b[id].operands[k] - first] = true;
    }
  }
  return needed;
}

/// The tangent of `value` along `tangent`, one of `variable`; no node where it does not move.
constexpr graph::handle tangent_of(graph::handle value, graph::handle variable,
                                   graph::handle tangent) {
  graph::builder& b = *value.owner;
  if (variable.id > value.id) return {};
  const graph::list<bool> needed = parts(b, variable.id, value.id);
  graph::list<graph::node_id> tangent_at(value.id + 1 - variable.id, graph::none);
  tangent_at[0] = tangent.id;
  for (graph::node_id id = variable.id + 1; id <= value.id; ++id) {
    if (!needed[id - variable.id]) continue;
    const graph::node n = b[id];
    graph::handle operands[graph::max_arity], tangents[graph::max_arity];
    bool moves = false;
    for (int k = 0; k < n.op->arity; ++k) {
      operands[k] = b.at(n.operands[k]);
      if (n.operands[k] < variable.id) continue;
      const graph::node_id found = tangent_at[n.operands[k] - variable.id];
      if (found == graph::none) continue;
      tangents[k] = b.at(found);
      moves = true;
    }
    if (!moves) continue;
    graph::handle result;
    if (n.op->linear)
      result = applied_to_tangents(n, operands, tangents);
    else if (n.op->has_pushforward)
      result = n.op->pushforward(operands, b.at(id), tangents);
    else
      result = contributions(b.at(id), operands, tangents);
    tangent_at[id - variable.id] = result.id;
  }
  const graph::node_id found = tangent_at[value.id - variable.id];
  return found == graph::none ? graph::handle{} : b.at(found);
}

}  // namespace etch::pass::forward
