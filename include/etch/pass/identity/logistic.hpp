// SPDX-License-Identifier: BSL-1.0
/// Quotients of exponentials, which overflow, are values of the functions that do not.
#pragma once

#include <etch/op/exp.hpp>
#include <etch/op/expm1.hpp>
#include <etch/op/sigmoid.hpp>
#include <etch/op/tanh.hpp>
#include <etch/pass/identity/matching.hpp>

namespace etch::pass::identity {

/// `x / (1 + e^u)`.
constexpr handle over_one_plus_exp(handle x, handle e) {
  const handle u = e.operand(0);
  if (x == e) return sigmoid(u);
  if (x.is<op::expm1>() && x.operand(0) == u) return tanh(0.5 * u);
  if (x.is<op::multiply>()) {
    if (x.operand(0) == e) return x.operand(1) * sigmoid(u);
    if (x.operand(1) == e) return x.operand(0) * sigmoid(u);
  }
  return x * sigmoid(-u);
}

/// `x / (e^a + e^b)`.
constexpr handle over_two_exps(handle x, handle left, handle right) {
  const handle a = left.operand(0), b = right.operand(0);
  if (x == left) return sigmoid(a - b);
  if (x == right) return sigmoid(b - a);
  if (!x.is<op::subtract>()) return {};
  if (x.operand(0) == left && x.operand(1) == right) return tanh(0.5 * (a - b));
  if (x.operand(0) == right && x.operand(1) == left) return tanh(0.5 * (b - a));
  return {};
}

constexpr handle of_quotient_of_exponentials(handle x, handle y) {
  if (!y.is<op::add>()) return {};
  const handle left = y.operand(0), right = y.operand(1);
  if (is_constant(left, 1) && right.is<op::exp>()) return over_one_plus_exp(x, right);
  if (is_constant(right, 1) && left.is<op::exp>()) return over_one_plus_exp(x, left);
  if (left.is<op::exp>() && right.is<op::exp>()) return over_two_exps(x, left, right);
  return {};
}

}  // namespace etch::pass::identity
