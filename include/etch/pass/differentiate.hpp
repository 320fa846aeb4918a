// SPDX-License-Identifier: BSL-1.0
/// The chain rule, in reverse: requests for gradients become the nodes that compute them.
#pragma once

#include <etch/graph/copy.hpp>
#include <etch/op/arithmetic.hpp>
#include <etch/op/gradient.hpp>
#include <etch/op/sum.hpp>
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

/// The adjoints of all nodes up to `loss` that depend on `variables`, by node.
constexpr graph::list<graph::node_id> adjoints(graph::builder& b, graph::node_id loss,
                                               const graph::list<graph::node_id>& variables) {
  const graph::list<bool> depends = dependents(b, loss, variables);
  graph::list<graph::node_id> adjoint(loss + 1, graph::none);
  adjoint[loss] = b.constant(1).id;
  for (graph::node_id id = loss + 1; id-- > 0;) {
    if (adjoint[id] == graph::none || !depends[id]) continue;
    const graph::node value = b[id];
    graph::handle operands[graph::max_arity];
    for (int k = 0; k < value.op->arity; ++k) operands[k] = b.at(value.operands[k]);
    for (int k = 0; k < value.op->arity; ++k) {
      if (!depends[operands[k].id]) continue;
      graph::handle flow = value.op->pullback(operands, b.at(id), b.at(adjoint[id]), k);
      if (flow.id == graph::none) continue;
      flow = as_operand(flow, operands[k], value.batched);
      graph::node_id& sum = adjoint[operands[k].id];
      sum = sum == graph::none ? flow.id : (b.at(sum) + flow).id;
    }
  }
  return adjoint;
}

}  // namespace reverse

/// Needs   a lifted graph; gradients of gradients are resolved from the inside out.
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
      const bool equal_samples =
          n.op->kind == graph::family::batch_reduction && !b[n.operands[0]].batched;
      copy.set(id, equal_samples ? over_equal_samples(n, b.at(n.operands[0])) : b.add(n));
      continue;
    }
    const graph::node_id loss = copy[g[id].operands[0]].id;
    graph::list<graph::node_id> variables;
    for (graph::node_id r = id; r != graph::none; r = next_request[r]) {
      if (copy.has(g[r].operands[1])) variables.push(copy[g[r].operands[1]].id);
    }
    const graph::list<graph::node_id> adjoint = reverse::adjoints(b, loss, variables);
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
