// SPDX-License-Identifier: BSL-1.0
/// Simpler equals of nodes: identities of arithmetic, of exponentials, of products and sums.
///
/// `docs/identities.md` lists every rule. None changes a value that was finite, except by
/// rounding.
#pragma once

#include <etch/activation/sigmoid.hpp>
#include <etch/activation/tanh.hpp>
#include <etch/graph/copy.hpp>
#include <etch/op/batch.hpp>
#include <etch/op/gradient.hpp>
#include <etch/op/logsumexp.hpp>
#include <etch/op/product.hpp>
#include <etch/op/sum.hpp>
#include <etch/pass/lift.hpp>

namespace etch::pass {

namespace identity {

using graph::handle;
using graph::is_constant;

/// `x` in every place of the shape that `candidate` has.
constexpr handle shaped(handle x, const graph::node& candidate) {
  return op::sum::fill(x, candidate.shape);
}

constexpr bool is_scalar(handle x) { return x->shape.is_scalar(); }

/// The elements of `x` sum to 1 in every sample.
constexpr bool sums_to_one(graph::builder& b, handle x) {
  if (x.is<op::softmax>()) return true;
  return x.is<op::leaf>() && b.leaves()[x->detail].role == graph::role::distribution;
}

/// An elementwise operation on constants is a constant; on broadcasts, the broadcast of its
/// value.
constexpr handle of_constants(graph::builder& b, const graph::node& n) {
  if (*n.op == operation_of<op::broadcast>) return {};
  double numbers[graph::max_arity]{};
  bool constants = true, broadcasts = true, any_broadcast = false;
  for (int i = 0; i < n.op->arity; ++i) {
    const handle x = b.at(n.operands[i]);
    constants = constants && is_constant(x);
    numbers[i] = x->number;
    const bool is_broadcast = x.is<op::broadcast>();
    any_broadcast = any_broadcast || is_broadcast;
    broadcasts = broadcasts && (is_broadcast || is_scalar(x));
  }
  if (constants) return b.constant(n.op->on_double(numbers));
  if (!any_broadcast) return {};
  bool another_has_the_shape = false;
  for (int i = 0; i < n.op->arity; ++i) {
    const handle x = b.at(n.operands[i]);
    another_has_the_shape |= !x.is<op::broadcast>() && x->shape == n.shape;
  }
  if (!broadcasts && !another_has_the_shape) return {};
  graph::node narrow = n;
  narrow.shape = broadcasts ? graph::extents{} : n.shape;
  for (int i = 0; i < n.op->arity; ++i) {
    const handle x = b.at(n.operands[i]);
    if (x.is<op::broadcast>()) narrow.operands[i] = x.operand(0).id;
  }
  return shaped(b.add(narrow), n);
}

constexpr handle of_add(graph::builder&, const graph::node& n, handle x, handle y) {
  if (is_constant(x, 0) && y->shape == n.shape) return y;
  if (is_constant(y, 0) && x->shape == n.shape) return x;
  if (x.is<op::broadcast>() && is_constant(x.operand(0), 0)) return shaped(y, n);
  if (y.is<op::broadcast>() && is_constant(y.operand(0), 0)) return shaped(x, n);
  if (x == y) return 2 * x;
  if (y.is<op::negate>()) return x - y.operand(0);
  if (x.is<op::negate>()) return y - x.operand(0);
  return {};
}

constexpr handle of_subtract(graph::builder& b, const graph::node& n, handle x, handle y) {
  if (is_constant(y, 0) && x->shape == n.shape) return x;
  if (is_constant(x, 0) && y->shape == n.shape) return -y;
  if (x == y) return shaped(b.constant(0), n);
  if (y.is<op::negate>()) return x + y.operand(0);
  if (x.is<op::negate>()) return -(x.operand(0) + y);
  return {};
}

constexpr handle of_negate(graph::builder& b, const graph::node&, handle x) {
  if (is_constant(x)) return b.constant(-x->number);
  if (x.is<op::negate>()) return x.operand(0);
  if (x.is<op::subtract>()) return x.operand(1) - x.operand(0);
  return {};
}

/// Neither `number` nor its reciprocal is near the ends of float's range.
constexpr bool has_safe_reciprocal(double number) {
  const double size = number < 0 ? -number : number;
  return size > 1e-30 && size < 1e30;
}

constexpr handle of_multiply(graph::builder& b, const graph::node& n, handle x, handle y) {
  if (is_constant(y)) return of_multiply(b, n, y, x);
  if (is_constant(x)) {
    if (x->number == 0) return shaped(x, n);
    if (x->number == 1) return y;
    if (x->number == -1) return -y;
    if (y.is<op::multiply>()) {
      for (int k = 0; k < 2; ++k) {
        const double factor = x->number * y.operand(k)->number;
        // A product that no float can hold would be infinite or 0 where its parts are not.
        if (!is_constant(y.operand(k)) || !has_safe_reciprocal(factor)) continue;
        return factor * y.operand(1 - k);
      }
    }
    if (y.is<op::negate>()) return (-x->number) * y.operand(0);
  }
  if (x.is<op::negate>()) return -(x.operand(0) * y);
  if (y.is<op::negate>()) return -(x * y.operand(0));
  if (y.is<op::divide>() && y.operand(1) == x) return shaped(y.operand(0), n);
  if (x.is<op::divide>() && x.operand(1) == y) return shaped(x.operand(0), n);
  return {};
}

constexpr handle of_divide(graph::builder& b, const graph::node& n, handle x, handle y) {
  if (is_constant(x, 0)) return shaped(x, n);
  if (is_constant(y) && has_safe_reciprocal(y->number)) return x * (1 / y->number);
  if (x == y) return shaped(b.constant(1), n);
  if (x.is<op::negate>()) return -(x.operand(0) / y);
  if (y.is<op::negate>()) return -(x / y.operand(0));
  if (x.is<op::multiply>() && x.operand(1) == y) return shaped(x.operand(0), n);
  if (x.is<op::multiply>() && x.operand(0) == y) return shaped(x.operand(1), n);
  return {};
}

constexpr handle of_log(handle x) {
  if (x.is<op::exp>()) return x.operand(0);
  if (x.is<op::softmax>()) return x.operand(0) - logsumexp(x.operand(0));
  return {};
}

/// `sum(a * (x - s))` of a distribution `a` and a scalar `s` is `sum(a * x) - s`; plus
/// likewise.
constexpr handle of_shifted_mean(graph::builder& b, handle weights, handle shifted) {
  if (!sums_to_one(b, weights)) return {};
  const bool minus = shifted.is<op::subtract>();
  if (!minus && !shifted.is<op::add>()) return {};
  for (int k = 0; k < 2; ++k) {
    const handle scalar = shifted.operand(k), rest = shifted.operand(1 - k);
    if (!is_scalar(scalar) || is_scalar(rest)) continue;
    const handle mean = sum(weights * rest);
    if (!minus) return mean + scalar;
    return k == 1 ? mean - scalar : scalar - mean;
  }
  return {};
}

constexpr handle of_sum(graph::builder& b, handle x) {
  if (is_scalar(x)) return x;
  if (sums_to_one(b, x)) return b.constant(1);
  if (x.is<op::broadcast>()) return static_cast<double>(x->shape.size()) * x.operand(0);
  if (x.is<op::negate>()) return -sum(x.operand(0));
  if (!x.is<op::multiply>()) return {};
  for (int k = 0; k < 2; ++k) {
    const handle factor = x.operand(k), rest = x.operand(1 - k);
    if (is_scalar(factor)) return factor * sum(rest);
    if (const handle mean = of_shifted_mean(b, factor, rest); mean.id != graph::none)
      return mean;
  }
  return {};
}

constexpr handle of_transpose(graph::builder& b, const graph::node& n, handle x) {
  if (x.is<op::transpose>() && x.operand(0)->shape == n.shape) return x.operand(0);
  if (x.is<op::product>()) {
    const std::size_t layouts = x->detail;
    return op::product::of(x.operand(1), x.operand(0),
                           op::product::layout(!(layouts & graph::right_transposed),
                                               !(layouts & graph::left_transposed)),
                           n.shape);
  }
  if (x->pin != 0 || x->op->kind != graph::family::elementwise) return {};
  graph::node outer = *x;  // the transposition moves towards the leaves
  outer.shape = n.shape;
  for (int i = 0; i < outer.op->arity; ++i) {
    const handle operand = b.at(outer.operands[i]);
    if (is_scalar(operand)) continue;
    graph::node inner = n;
    inner.operands[0] = operand.id;
    outer.operands[i] = b.add(inner).id;
  }
  return b.add(outer);
}

constexpr bool is_zero(handle x) {
  return is_constant(x, 0) || (x.is<op::broadcast>() && is_constant(x.operand(0), 0));
}

constexpr handle of_product(graph::builder& b, const graph::node& n, handle x, handle y) {
  if (is_zero(x) || is_zero(y)) return shaped(b.constant(0), n);
  // A transposed operand is the operand itself in the other layout.
  if (x.is<op::transpose>()) {
    return op::product::of(x.operand(0), y, n.detail ^ graph::left_transposed, n.shape);
  }
  if (y.is<op::transpose>()) {
    return op::product::of(x, y.operand(0), n.detail ^ graph::right_transposed, n.shape);
  }
  return {};
}

constexpr handle of_batch_sum(const graph::node& n, handle x) {
  if (!x->batched) return sum_over_batch(x);
  if (x.is<op::negate>()) return -make<op::batch_sum>(x.operand(0));
  if (!x.is<op::product>()) return {};
  const handle left = x.operand(0), right = x.operand(1);
  if (left->batched && right->batched) return {};
  if (left->batched)
    return op::product::of(make<op::batch_sum>(left), right, x->detail, n.shape);
  return op::product::of(left, make<op::batch_sum>(right), x->detail, n.shape);
}

/// The rule of a node's operation; a handle without node where none applies.
constexpr handle of(graph::builder& b, const graph::node& n) {
  using graph::family;
  if (n.op->arity == 0) return {};
  const handle x = b.at(n.operands[0]);
  const handle y = n.op->arity > 1 ? b.at(n.operands[1]) : handle{};
  if (n.op->kind == family::elementwise) {
    if (const handle known = of_constants(b, n); known.id != graph::none) return known;
  }
  if (*n.op == operation_of<op::add>) return of_add(b, n, x, y);
  if (*n.op == operation_of<op::multiply>) return of_multiply(b, n, x, y);
  if (*n.op == operation_of<op::subtract>) return of_subtract(b, n, x, y);
  if (*n.op == operation_of<op::negate>) return of_negate(b, n, x);
  if (*n.op == operation_of<op::divide>) return of_divide(b, n, x, y);
  if (*n.op == operation_of<op::product>) return of_product(b, n, x, y);
  if (*n.op == operation_of<op::sum>) return of_sum(b, x);
  if (*n.op == operation_of<op::greatest>) return is_scalar(x) ? x : handle{};
  if (*n.op == operation_of<op::transpose>) return of_transpose(b, n, x);
  if (*n.op == operation_of<op::log>) return of_log(x);
  if (*n.op == operation_of<op::exp>) return x.is<op::log>() ? x.operand(0) : handle{};
  if (*n.op == operation_of<op::batch_max>) return x->batched ? handle{} : x;
  if (*n.op == operation_of<op::batch_sum>) return of_batch_sum(n, x);
  return {};
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
    if (*g[id].op == operation_of<op::gradient>) pinned[g[id].operands[1]] = true;
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
