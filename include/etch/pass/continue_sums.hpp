// SPDX-License-Identifier: BSL-1.0
/// Sums over the batch that are added to something begin with it: a step of gradient descent
/// needs no gradient in memory.
#pragma once

#include <etch/graph/copy.hpp>
#include <etch/op/arithmetic.hpp>
#include <etch/op/batch.hpp>

namespace etch::pass {

/// `start + factor sum` as it stands in a node: operands of the node and of its products.
struct continued_sum {
  graph::node_id sum = graph::none, start = graph::none, factor = graph::none;
  bool subtracted = false;
};

/// What `n` continues, if it adds the sum of products over a batch, times a number of the whole
/// batch, to a value that does not vary with the samples.
constexpr continued_sum continued_by(graph::dag_view g, const graph::node& n) {
  const bool subtracts = n.is<op::subtract>();
  if (!subtracts && !n.is<op::add>()) return {};
  for (int k = subtracts ? 1 : 0; k < 2; ++k) {
    const graph::node_id scaled = n.operands[k], start = n.operands[1 - k];
    if (g[start].batched || g[start].shape != n.shape) continue;
    if (g[scaled].is<op::batch_product>()) return {scaled, start, graph::none, subtracts};
    if (!g[scaled].is<op::multiply>()) continue;
    for (int j = 0; j < 2; ++j) {
      const graph::node_id sum = g[scaled].operands[j], factor = g[scaled].operands[1 - j];
      if (g[sum].is<op::batch_product>() && !g[factor].batched && g[factor].shape.is_scalar())
        return {sum, start, factor, subtracts};
    }
  }
  return {};
}

constexpr bool has_continued_sums(graph::dag_view g) {
  for (graph::node_id id = 0; id < g.node_count; ++id) {
    if (continued_by(g, g[id]).sum != graph::none) return true;
  }
  return false;
}

/// Needs   a graph whose sums over samples are contracted.
/// Keeps   every value. A sum that is also read by others is still made by itself.
constexpr graph::dag continue_sums(graph::dag_view g) {
  graph::builder b;
  graph::copier copy(g, b);
  for (graph::node_id id = 0; id < g.node_count; ++id) {
    const continued_sum found = continued_by(g, g[id]);
    if (found.sum == graph::none) {
      copy.set(id, b.add(copy.moved(id)));
      continue;
    }
    graph::node n = copy.moved(found.sum);
    graph::handle left = b.at(n.operands[0]);
    if (found.factor != graph::none) left = left * copy[found.factor];
    if (found.subtracted) left = -left;
    n.op = &operation_of<op::continued_batch_product>;
    n.operands[0] = left.id;
    n.operands[2] = copy[found.start].id;
    copy.set(id, b.add(n));
  }
  return copy.finish();
}

}  // namespace etch::pass
