// SPDX-License-Identifier: BSL-1.0
/// Composites become the operations that they stand for.
#pragma once

#include <etch/pass/simplify.hpp>

namespace etch::pass {

namespace expansion {

constexpr bool is_distribution(graph::dag_view g, graph::node_id id) {
  const bool leaf = g[id].is<op::leaf>();
  return g[id].is<op::softmax>() ||
         (leaf && g.leaves[g[id].detail].role == graph::role::distribution);
}

/// The weights in `sum(weights x)`; none if `id` is no such mean.
constexpr graph::node_id weights_of_mean(graph::dag_view g, graph::node_id id,
                                         graph::node_id x) {
  if (!g[id].is<op::sum>() || !g[g[id].operands[0]].is<op::multiply>()) return graph::none;
  const graph::node& product = g[g[id].operands[0]];
  for (int k = 0; k < 2; ++k) {
    const graph::node_id weights = product.operands[k];
    if (product.operands[1 - k] == x && is_distribution(g, weights)) return weights;
  }
  return graph::none;
}

/// Differences with a logsumexp, without the maximum that both sides contain: log-probabilities
/// `x - logsumexp(x)`, and `logsumexp(x) - sum(y x)` of a distribution y, their mean. A large
/// common offset of x costs no digits then.
constexpr graph::handle of_difference(graph::dag_view g, const graph::node& n,
                                      const graph::copier& copy) {
  if (!n.is<op::subtract>()) return {};
  const graph::node_id left = n.operands[0], right = n.operands[1];
  if (g[right].is<op::logsumexp>() && g[right].operands[0] == left) {
    const graph::handle shifted = op::logsumexp::shifted(copy[left]);
    return shifted - op::logsumexp::log_of_sum(shifted);
  }
  if (!g[left].is<op::logsumexp>()) return {};
  const graph::node_id x = g[left].operands[0], weights = weights_of_mean(g, right, x);
  if (weights == graph::none) return {};
  const graph::handle shifted = op::logsumexp::shifted(copy[x]);
  return op::logsumexp::log_of_sum(shifted) - sum(copy[weights] * shifted);
}

}  // namespace expansion

/// Needs   a differentiated, simplified graph: rules that know softmax as a whole have run.
/// Keeps   every value; parts that several composites share exist once.
constexpr graph::dag expand(graph::dag_view g) {
  graph::builder b(identity::of_parts);  // no rule may put a composite together again
  graph::copier copy(g, b);
  const graph::list<bool> needed = graph::reachable(g);
  for (graph::node_id id = 0; id < g.node_count; ++id) {
    if (!needed[id]) continue;
    if (const graph::handle h = expansion::of_difference(g, g[id], copy); h.id != graph::none) {
      copy.set(id, h);
      continue;
    }
    const graph::node n = copy.moved(id);
    graph::handle operands[graph::max_arity];
    for (int k = 0; k < n.op->arity; ++k) operands[k] = b.at(n.operands[k]);
    copy.set(id, n.op->kind == graph::family::composite ? n.op->expansion(operands, n.detail)
                                                        : b.add(n));
  }
  return copy.finish();
}

}  // namespace etch::pass
