// SPDX-License-Identifier: BSL-1.0
/// The hyperbolic tangent.
#pragma once

#include <etch/math/ln2.hpp>
#include <etch/math/polynomial.hpp>
#include <etch/math/power_of_two.hpp>

#include <concepts>

namespace etch::math {

/// What tanh needs of a scalar type; `series` for |r| <= ln 2 / 4, minimax (Remez) for the
/// relative error of tanh.
template <Scalar T>
struct tanh_numbers;

template <>
struct tanh_numbers<float> {
  static constexpr float highest = 15;  // rounds to 1
  // (r / tanh r - 1) / r^2 in r^2; relative error 2^-28.7.
  static constexpr float series[] = {0.333332509f, -0.0221336801f};
};

template <>
struct tanh_numbers<double> {
  static constexpr double highest = 30;
  // (2 r - 1 + e^(-2 r)) / (2 r^2); relative error 2^-56.1.
  static constexpr double series[] = {1,
                                      -0.6666666666666341,
                                      0.33333333333279647,
                                      -0.13333333334131722,
                                      0.04444444457175865,
                                      -0.012698412037032819,
                                      0.0031745927968619397,
                                      -0.0007054896368885442,
                                      0.00014144612069859705,
                                      -2.5409866587297035e-05};
};

/// `tanh x`, with |x| = n ln 2 / 2 + r and s = 2^-n:
///
///     tanh |x| = (1 - s e^(-2 r)) / (1 + s e^(-2 r))
///
/// of float with `e^(-2 r) = (even - r) / (even + r)`, multiplied out: fastest, and of double
/// 2.8 ulp off; there `e^(-2 r) = 1 - 2 rise`. In neither is a digit lost near 0, where s = 1.
///
/// Domain  every x; odd, also in the sign of zero; never beyond 1; keeps NaN.
/// Error   2.4 ulp of float, 2.2 ulp of double.
/// Source  Cody & Waite, Software Manual for the Elementary Functions, 1980, chapters 6 and 13,
///         with one division and no case; r has one number's digits, for s makes up for the
///         rest.
template <Number V>
[[gnu::always_inline]] constexpr V tanh(V x) noexcept {
  using T = scalar_t<V>;
  using numbers = tanh_numbers<T>;
  if (is_constant_nan(x)) return x;
  constexpr bool single = std::same_as<T, float>;
  // Of float 2 s, which saves an instruction.
  constexpr int offset = exponent_offset<V> + (single ? 1 : 0);
  const V size = at_most(magnitude(x), numbers::highest);
  const whole<V, offset> minus_n = nearest<offset>(size, T(-2 * log2_e));
  const V power = from_bits<V>(minus_n.plus(offset) << format<T>::fraction);
  const V r = size + minus_n.value() * T(0.34657359027997264);
  const V square = r * r;
  if constexpr (single) {
    const V even = T(1) + square * polynomial(numbers::series, square);
    const V s = power * T(0.5);
    const V above = (T(1) - s) * even + (r + s * r);
    // The denominator has the numerator's rounding errors.
    return with_sign_of(above / (above + power * (even - r)), x);
  } else {
    const V rise = r - square * polynomial(numbers::series, r);
    const V half = power * T(0.5);
    return with_sign_of(((T(0.5) - half) + power * rise) / ((T(0.5) + half) - power * rise), x);
  }
}

}  // namespace etch::math
