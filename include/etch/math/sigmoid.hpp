// SPDX-License-Identifier: BSL-1.0
/// The logistic function.
#pragma once

#include <etch/math/ln2.hpp>
#include <etch/math/polynomial.hpp>
#include <etch/math/power_of_two.hpp>

namespace etch::math {

/// `e^r = (Q + r P) / (Q - r P)` on [-ln 2 / 2, ln 2 / 2], P and Q polynomials in r^2, minimax
/// (Remez) for the relative error. The factor 1.625 in both keeps Q and the two sums between 1
/// and 2 and off 1, below which the same rounding errors would weigh more.
template <Scalar T>
struct sigmoid_numbers;

template <>
struct sigmoid_numbers<float> {
  static constexpr float lowest = -105;  // rounds to 0
  static constexpr float highest = 18;   // rounds to 1
  // Relative error 2^-31.8.
  static constexpr float p[] = {1.625f / 2, 0.108195066f / 8};
  static constexpr float q[] = {1.625f, 0.649861276f / 4};
};

template <>
struct sigmoid_numbers<double> {
  static constexpr double lowest = -750;
  static constexpr double highest = 40;
  // Relative error 2^-59.5.
  static constexpr double p[] = {1.625 / 2, 0.18053529765980258 / 8,
                                 0.0017182272482762764 / 32};
  static constexpr double q[] = {1.625, 0.72220196432645478 / 4, 0.025785548694351401 / 16};
};

/// `1 / (1 + e^-x)`, as `e^x / (e^x + 1)`.
///
/// Domain  every x: tends to 0 through the subnormals, with full relative accuracy; never
/// beyond
///         1; keeps NaN.
/// Error   2.2 ulp.
/// Source  e^x as a fraction: Cody & Waite, Software Manual for the Elementary Functions, 1980,
///         chapter 6; multiplied out, so that there is one division.
template <Number V>
[[gnu::always_inline]] constexpr V sigmoid(V x) noexcept {
  using T = scalar_t<V>;
  using numbers = sigmoid_numbers<T>;
  if (is_constant_nan(x)) return x;
  const V y = at_most(at_least(x, numbers::lowest), numbers::highest);
  const whole<V> n = nearest(y, T(log2_e));
  const V r = without_ln2(y, n);
  const V even = polynomial(numbers::q, r * r);
  const V odd = r * polynomial(numbers::p, r * r);
  const V power = scale(even + odd, n);
  return power / (power + (even - odd));
}

}  // namespace etch::math
