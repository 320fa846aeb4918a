// SPDX-License-Identifier: BSL-1.0
/// The chain rule: requests for derivatives become the nodes that compute them.
#pragma once

#include <etch/graph/copy.hpp>
#include <etch/op/arithmetic.hpp>
#include <etch/op/diagonal.hpp>
#include <etch/op/gradient.hpp>
#include <etch/op/sum.hpp>
#include <etch/pass/along_new_axis.hpp>
#include <etch/pass/forward.hpp>
#include <etch/pass/lift.hpp>

namespace etch::pass {

namespace reverse {

/// Marks the nodes up to `loss` that depend on one of `variables`.
constexpr graph::list<bool> dependents(const graph::builder& b, graph::node_id loss,
                                       const graph::list<graph::node_id>& variables) {
  graph::list<bool> depends(loss + 1, false);
  for (const graph::node_id variable : variables) {
    if (variable <= loss) depends[variable] = true;
  }
  for (graph::node_id id = 0; id <= loss; ++id) {
    const graph::node& n = b[id];
    for (int k = 0; k < n.op->arity; ++k) depends[id] = depends[id] || depends[n.operands[k]];
  }
  return depends;
}

/// What flows back to an operand, summed over the axes along which the operand was broadcast.
constexpr graph::handle as_operand(graph::handle contribution, graph::handle operand,
                                   bool value_is_batched) {
  if (operand->shape.is_scalar() && !contribution->shape.is_scalar()) {
    contribution = etch::sum(contribution);
  }
  return value_is_batched && !operand->batched ? sum_over_batch(contribution) : contribution;
}

/// The adjoints of all nodes up to `value` that depend on `variables`, by node, where that of
/// `value` is `seed`.
constexpr graph::list<graph::node_id> adjoints(graph::builder& b, graph::node_id value,
                                               const graph::list<graph::node_id>& variables,
                                               graph::handle seed) {
  const graph::list<bool> depends = dependents(b, value, variables);
  graph::list<graph::node_id> adjoint(value + 1, graph::none);
  adjoint[value] = seed.id;
  for (graph::node_id id = value + 1; id-- > 0;) {
    if (adjoint[id] == graph::none || !depends[id]) continue;
    const graph::node at = b[id];
    graph::handle operands[graph::max_arity];
    for (int k = 0; k < at.op->arity; ++k) operands[k] = b.at(at.operands[k]);
    for (int k = 0; k < at.op->arity; ++k) {
      if (!depends[operands[k].id]) continue;
      graph::handle flow = at.op->pullback(operands, b.at(id), b.at(adjoint[id]), k);
      if (flow.id == graph::none) continue;
      flow = as_operand(flow, operands[k], at.batched);
      graph::node_id& sum = adjoint[operands[k].id];
      sum = sum == graph::none ? flow.id : (b.at(sum) + flow).id;
    }
  }
  return adjoint;
}

/// The adjoint of one node; no node where nothing flows to it.
constexpr graph::handle adjoint(graph::handle value, graph::handle variable,
                                graph::handle seed) {
  graph::builder& b = *value.owner;
  if (variable.id > value.id) return {};
  graph::list<graph::node_id> variables;
  variables.push(variable.id);
  const graph::node_id found = adjoints(b, value.id, variables, seed)[variable.id];
  return found == graph::none ? graph::handle{} : b.at(found);
}

}  // namespace reverse

/// `found`, or zeros of `shape` where there is nothing to find.
constexpr graph::handle or_zeros(graph::builder& b, graph::handle found,
                                 const graph::extents& shape) {
  return found.id == graph::none ? op::sum::fill(b.constant(0), shape) : found;
}

/// A place for the directions of a Jacobian; `request` tells them apart.
constexpr graph::handle new_direction(graph::builder& b, const graph::extents& shape,
                                      graph::node_id request) {
  return b.keep({.op = &operation_of<op::direction>,
                 .shape = shape,
                 .detail = graph::none,
                 .pin = request + 1});
}

/// One unit vector of `shape` for each of its elements.
constexpr graph::handle unit_directions(graph::builder& b, const graph::extents& shape) {
  const int n = shape.elements_between(0, shape.rank);
  const graph::handle ones = op::sum::fill(b.constant(1), {1, {n}});
  return op::reshape::of(make<op::diagonal_matrix>(ones), shape.with(0, n));
}

/// A reduction over the batch lies between `variable` and `value`.
constexpr bool is_mixed_over_samples(graph::handle value, graph::handle variable) {
  const graph::builder& b = *value.owner;
  graph::list<graph::node_id> variables;
  variables.push(variable.id);
  const graph::list<bool> depends = reverse::dependents(b, value.id, variables);
  for (graph::node_id id = variable.id + 1; id <= value.id; ++id) {
    if (depends[id] && b[id].op->kind == graph::family::batch_reduction) return true;
  }
  return false;
}

/// All directions of the smaller side at once: cotangents of few values, in reverse, or
/// tangents of few variables, forwards.
constexpr graph::handle jacobian(graph::handle value, graph::handle variable,
                                 graph::node_id request) {
  graph::builder& b = *value.owner;
  const graph::extents rows = value->shape, columns = variable->shape;
  const graph::extents shape = rows.followed_by(columns);
  // Forwards, all samples' variables would move at once.
  const bool in_reverse = rows.size() <= columns.size() ||
                          (variable->batched && is_mixed_over_samples(value, variable));
  const graph::extents& few = in_reverse ? rows : columns;
  const bool summed = !in_reverse && value->batched && !variable->batched;
  const auto over_samples = [&](graph::handle h) { return summed ? sum_over_batch(h) : h; };
  if (few.size() == 1) {
    const graph::handle one = op::sum::fill(b.constant(1), few);
    const graph::handle found = in_reverse ? reverse::adjoint(value, variable, one)
                                           : forward::tangent_of(value, variable, one);
    if (found.id == graph::none) return {};
    return over_samples(op::reshape::of(found, shape));
  }
  const graph::handle direction = new_direction(b, few, request);
  const graph::handle one = in_reverse ? reverse::adjoint(value, variable, direction)
                                       : forward::tangent_of(value, variable, direction);
  if (one.id == graph::none) return {};
  along_new_axis all_directions(direction, unit_directions(b, few));
  const graph::handle all = all_directions(one);
  if (all.id == graph::none || in_reverse) {
    return all.id == graph::none ? all : op::reshape::of(all, shape);
  }
  const int m = rows.elements_between(0, rows.rank),
            n = columns.elements_between(0, columns.rank);
  const graph::handle columns_first = op::reshape::of(all, {2, {n, m}});
  const graph::handle rows_first = op::permute::of(columns_first, {{1, 0}});
  return over_samples(op::reshape::of(rows_first, shape));
}

/// What one request that is no gradient asks for.
constexpr graph::handle fulfilled(const graph::node& n, graph::builder& b,
                                  graph::node_id request) {
  const graph::handle value = b.at(n.operands[0]), variable = b.at(n.operands[1]);
  // What was one per sample but turned out to be the same for all is still summed over all.
  const bool summed = n.detail != 0 && !value->batched;
  graph::handle found;
  if (n.is<op::tangent_product>()) {
    found = forward::tangent_of(value, variable, b.at(n.operands[2]));
  } else if (n.is<op::cotangent_product>()) {
    const graph::handle cotangent = b.at(n.operands[2]);
    found = reverse::adjoint(value, variable, summed ? sum_over_batch(cotangent) : cotangent);
  } else {
    found = jacobian(value, variable, request);
    if (summed && found.id != graph::none) found = times_samples(found);
  }
  return or_zeros(b, found, n.shape);
}

/// Needs   a lifted graph; derivatives of derivatives are resolved from the inside out.
/// Keeps   every value; forward values are shared with the backward part. No request is left.
constexpr graph::dag differentiate(graph::dag_view g) {
  graph::builder b;
  graph::copier copy(g, b);
  // Requests for one loss form a chain, so that one sweep serves them all.
  graph::list<graph::node_id> first_request(g.node_count, graph::none);
  graph::list<graph::node_id> next_request(g.node_count, graph::none);
  for (graph::node_id id = g.node_count; id-- > 0;) {
    if (!g[id].is<op::gradient>()) continue;
    next_request[id] = first_request[g[id].operands[0]];
    first_request[g[id].operands[0]] = id;
  }
  for (graph::node_id id = 0; id < g.node_count; ++id) {
    if (copy.has(id)) continue;
    if (!g[id].is<op::gradient>()) {
      const graph::node n = copy.moved(id);
      if (n.op->kind == graph::family::derivative) {
        copy.set(id, fulfilled(n, b, id));
        continue;
      }
      const bool equal_samples =
          n.op->kind == graph::family::batch_reduction && !b[n.operands[0]].batched;
      if (!equal_samples) {
        copy.set(id, b.add(n));
        continue;
      }
      const graph::handle found = over_equal_samples(n, b.at(n.operands[0]));
      copy.set(id, n.pin != 0 ? apart(found, id) : found);
      continue;
    }
    const graph::node_id loss = copy[g[id].operands[0]].id;
    graph::list<graph::node_id> variables;
    for (graph::node_id r = id; r != graph::none; r = next_request[r]) {
      if (copy.has(g[r].operands[1])) variables.push(copy[g[r].operands[1]].id);
    }
    const graph::list<graph::node_id> adjoint =
        reverse::adjoints(b, loss, variables, b.constant(1));
    for (graph::node_id r = id; r != graph::none; r = next_request[r]) {
      const graph::node_id variable =
          copy.has(g[r].operands[1]) ? copy[g[r].operands[1]].id : graph::none;
      if (variable > loss || adjoint[variable] == graph::none) {
        copy.set(r, op::sum::fill(b.constant(0), g[r].shape));
        continue;
      }
      // A loss per sample that turned out to be the same for all is still summed over all.
      const bool equal_losses = g[r].detail != 0 && !b[loss].batched;
      const graph::handle found = b.at(adjoint[variable]);
      copy.set(r, equal_losses ? times_samples(found) : found);
    }
  }
  return copy.finish();
}

}  // namespace etch::pass
