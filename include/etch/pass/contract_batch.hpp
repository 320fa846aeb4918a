// SPDX-License-Identifier: BSL-1.0
/// Sums over the batch of products become one product, contracted along the batch as well.
#pragma once

#include <etch/graph/copy.hpp>
#include <etch/op/batch.hpp>
#include <etch/op/product.hpp>

namespace etch::pass {

/// Needs   a differentiated graph: the new products have no derivative rule.
/// Keeps   every value. No product per sample is made where only the sum is wanted.
constexpr graph::dag contract_batch(graph::dag_view g) {
  graph::builder b;
  graph::copier copy(g, b);
  for (graph::node_id id = 0; id < g.node_count; ++id) {
    graph::node n = copy.moved(id);
    if (n.is<op::batch_sum>()) {
      const graph::node& summand = b[n.operands[0]];
      if (summand.is<op::product>() && b[summand.operands[0]].batched &&
          b[summand.operands[1]].batched) {
        n.op = &operation_of<op::batch_product>;
        n.detail = summand.detail;
        n.operands[1] = summand.operands[1];
        n.operands[0] = summand.operands[0];
      }
    }
    copy.set(id, b.add(n));
  }
  return copy.finish();
}

}  // namespace etch::pass
