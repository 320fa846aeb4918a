// SPDX-License-Identifier: BSL-1.0
/// Simpler equals of sums over elements and over samples.
#pragma once

#include <etch/op/batch.hpp>
#include <etch/op/product.hpp>
#include <etch/op/sum.hpp>
#include <etch/pass/identity/matching.hpp>
#include <etch/pass/lift.hpp>

namespace etch::pass::identity {

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

}  // namespace etch::pass::identity
