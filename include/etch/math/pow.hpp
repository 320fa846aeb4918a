// SPDX-License-Identifier: BSL-1.0
/// A power of a number.
#pragma once

#include <etch/math/binary_parts.hpp>
#include <etch/math/exp2.hpp>
#include <etch/math/halves.hpp>
#include <etch/math/polynomial.hpp>
#include <etch/math/power_of_two.hpp>
#include <etch/math/rounding.hpp>

#include <limits>

namespace etch::math {

/// What pow needs of a scalar type; `series` is `(3 atanh(s) / s - 3 - s^2) / s^4` in s^2, for
/// the ratio (1 + s) / (1 - s) in [sqrt 1/2, sqrt 2], minimax (Remez) for the error relative to
/// the logarithm of the ratio. `high + low` is `2 / (3 ln 2)` and `ln2_high + ln2_low` is ln 2,
/// the first in half the digits each.
template <Scalar T>
struct pow_numbers;

template <>
struct pow_numbers<float> {
  static constexpr float high = 0x1.ec6p-1f;
  static constexpr float low = 0.000126772051f;
  static constexpr float ln2_high = 0x1.62ep-1f;
  static constexpr float ln2_low = 3.19461833e-5f;
  // Relative error 2^-36.8.
  static constexpr float series[] = {0.600002289f, 0.428206295f, 0.351297021f};
};

template <>
struct pow_numbers<double> {
  static constexpr double high = 0x1.ec709d8p-1;
  static constexpr double low = 7.8726995428948972e-9;
  static constexpr double ln2_high = 0x1.62e42f8p-1;
  static constexpr double ln2_low = 1.2996506893889889e-8;
  // Relative error 2^-73.4.
  static constexpr double series[] = {
      0.59999999999999964, 0.42857142857168812, 0.33333333326024084, 0.2727272834015313,
      0.23076832926247953, 0.20004568154181071, 0.17510352177801794, 0.1799919143840546};
};

/// A number with more digits than one `V` holds, `high + low`.
template <Number V>
struct long_number {
  V high;
  V low;
};

/// `log2 x` with the relative error 2^-33 for float, 2^-65 for double; `high` has half the
/// digits.
///
/// Domain  x > 0, subnormals included; elsewhere some finite number.
/// Source  fdlibm, e_pow.c (Sun Microsystems, 1993), with one interval, its polynomial fitted
///         anew.
template <Number V>
[[gnu::always_inline]] constexpr long_number<V> long_log2(V x) noexcept {
  using T = scalar_t<V>;
  using numbers = pow_numbers<T>;
  const auto [m, k] = parts(x);

  // s = (m - 1) / (m + 1) = s_high + s_low.
  const V f = m - T(1);
  const V sum = m + T(1);
  const V s = f / sum;
  const V s_high = leading_half(s);
  const V sum_high = leading_half(sum);
  const V sum_low = m - (sum_high - T(1));
  const V s_low = ((f - s_high * sum_high) - s_high * sum_low) / sum;

  // 3 + s^2 + ... = w_high + w_low.
  const V square = s_high * s_high;
  const V lack = s_low * (s_high + s);
  const V z = square + lack;
  const V rest = z * z * polynomial(numbers::series, z) + lack;
  const V w_high = leading_half((square + T(3)) + rest);
  const V w_low = rest - ((w_high - T(3)) - square);

  // Their product.
  const V exact = s_high * w_high;
  const V inexact = s_low * w_high + w_low * s;
  const V p_high = leading_half(exact + inexact);
  const V p_low = inexact - (p_high - exact);

  // k + 2 / (3 ln 2) times the product.
  const V log_high = p_high * numbers::high;
  const V log_low = p_high * numbers::low + p_low * (numbers::high + numbers::low);
  const V high = leading_half(k + (log_high + log_low));
  return {high, log_low - ((high - k) - log_high)};
}

/// `2^(t.high + t.low)`; `t.low` is below the last digit of `t.high`.
///
/// Domain  t below the exponent of overflow plus 1; above, minus 2 bias.
template <Number V>
[[gnu::always_inline]] constexpr V long_exp2(long_number<V> t) noexcept {
  using T = scalar_t<V>;
  using numbers = pow_numbers<T>;
  const whole<V> n = nearest(t.high, T(1));
  // r = t - n = r_high + r_low.
  const V high = t.high - n.value();
  const V r = high + t.low;
  const V r_high = leading_half(r);
  const V r_low = t.low - (r_high - high);
  const V linear = r_high * numbers::ln2_high;
  const V rest = (r_low * exp2_numbers<T>::ln2 + r_high * numbers::ln2_low) +
                 r * r * polynomial(exp2_numbers<T>::series, r);
  const V most = T(1) + linear;
  const V power = most + ((linear - (most - T(1))) + rest);
  // A quarter does not overflow.
  if (is_constant_above(scale(T(0.25) * power, n), std::numeric_limits<T>::max() / 4))
    return constant<V>(format<T>::infinity);
  return scale(power, n);
}

/// `x^y` for finite x > 0 and any y but NaN; elsewhere some number.
template <Number V>
[[gnu::always_inline]] constexpr V pow_inside(V x, V y) noexcept {
  using T = scalar_t<V>;
  using limits = std::numeric_limits<T>;
  // Beyond, every power of every number but 1 overflows or vanishes.
  constexpr T most = T(0x1p14f) / limits::epsilon();
  const long_number<V> log = long_log2(x);
  const V factor = at_most(at_least(y, -most), most);
  const V factor_high = leading_half(factor);
  const V exact = factor_high * log.high;
  const V inexact = (factor - factor_high) * log.high + factor * log.low;
  const V high = exact + inexact;
  const V low = inexact - (high - exact);
  // Clamped below the last digit of `high`, for what overflows or vanishes too.
  constexpr T digit = limits::max_exponent * limits::epsilon();
  return long_exp2(long_number<V>{
      at_most(at_least(high, exp2_numbers<T>::lowest), T(1) + exp2_numbers<T>::highest),
      at_most(at_least(low, -digit), digit)});
}

/// `x^y`.
///
/// Domain  every x and y. 1 at y = 0 and at x = 1, whatever the other, NaN included; below
///         x = 0 every whole y, NaN between them; at zeros and infinities as in Source;
///         overflows to infinity, underflows through the subnormals to 0; else keeps NaN.
/// Error   1.0 ulp.
/// Source  IEEE 754-2019, 9.2.1; C23, annex F.10.4.5. Method of fdlibm, e_pow.c (Sun
///         Microsystems, 1993).
template <Number V>
[[gnu::always_inline]] constexpr V pow(V x, V y) noexcept {
  using T = scalar_t<V>;
  using form = format<T>;
  const V zero = constant<V>(T(0));
  const V one = constant<V>(T(1));
  const V infinity = constant<V>(form::infinity);
  const V nan = constant<V>(form::nan);
  if (is_constant_nan(x) || is_constant_nan(y)) return x == one || y == zero ? one : nan;

  const V size = magnitude(x);
  const V inside = pow_inside(size, y);
  const V at_zero = select(y < zero, infinity, zero);
  const V at_infinity = select(y < zero, zero, infinity);
  const V positive =
      select(size == zero, at_zero, select(size == infinity, at_infinity, inside));

  // Odd powers have the sign of x; powers between whole numbers, none, or they are not defined.
  const V half = magnitude(y) * T(0.5);
  const V between = select(x < zero, select(size < infinity, nan, positive), positive);
  const V odd = with_sign_of(positive, x);
  const V defined = select(round(y) == y, select(round(half) == half, positive, odd), between);

  const V known = select(x == x, select(y == y, defined, y), x);
  return select(x == one, one, select(y == zero, one, known));
}

}  // namespace etch::math
