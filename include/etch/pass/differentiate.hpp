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

/// Whether what flows back to a value that the samples share is summed over them.
enum class over_samples : bool { apart, summed };

/// What flows back to an operand, summed over the axes along which the operand was broadcast.
constexpr graph::handle as_operand(graph::handle contribution, graph::handle operand,
                                   bool summed) {
  if (operand->shape.is_scalar() && !contribution->shape.is_scalar()) {
    contribution = etch::sum(contribution);
  }
  return summed && !operand->batched ? sum_over_batch(contribution) : contribution;
}

/// The adjoints of all nodes up to `value` that depend on `variables`, by node, where that of
/// `value` is `seed`.
constexpr graph::list<graph::node_id> adjoints(graph::builder& b, graph::node_id value,
                                               const graph::list<graph::node_id>& variables,
                                               graph::handle seed,
                                               over_samples how = over_samples::summed) {
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
      flow = as_operand(flow, operands[k], at.batched && how == over_samples::summed);
      graph::node_id& sum = adjoint[operands[k].id];
      sum = sum == graph::none ? flow.id : (b.at(sum) + flow).id;
    }
  }
  return adjoint;
}

/// The adjoint of one node; no node where nothing flows to it.
constexpr graph::handle adjoint(graph::handle value, graph::handle variable, graph::handle seed,
                                over_samples how = over_samples::summed) {
  graph::builder& b = *value.owner;
  if (variable.id > value.id) return {};
  graph::list<graph::node_id> variables;
  variables.push(variable.id);
  const graph::node_id found = adjoints(b, value.id, variables, seed, how)[variable.id];
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

/// What was made with the columns in front, a direction each, as rows by columns.
constexpr graph::handle rows_first(graph::handle all, const graph::extents& rows,
                                   const graph::extents& columns) {
  const int m = rows.elements_between(0, rows.rank),
            n = columns.elements_between(0, columns.rank);
  return make<op::transpose>(op::reshape::of(all, {2, {n, m}}));
}

/// `n`; a reduction over samples that are all the same is made without them.
constexpr graph::handle added(graph::builder& b, const graph::node& n) {
  const bool equal_samples =
      n.op->kind == graph::family::batch_reduction && !b[n.operands[0]].batched;
  return equal_samples ? over_equal_samples(n, b.at(n.operands[0])) : b.add(n);
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

/// How a Jacobian is made: by cotangents of few values, in reverse, or by tangents of few
/// variables, forwards; summed over the samples where these share the variable, or each sample
/// apart.
struct jacobian_mode {
  bool apart;
  bool in_reverse;

  constexpr jacobian_mode(graph::handle value, graph::handle variable, bool each_sample)
      : apart(each_sample) {
    const bool few_values = value->shape.size() <= variable->shape.size();
    // Forwards, all samples' variables would move at once; in reverse, what they share is
    // summed.
    const bool doubtful = apart ? few_values : !few_values && variable->batched;
    in_reverse = few_values != (doubtful && is_mixed_over_samples(value, variable));
  }
  constexpr graph::handle along(graph::handle direction, graph::handle value,
                                graph::handle variable) const {
    using reverse::over_samples;
    if (!in_reverse) return forward::tangent_of(value, variable, direction);
    return reverse::adjoint(value, variable, direction,
                            apart ? over_samples::apart : over_samples::summed);
  }
  constexpr bool sums_at_last(graph::handle value, graph::handle variable) const {
    return !apart && !in_reverse && value->batched && !variable->batched;
  }
};

/// The derivatives along all unit vectors of `few` at once, one behind the other.
constexpr graph::handle along_all(const graph::extents& few, jacobian_mode mode,
                                  graph::handle value, graph::handle variable,
                                  graph::node_id request) {
  graph::builder& b = *value.owner;
  if (few.size() == 1) {
    return mode.along(op::sum::fill(b.constant(1), few), value, variable);
  }
  const graph::handle direction = new_direction(b, few, request);
  const graph::handle one = mode.along(direction, value, variable);
  if (one.id == graph::none) return {};
  along_new_axis all_directions(direction, unit_directions(b, few));
  return all_directions(one);
}

/// The derivatives of all elements of `value` by all of `variable`, as the request `n` wants
/// them; no node where the value does not depend.
constexpr graph::handle jacobian(graph::handle value, graph::handle variable,
                                 const graph::node& n, graph::node_id request) {
  const jacobian_mode mode(value, variable, n.is<op::slope_matrix>());
  const graph::extents rows = value->shape, columns = variable->shape;
  const bool by_rows = mode.in_reverse || columns.size() == 1;
  graph::handle found =
      along_all(mode.in_reverse ? rows : columns, mode, value, variable, request);
  if (found.id == graph::none) return {};
  if (!by_rows) found = rows_first(found, rows, columns);
  found = op::reshape::of(found, n.shape);
  return mode.sums_at_last(value, variable) ? sum_over_batch(found) : found;
}

/// `value` with `replacement` in the place of `variable`: what lies between exists once more.
constexpr graph::handle substituted(graph::handle value, graph::handle variable,
                                    graph::handle replacement) {
  graph::builder& b = *value.owner;
  if (variable.id > value.id) return value;
  const graph::node_id first = variable.id;
  const graph::list<bool> needed = forward::parts(b, first, value.id);
  graph::list<graph::node_id> now(value.id + 1 - first, graph::none);
  now[0] = replacement.id;
  for (graph::node_id id = first + 1; id <= value.id; ++id) {
    if (!needed[id - first]) continue;
    graph::node n = b[id];
    bool changes = false;
    for (int k = 0; k < n.op->arity; ++k) {
      if (n.operands[k] < first || now[n.operands[k] - first] == graph::none) continue;
      n.operands[k] = now[n.operands[k] - first];
      changes = true;
    }
    n.pin = 0;
    if (changes) now[id - first] = added(b, n).id;
  }
  const graph::node_id found = now[value.id - first];
  return found == graph::none ? value : b.at(found);
}

/// What one request that is no gradient asks for.
constexpr graph::handle fulfilled(const graph::node& n, graph::builder& b,
                                  graph::node_id request) {
  const graph::handle value = b.at(n.operands[0]), variable = b.at(n.operands[1]);
  if (n.is<op::substitution>()) return substituted(value, variable, b.at(n.operands[2]));
  // What was one per sample but turned out to be the same for all is still summed over all.
  const bool summed = n.detail != 0 && !value->batched;
  graph::handle found;
  if (n.is<op::tangent_product>()) {
    found = forward::tangent_of(value, variable, b.at(n.operands[2]));
  } else if (n.is<op::cotangent_product>()) {
    const graph::handle cotangent = b.at(n.operands[2]);
    found = reverse::adjoint(value, variable, summed ? sum_over_batch(cotangent) : cotangent);
  } else {
    found = jacobian(value, variable, n, request);
    const bool of_all = summed && n.is<op::jacobian>();
    if (of_all && found.id != graph::none) found = times_samples(found);
  }
  return or_zeros(b, found, n.shape);
}

/// What `n` became; where somebody differentiates by it, a node that is no other's.
constexpr graph::handle in_place_of(const graph::node& n, graph::handle found) {
  const bool lost = n.pin != 0 && found->pin != n.pin;
  return lost ? apart(found, n.pin - 1) : found;
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
      const bool request = n.op->kind == graph::family::derivative;
      copy.set(id, in_place_of(n, request ? fulfilled(n, b, id) : added(b, n)));
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
        copy.set(r, in_place_of(g[r], op::sum::fill(b.constant(0), g[r].shape)));
        continue;
      }
      // A loss per sample that turned out to be the same for all is still summed over all.
      const bool equal_losses = g[r].detail != 0 && !b[loss].batched;
      const graph::handle found = b.at(adjoint[variable]);
      copy.set(r, in_place_of(g[r], equal_losses ? times_samples(found) : found));
    }
  }
  return copy.finish();
}

}  // namespace etch::pass
