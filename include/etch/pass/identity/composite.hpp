// SPDX-License-Identifier: BSL-1.0
/// Formulas that spell out softmax and logsumexp become these, which do not overflow.
///
/// `pass::expand` does the opposite, so it does without these rules.
#pragma once

#include <etch/op/along_axis.hpp>
#include <etch/op/logsumexp.hpp>
#include <etch/pass/identity/matching.hpp>

namespace etch::pass::identity {

/// z, where `n` is the sum of the elements of e^z.
constexpr handle summed_exponents(handle n) {
  const bool is_sum = n.is<op::sum>() && n.operand(0).is<op::exp>();
  return is_sum ? n.operand(0).operand(0) : handle{};
}

constexpr handle log_of_sum(handle x) {
  if (const handle z = summed_exponents(x); z.id != graph::none) return logsumexp(z);
  if (!x.is<op::multiply>()) return {};
  for (int k = 0; k < 2; ++k) {
    const handle factor = x.operand(k), z = summed_exponents(x.operand(1 - k));
    if (z.id != graph::none && is_constant(factor) && factor->number > 0)
      return log(factor) + logsumexp(z);
  }
  return {};
}

/// `x` over the sum of the elements of e^z.
constexpr handle over_sum(handle x, handle z) {
  if (x.is<op::exp>() && x.operand(0) == z) return make<op::softmax>(z);
  if (!x.is<op::multiply>()) return {};
  for (int k = 0; k < 2; ++k) {
    const handle e = x.operand(k);
    if (e.is<op::exp>() && e.operand(0) == z) return x.operand(1 - k) * make<op::softmax>(z);
  }
  return {};
}

constexpr handle quotient_by_sum(handle x, handle y) {
  const handle z = summed_exponents(y);
  return z.id != graph::none ? over_sum(x, z) : handle{};
}

/// `x` times one over the sum of the elements of e^z.
constexpr handle product_with_share(handle x, handle y) {
  for (int k = 0; k < 2; ++k) {
    const handle share = k == 0 ? y : x, rest = k == 0 ? x : y;
    if (!share.is<op::divide>() || !is_constant(share.operand(0), 1)) continue;
    if (const handle q = quotient_by_sum(rest, share.operand(1)); q.id != graph::none) return q;
  }
  return {};
}

/// `s + log(sum(e^(x - s)))`.
constexpr handle shifted_back(handle x, handle y) {
  for (int k = 0; k < 2; ++k) {
    const handle shift = k == 0 ? x : y, rest = k == 0 ? y : x;
    if (!rest.is<op::logsumexp>() || !rest.operand(0).is<op::subtract>()) continue;
    const handle shifted = rest.operand(0);
    if (shifted.operand(1) == shift && is_scalar(shift)) return logsumexp(shifted.operand(0));
  }
  return {};
}

/// The same shift of all elements does not change a softmax.
constexpr handle of_softmax(handle x) {
  if (x.is<op::subtract>() && is_scalar(x.operand(1)) && !is_scalar(x.operand(0)))
    return make<op::softmax>(x.operand(0));
  if (!x.is<op::add>()) return {};
  for (int k = 0; k < 2; ++k) {
    if (is_scalar(x.operand(k)) && !is_scalar(x.operand(1 - k)))
      return make<op::softmax>(x.operand(1 - k));
  }
  return {};
}

constexpr handle of_exponent(handle x) {
  const bool shifted = x.is<op::subtract>() && x.operand(1).is<op::logsumexp>() &&
                       x.operand(1).operand(0) == x.operand(0);
  return shifted ? make<op::softmax>(x.operand(0)) : handle{};
}

/// The same along an axis: `x` over the sum of e^z, both in copies.
constexpr handle quotient_by_sum_along(handle x, handle y) {
  if (!x.is<op::exp>() || !y.is<op::repeat>()) return {};
  const handle total = y.operand(0);
  if (!total.is<op::sum_along>() || total->detail != y->detail || total.operand(0) != x)
    return {};
  return make_with<op::softmax_along>(y->detail, x.operand(0));
}

constexpr handle log_of_sum_along(handle x) {
  if (!x.is<op::sum_along>() || !x.operand(0).is<op::exp>()) return {};
  return make_with<op::logsumexp_along>(x->detail, x.operand(0).operand(0));
}

constexpr handle log_of_softmax_along(handle x) {
  if (!x.is<op::softmax_along>()) return {};
  const handle z = x.operand(0);
  return z - op::repeat_along(make_with<op::logsumexp_along>(x->detail, z), z, x->detail);
}

constexpr handle of_softmax_along(const graph::node& n, handle x) {
  if (!x.is<op::subtract>()) return {};
  const handle shift = x.operand(1);
  const bool same_for_all = shift.is<op::repeat>() && shift->detail == n.detail;
  return same_for_all ? make_with<op::softmax_along>(n.detail, x.operand(0)) : handle{};
}

/// The composite that `n` spells out; a handle without node where it does not.
constexpr handle into_composite(graph::builder& b, const graph::node& n) {
  if (n.op->arity == 0) return {};
  const handle x = b.at(n.operands[0]);
  const handle y = n.op->arity > 1 ? b.at(n.operands[1]) : handle{};
  if (n.is<op::log>()) {
    if (const handle h = log_of_sum(x); h.id != graph::none) return h;
    if (const handle h = log_of_sum_along(x); h.id != graph::none) return h;
    return log_of_softmax_along(x);
  }
  if (n.is<op::exp>()) return of_exponent(x);
  if (n.is<op::add>()) return shifted_back(x, y);
  if (n.is<op::multiply>()) return product_with_share(x, y);
  if (n.is<op::divide>()) {
    const handle whole = quotient_by_sum(x, y);
    return whole.id != graph::none ? whole : quotient_by_sum_along(x, y);
  }
  if (n.is<op::softmax_along>()) return of_softmax_along(n, x);
  if (n.is<op::softmax>()) return of_softmax(x);
  return {};
}

}  // namespace etch::pass::identity
