// SPDX-License-Identifier: BSL-1.0
/// Simpler equals of nodes: identities of arithmetic, of exponentials, of products and sums.
///
/// `docs/identities.md` lists every rule. None changes a value that was finite, except by
/// rounding.
#pragma once

#include <etch/graph/copy.hpp>
#include <etch/op/gradient.hpp>
#include <etch/pass/identity/arithmetic.hpp>
#include <etch/pass/identity/composite.hpp>
#include <etch/pass/identity/exponential.hpp>
#include <etch/pass/identity/power.hpp>
#include <etch/pass/identity/product.hpp>
#include <etch/pass/identity/reduction.hpp>
#include <etch/pass/identity/structure.hpp>

namespace etch::pass {

namespace identity {

/// The rule of a sum, difference, product or quotient; a handle without node where none
/// applies.
constexpr handle of_arithmetic(graph::builder& b, const graph::node& n, handle x, handle y) {
  if (n.is<op::add>()) return of_add(b, n, x, y);
  if (n.is<op::multiply>()) return of_multiply(b, n, x, y);
  if (n.is<op::subtract>()) return of_subtract(b, n, x, y);
  if (n.is<op::negate>()) return of_negate(b, n, x);
  if (n.is<op::divide>()) return of_divide(b, n, x, y);
  return {};
}

/// Rules for what is computed with rearranged elements.
constexpr handle of_places(graph::builder& b, const graph::node& n, handle x, handle y) {
  if (n.shape.rank > 1) {
    if (const handle h = of_copies(b, n); h.id != graph::none) return h;
  }
  if (n.is<op::where>()) return of_where(n, x, y, b.at(n.operands[2]));
  if (n.is<op::add>()) return of_added_choices(x, y);
  if (n.is<op::divide>()) return of_chosen<op::divide>(x, y);
  if (!n.is<op::multiply>()) return {};
  if (const handle h = of_chosen<op::multiply>(x, y); h.id != graph::none) return h;
  if (const handle h = of_chosen<op::multiply>(y, x); h.id != graph::none) return h;
  return n.shape.rank == 2 ? of_multiplied_places(x, y) : handle{};
}

/// The rule of a sum of all elements.
constexpr handle of_any_sum(graph::builder& b, handle x) {
  const handle known = of_sum(b, x);
  return known.id != graph::none ? known : of_sum_of_places(x);
}

/// The rule of a product.
constexpr handle of_any_product(graph::builder& b, const graph::node& n, handle x, handle y) {
  const handle known = of_product(b, n, x, y);
  return known.id != graph::none ? known : of_diagonal_product(n, x, y);
}

/// The rule of an elementwise operation.
constexpr handle of_elementwise(graph::builder& b, const graph::node& n, handle x, handle y) {
  if (const handle known = of_constants(b, n); known.id != graph::none) return known;
  if (const handle h = of_arithmetic(b, n, x, y); h.id != graph::none) return h;
  if (const handle h = of_places(b, n, x, y); h.id != graph::none) return h;
  if (const handle h = of_power(n, x, y); h.id != graph::none) return h;
  return of_exponential(n, x, y);
}

/// The same for any operation.
constexpr handle of_parts(graph::builder& b, const graph::node& n) {
  using graph::family;
  if (n.op->arity == 0) return {};
  const handle x = b.at(n.operands[0]);
  const handle y = n.op->arity > 1 ? b.at(n.operands[1]) : handle{};
  if (n.op->kind == family::elementwise) return of_elementwise(b, n, x, y);
  if (n.op->kind == family::product) return of_any_product(b, n, x, y);
  if (n.is<op::sum>()) return of_any_sum(b, x);
  if (n.is<op::greatest>()) return is_scalar(x) ? x : handle{};
  if (n.is<op::transpose>()) return of_transpose(b, n, x);
  if (n.op->kind == family::rearrangement) return of_rearrangement(n, x);
  if (n.is<op::sum_along>()) return of_sum_along(b, n, x);
  if (n.is<op::batch_max>()) return x->batched ? handle{} : x;
  if (n.is<op::batch_sum>()) return of_batch_sum(n, x);
  return {};
}

/// The same; and what spells out a composite becomes the composite.
constexpr handle of(graph::builder& b, const graph::node& n) {
  const handle simpler = of_parts(b, n);
  return simpler.id != graph::none ? simpler : into_composite(b, n);
}

}  // namespace identity

/// Needs   a lifted graph.
/// Keeps   every finite value, up to rounding; every node somebody differentiates by. What no
///         output needs is left out. Idempotent, but for nodes that its own rules made and
///         no longer need: those go with the next pass.
constexpr graph::dag simplify(graph::dag_view g) {
  graph::builder b(identity::of);
  graph::copier copy(g, b);
  const graph::list<bool> needed = graph::reachable(g);
  graph::list<bool> pinned(g.node_count, false);
  for (graph::node_id id = 0; id < g.node_count; ++id) {
    if (g[id].op->kind == graph::family::derivative) pinned[g[id].operands[1]] = true;
  }
  for (graph::node_id id = 0; id < g.node_count; ++id) {
    if (!needed[id]) continue;
    graph::node n = copy.moved(id);
    n.pin = pinned[id] ? id + 1 : 0;
    copy.set(id, b.add(n));
  }
  return copy.finish();
}

}  // namespace etch::pass
