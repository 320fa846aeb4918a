// SPDX-License-Identifier: BSL-1.0
/// The exponential function less one.
#pragma once

#include <etch/math/ln2.hpp>
#include <etch/math/polynomial.hpp>
#include <etch/math/power_of_two.hpp>

#include <limits>

namespace etch::math {

/// What expm1 needs of a scalar type; `series` is `(e^r - 1 - r) / r^2` for |r| <= ln 2 / 2,
/// minimax (Remez) for the relative error of e^r - 1.
template <Scalar T>
struct expm1_numbers;

template <>
struct expm1_numbers<float> {
  static constexpr float lowest = -18;           // rounds to -1
  static constexpr float highest = 88.7228317f;  // the last with a finite exponential
  // Relative error 2^-31.0.
  static constexpr float series[] = {0.5f,          0.166666657f,   0.0416664667f,
                                     0.0083336439f, 0.00139350351f, 0.000196623805f};
};

template <>
struct expm1_numbers<double> {
  static constexpr double lowest = -40;
  static constexpr double highest = 709.78271289338397;
  // Relative error 2^-58.0.
  static constexpr double series[] = {
      0.50000000000000011,   0.16666666666666671,   0.041666666666648283,
      0.0083333333333259398, 0.0013888888897438721, 0.0001984126987574763,
      2.4801571080705232e-5, 2.755725384011276e-6,  2.7570763217994581e-7,
      2.5106001174422103e-8, 1.6842943660272786e-9};
};

/// `2^-n` as far as it counts in a sum with 1.
///
/// Domain  n > -bias.
template <Number V, int Offset>
[[gnu::always_inline]] constexpr V small_power_of_half(whole<V, Offset> n) noexcept {
  constexpr int beyond = std::numeric_limits<scalar_t<V>>::digits + 4;
  constexpr int offset = exponent_offset<V>;
  const V most = at_most(n.value(), beyond);
  return power_of_two(whole<V, offset>{shift<V, offset> - most});
}

/// `e^x - 1`, as `2^n ((1 - 2^-n) + (e^r - 1))`: the inner difference is exact or of no
/// account.
///
/// Domain  every x, with full relative accuracy near 0, and the sign of 0: -1 at -infinity,
///         overflows to infinity, keeps NaN.
/// Error   1.3 ulp.
/// Source  Cody & Waite, Software Manual for the Elementary Functions, 1980, chapter 6, with a
///         minimax polynomial (Remez) in place of their fraction.
template <Number V>
[[gnu::always_inline]] constexpr V expm1(V x) noexcept {
  using T = scalar_t<V>;
  using numbers = expm1_numbers<T>;
  if (is_constant_nan(x)) return x;
  if (is_constant_above(x, numbers::highest)) return constant<V>(format<T>::infinity);
  const V y = at_most(at_least(x, numbers::lowest), T(2) + numbers::highest);
  const auto n = nearest<split_offset<V>>(y, T(log2_e));
  // r = high - low.
  const V high = y - n.value() * ln2<T>::high;
  const V low = n.value() * ln2<T>::low;
  const V r = high - low;
  const V rest = r * r * polynomial(numbers::series, r) - low;
  const V result = scale(((T(1) - small_power_of_half(n)) + high) + rest, n);
  return with_sign_of(magnitude(result), x);
}

}  // namespace etch::math
