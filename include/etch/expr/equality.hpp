// SPDX-License-Identifier: BSL-1.0
/// `==` on expressions: a proof by the chain rule, the simplifier and a normal form.
#pragma once

#include <etch/expr/expression.hpp>
#include <etch/graph/lower.hpp>
#include <etch/pass/canonical.hpp>
#include <etch/pass/differentiate.hpp>
#include <etch/pass/expand.hpp>
#include <etch/pass/lift.hpp>
#include <etch/pass/simplify.hpp>

namespace etch {

namespace pass {

/// The graph of expressions that nobody has bound values to. Where a reduction over the batch
/// occurs, all inputs are taken as batched; else the graph is that of one sample.
constexpr graph::dag lower_unbound(const graph::list<graph::root>& roots) {
  graph::dag g = graph::lower(roots);
  bool over_batch = false;
  for (const graph::node& n : g.nodes) {
    over_batch |= n.op->kind == graph::family::batch_reduction;
  }
  for (graph::leaf& leaf : g.leaves) {
    leaf.batched = over_batch && !graph::is_shared(leaf.role);
  }
  return lift(g.view());
}

/// Operations that `canonical` does not know stand for some that it does.
constexpr bool has_unknown_composites(graph::dag_view g) {
  for (graph::node_id id = 0; id < g.node_count; ++id) {
    const graph::node& n = g[id];
    if (n.op->kind == graph::family::composite && !n.is<op::softmax>() &&
        !n.is<op::logsumexp>())
      return true;
  }
  return false;
}

/// Whether two expressions have one normal form.
constexpr bool provably_equal(const description& a, const description& b) {
  if (a.shape != b.shape) return false;
  graph::list<graph::root> roots;
  roots.push({&a});
  roots.push({&b});
  graph::dag g = lower_unbound(roots);
  if (g.outputs[0].node == g.outputs[1].node) return true;
  for (auto* step : {simplify, differentiate, simplify}) g = step(g.view());
  if (has_unknown_composites(g.view())) g = expand(g.view());
  const graph::node_id left = g.outputs[0].node, right = g.outputs[1].node;
  return left == right || canonical(g.view()).are_equal(left, right);
}

}  // namespace pass

/// True if the compiler can prove that two expressions are equal for all values of their
/// symbols, by the identities in docs/identities.md. False where it cannot: it proves, it never
/// guesses.
template <Expression A, Expression B>
consteval bool operator==(A, B) {
  constexpr bool equal = pass::provably_equal(A::self, B::self);
  return equal;
}

}  // namespace etch
