// SPDX-License-Identifier: BSL-1.0
/// Simpler and more stable equals of exponentials and logarithms.
#pragma once

#include <etch/op/exp.hpp>
#include <etch/op/expm1.hpp>
#include <etch/op/log.hpp>
#include <etch/op/log1p.hpp>
#include <etch/op/logsumexp.hpp>
#include <etch/op/softplus.hpp>
#include <etch/op/tanh.hpp>
#include <etch/pass/identity/logistic.hpp>
#include <etch/pass/identity/matching.hpp>

namespace etch::pass::identity {

/// x, where `n` is 1 + x or 1 - (-x).
constexpr handle beside_one(handle n) {
  if (n.is<op::subtract>() && is_constant(n.operand(0), 1)) return -n.operand(1);
  if (!n.is<op::add>()) return {};
  if (is_constant(n.operand(0), 1)) return n.operand(1);
  if (is_constant(n.operand(1), 1)) return n.operand(0);
  return {};
}

constexpr handle of_log(handle x) {
  if (x.is<op::exp>()) return x.operand(0);
  if (x.is<op::softmax>()) return x.operand(0) - logsumexp(x.operand(0));
  if (x.is<op::sigmoid>()) return -softplus(-x.operand(0));
  if (const handle u = beside_one(x); u.id != graph::none) return log1p(u);
  return {};
}

constexpr handle of_log1p(handle x) {
  if (x.is<op::exp>()) return softplus(x.operand(0));
  if (x.is<op::expm1>()) return x.operand(0);
  if (x.is<op::negate>() && x.operand(0).is<op::sigmoid>())
    return -softplus(x.operand(0).operand(0));
  return {};
}

constexpr handle of_exp(handle x) {
  if (x.is<op::log>()) return x.operand(0);
  if (x.is<op::log1p>()) return 1 + x.operand(0);
  if (x.is<op::softplus>()) return 1 + exp(x.operand(0));
  if (x.is<op::negate>() && x.operand(0).is<op::softplus>())
    return sigmoid(-x.operand(0).operand(0));
  if (x.is<op::logsumexp>()) return sum(exp(x.operand(0)));
  return {};
}

constexpr handle of_expm1(handle x) {
  if (x.is<op::log1p>()) return x.operand(0);
  if (x.is<op::softplus>()) return exp(x.operand(0));
  return {};
}

/// e^x - 1 and 1 - e^x.
constexpr handle of_difference_of_exponentials(handle x, handle y) {
  if (x.is<op::exp>() && is_constant(y, 1)) return expm1(x.operand(0));
  if (y.is<op::exp>() && is_constant(x, 1)) return -expm1(y.operand(0));
  return {};
}

/// e^x - 1 as a sum, and what undoes it.
constexpr handle of_sum_of_exponentials(handle x, handle y) {
  if (is_constant(y)) return of_sum_of_exponentials(y, x);
  if (is_constant(x, -1) && y.is<op::exp>()) return expm1(y.operand(0));
  if (is_constant(x, 1) && y.is<op::expm1>()) return exp(y.operand(0));
  return {};
}

constexpr handle of_exponential(const graph::node& n, handle x, handle y) {
  if (n.is<op::log>()) return of_log(x);
  if (n.is<op::exp>()) return of_exp(x);
  if (n.is<op::log1p>()) return of_log1p(x);
  if (n.is<op::expm1>()) return of_expm1(x);
  if (n.is<op::tanh>() && x.is<op::negate>()) return -tanh(x.operand(0));
  if (n.is<op::subtract>()) return of_difference_of_exponentials(x, y);
  if (n.is<op::add>()) return of_sum_of_exponentials(x, y);
  if (n.is<op::divide>()) return of_quotient_of_exponentials(x, y);
  return {};
}

}  // namespace etch::pass::identity
