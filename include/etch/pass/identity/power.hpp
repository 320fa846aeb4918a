// SPDX-License-Identifier: BSL-1.0
/// Simpler equals of roots and powers.
#pragma once

#include <etch/op/abs.hpp>
#include <etch/op/arithmetic.hpp>
#include <etch/op/pow.hpp>
#include <etch/op/rsqrt.hpp>
#include <etch/op/sqrt.hpp>
#include <etch/pass/identity/matching.hpp>

namespace etch::pass::identity {

/// `x^exponent` by products, quotients and roots.
constexpr handle of_constant_power(const graph::node& n, handle x, double exponent) {
  if (exponent == 0) return shaped(x.owner->constant(1), n);
  if (exponent == 1) return x;
  if (exponent == 2) return x * x;
  if (exponent == 3) return (x * x) * x;
  if (exponent == 4) return (x * x) * (x * x);
  if (exponent == -1) return 1 / x;
  if (exponent == 0.5) return sqrt(x);
  if (exponent == -0.5) return rsqrt(x);
  return {};
}

constexpr handle of_power(const graph::node& n, handle x, handle y) {
  if (n.is<op::pow>() && is_constant(y)) return of_constant_power(n, x, y->number);
  const bool same_factors = x.is<op::multiply>() && x.operand(0) == x.operand(1);
  if (n.is<op::sqrt>() && same_factors) return abs(x.operand(0));
  if (n.is<op::multiply>() && x == y && x.is<op::sqrt>()) return x.operand(0);
  if (n.is<op::divide>() && is_constant(x, 1) && y.is<op::sqrt>()) return rsqrt(y.operand(0));
  return {};
}

}  // namespace etch::pass::identity
