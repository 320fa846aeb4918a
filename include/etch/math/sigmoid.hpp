// SPDX-License-Identifier: BSL-1.0
/// The logistic function.
#pragma once

#include <etch/math/ln2.hpp>
#include <etch/math/polynomial.hpp>
#include <etch/math/power_of_two.hpp>

namespace etch::math {

/// `e^r = (Q + r P) / (Q - r P)` for |r| <= ln 2 / 2, P and Q polynomials in r^2, minimax
/// (Remez) for the relative error. The factor 1.65625 in both keeps Q and the two sums between
/// 1 and 2, and off 1, below which the same rounding errors would weigh more.
template <Scalar T>
struct sigmoid_numbers;

template <>
struct sigmoid_numbers<float> {
  static constexpr float lowest = -105;  // rounds to 0
  static constexpr float highest = 18;   // rounds to 1
  static constexpr int shrink = 32;      // so that 2^(-n - shrink) is a normal number
  static constexpr float shrunk = 0x1p-32f;
  // Relative error 2^-31.8.
  static constexpr float p[] = {1.65625f / 2, 0.110275738f / 8};
  static constexpr float q[] = {1.65625f, 0.662358582f / 4};
  static constexpr float shrunk_q[] = {q[0] * shrunk, q[1] * shrunk};
};

template <>
struct sigmoid_numbers<double> {
  static constexpr double lowest = -750;
  static constexpr double highest = 40;
  static constexpr int shrink = 128;
  static constexpr double shrunk = 0x1p-128;
  // Relative error 2^-59.3.
  static constexpr double p[] = {1.65625 / 2, 0.18400713030710647 / 8,
                                 0.0017512700799738972 / 32};
  static constexpr double q[] = {1.65625, 0.7360904636404251 / 4, 0.026281424630781234 / 16};
  static constexpr double shrunk_q[] = {q[0] * shrunk, q[1] * shrunk, q[2] * shrunk};
};

/// `1 / (1 + e^-x)`, as `e^x / (e^x + 1)`.
///
/// Domain  every x: tends to 0 through the subnormals with full relative accuracy, and to 1,
///         never beyond; keeps NaN.
/// Error   2.3 ulp; 2.5 where there is no fused multiplication.
/// Source  e^x as a fraction: Cody & Waite, Software Manual for the Elementary Functions, 1980,
///         chapter 6; multiplied out, so that there is one division.
template <Number V>
[[gnu::always_inline]] constexpr V sigmoid(V x) noexcept {
  using T = scalar_t<V>;
  using numbers = sigmoid_numbers<T>;
  if (is_constant_nan(x)) return x;
  const V y = at_most(at_least(x, numbers::lowest), numbers::highest);
  // `2^(-n - shrink)`
  constexpr int offset = exponent_offset<V> - numbers::shrink;
  const auto minus_n = nearest<offset>(y, T(-log2_e));
  const V power = from_bits<V>(minus_n.plus(offset) << format<T>::fraction);
  const V r = (y + minus_n.value() * ln2<T>::high) + minus_n.value() * ln2<T>::low;
  const V even = polynomial(numbers::q, r * r);
  const V slope = polynomial(numbers::p, r * r);
  // The same bits: a scalar is waited for, of packs the operations count.
  const V above = [&] {
    if constexpr (Scalar<V>)
      return polynomial(numbers::shrunk_q, r * r) + (r * numbers::shrunk) * slope;
    else
      return (even + r * slope) * numbers::shrunk;
  }();
  return above / ((even - r * slope) * power + above);
}

}  // namespace etch::math
