// SPDX-License-Identifier: BSL-1.0
/// Simpler equals of sums, differences, products and quotients.
#pragma once

#include <etch/op/arithmetic.hpp>
#include <etch/op/sum.hpp>
#include <etch/pass/identity/matching.hpp>

namespace etch::pass::identity {

/// An elementwise operation on constants is a constant; on broadcasts, the broadcast of its
/// value.
constexpr handle of_constants(graph::builder& b, const graph::node& n) {
  if (n.is<op::broadcast>()) return {};
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

}  // namespace etch::pass::identity
