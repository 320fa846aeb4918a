// SPDX-License-Identifier: BSL-1.0
/// Graphs of expressions for tests of passes, and what is said of them.
#pragma once

#include <etch/etch.hpp>
#include <etch/pass/canonical.hpp>
#include <etch/pass/continue_sums.hpp>
#include <etch/pass/contract_batch.hpp>
#include <etch/pass/differentiate.hpp>
#include <etch/pass/expand.hpp>
#include <etch/pass/lift.hpp>
#include <etch/pass/move_views.hpp>
#include <etch/pass/simplify.hpp>

#include <cstddef>
#include <string_view>

namespace graphs {

using namespace etch;
using graph::dag;
using graph::dag_view;
using graph::node_id;

/// The graph of expressions as written, not lifted.
template <class... E>
constexpr dag of(E...) {
  graph::list<graph::root> roots;
  (roots.push({&E::self}), ...);
  return graph::lower(roots);
}

/// The graph with every input bound to a batch.
template <class... E>
constexpr dag batched(E... e) {
  dag g = of(e...);
  for (graph::leaf& leaf : g.leaves) leaf.batched = leaf.role != graph::role::parameter;
  return pass::lift(g.view());
}

/// The graph of one sample.
template <class... E>
constexpr dag single(E... e) {
  return pass::lift(of(e...).view());
}

constexpr dag run(dag g, auto... passes) {
  ((g = passes(g.view())), ...);
  return g;
}

/// All passes before a schedule is made, as programs have them.
constexpr dag ready(const dag& g) {
  return run(g, pass::simplify, pass::differentiate, pass::simplify, pass::expand,
             pass::contract_batch, pass::continue_sums, pass::scale_columns, pass::move_views);
}

/// Only what the outputs need. (Rules leave nodes behind that nobody needs any more.)
constexpr dag pruned(const dag& g) {
  graph::builder b;
  graph::copier copy(g.view(), b);
  const graph::list<bool> needed = graph::reachable(g.view());
  for (node_id id = 0; id < g.nodes.size(); ++id)
    if (needed[id]) copy.set(id, b.add(copy.moved(id)));
  return copy.finish();
}

constexpr dag simplified(const dag& g) { return pruned(pass::simplify(g.view())); }

constexpr bool same(const dag& a, const dag& b) {
  if (a.nodes.size() != b.nodes.size() || a.outputs.size() != b.outputs.size()) return false;
  for (node_id id = 0; id < a.nodes.size(); ++id) {
    const graph::node &x = a.nodes[id], &y = b.nodes[id];
    if (x.op != y.op || x.shape != y.shape || x.number != y.number || x.detail != y.detail ||
        x.batched != y.batched)
      return false;
    for (int k = 0; k < x.op->arity; ++k)
      if (x.operands[k] != y.operands[k]) return false;
  }
  for (std::size_t i = 0; i < a.outputs.size(); ++i)
    if (a.outputs[i].node != b.outputs[i].node || a.outputs[i].batched != b.outputs[i].batched)
      return false;
  return true;
}

/// The first two outputs are one node.
constexpr bool merged(const dag& g) { return g.outputs[0].node == g.outputs[1].node; }

/// How often an operation occurs.
template <class Op>
constexpr std::size_t count(const dag& g) {
  std::size_t found = 0;
  for (const graph::node& n : g.nodes) found += n.op == &operation_of<Op>;
  return found;
}

/// Operands come before their users, and batch flags follow the operands.
constexpr bool well_formed(const dag& g) {
  for (node_id id = 0; id < g.nodes.size(); ++id) {
    const graph::node& n = g.nodes[id];
    bool any = false;
    for (int k = 0; k < n.op->arity; ++k) {
      if (n.operands[k] >= id) return false;
      any = any || g.nodes[n.operands[k]].batched;
    }
    if (n.op->arity > 0 && n.op->kind != graph::family::derivative &&
        n.batched != (any && n.op->kind != graph::family::batch_reduction))
      return false;
    if (n.op->kind == graph::family::elementwise)
      for (int k = 0; k < n.op->arity; ++k) {
        const graph::extents& shape = g.nodes[n.operands[k]].shape;
        if (shape != n.shape && !shape.is_scalar()) return false;
      }
  }
  for (const graph::output& o : g.outputs)
    if (o.node >= g.nodes.size()) return false;
  return true;
}

/// A model of everything: shared parts, products in all layouts, several walks over the batch.
namespace models {
inline constexpr auto x = input<"x", 7>;
inline constexpr auto y = distribution<"y", 3>;
inline constexpr auto s = input<"s">;
inline constexpr auto w1 = param<"w1", 5, 7>;
inline constexpr auto b1 = param<"b1", 5>;
inline constexpr auto w2 = param<"w2", 3, 5>;
inline constexpr auto b2 = param<"b2", 3>;
inline constexpr auto c = param<"c">;
inline constexpr auto hidden = tanh(w1 * x + b1);
inline constexpr auto logits = w2 * hidden + b2;
inline constexpr auto loss = cross_entropy(softmax(logits), y);
inline constexpr auto mean_loss = batch_mean(loss) + 0.01_c * squared_norm(w1);
inline constexpr auto centred = x - batch_mean(x);
inline constexpr auto spread = batch_mean(squared_norm(centred)) * c;
inline constexpr auto log_mean = log(batch_mean(exp(c * s))) * batch_max(s);
inline constexpr auto normalised = w1 * (centred / sqrt(batch_mean(square(centred)) + 1_c));
inline constexpr auto three_walks = batch_mean(squared_norm(relu(normalised)) * s);
inline constexpr auto each_sample = sum(outer(hidden, logits) * logits) + max(hidden);
}  // namespace models

}  // namespace graphs
