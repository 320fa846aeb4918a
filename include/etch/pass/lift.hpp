// SPDX-License-Identifier: BSL-1.0
/// Lift to batch: a model of one sample becomes a model of many.
#pragma once

#include <etch/graph/copy.hpp>
#include <etch/op/arithmetic.hpp>
#include <etch/op/batch.hpp>
#include <etch/op/gradient.hpp>

namespace etch::pass {

/// The value times the number of samples.
constexpr graph::handle times_samples(graph::handle x) {
  return x * x.owner->add({.op = &operation_of<op::batch_size>});
}

/// The sum over the batch of a value that may be the same for every sample.
constexpr graph::handle sum_over_batch(graph::handle x) {
  return x->batched ? make<op::batch_sum>(x) : times_samples(x);
}

/// A reduction over the batch whose operand turns out to be the same for every sample.
constexpr graph::handle over_equal_samples(const graph::node& reduction, graph::handle x) {
  return reduction.is<op::batch_max>() ? x : sum_over_batch(x);
}

/// `x` as a node of its own, in the place of `variable`, by which somebody differentiates: what
/// flows to other uses of `x` does not belong to it.
constexpr graph::handle apart(graph::handle x, graph::node_id variable) {
  return x.owner->add({.op = &operation_of<op::multiply>,
                       .shape = x->shape,
                       .operands = {x.id, x.owner->constant(1).id},
                       .pin = variable + 1});
}

/// Needs   the leaves' batch flags set as they are bound.
/// Keeps   every value. Whatever depends on a batched leaf has one value per sample afterwards;
///         without any, reductions over the batch are those of one sample and disappear, but
///         for those that somebody differentiates by.
constexpr graph::dag lift(graph::dag_view g) {
  bool any_batched = false;
  for (std::size_t i = 0; i < g.leaf_count; ++i) any_batched |= g.leaves[i].batched;
  graph::list<bool> is_variable(g.node_count, false);
  for (graph::node_id id = 0; id < g.node_count; ++id) {
    if (g[id].op->kind == graph::family::derivative) is_variable[g[id].operands[1]] = true;
  }
  graph::builder b;
  graph::copier copy(g, b);
  for (graph::node_id id = 0; id < g.node_count; ++id) {
    graph::node n = copy.moved(id);
    if (n.is<op::leaf>()) {
      n.batched = g.leaves[n.detail].batched;
    } else if (n.is<op::batch_size>() && !any_batched) {
      copy.set(id, b.constant(1));
      continue;
    } else if (n.op->kind == graph::family::batch_reduction) {
      const graph::handle x = b.at(n.operands[0]);
      if (!x->batched) {
        const graph::handle value = any_batched ? over_equal_samples(n, x) : x;
        copy.set(id, is_variable[id] ? apart(value, id) : value);
        continue;
      }
    } else if (n.op->kind == graph::family::derivative) {
      const bool of_cotangents = n.op->arity == 3 && !n.op->forwards;
      n.detail = b[n.operands[0]].batched || (of_cotangents && b[n.operands[2]].batched);
    }
    copy.set(id, b.add(n));
  }
  graph::dag lifted = copy.finish();
  for (graph::output& output : lifted.outputs)
    output.batched = lifted.nodes[output.node].batched;
  return lifted;
}

}  // namespace etch::pass
