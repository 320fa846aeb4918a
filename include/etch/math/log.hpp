// SPDX-License-Identifier: BSL-1.0
/// The natural logarithm.
#pragma once

#include <etch/math/ln2.hpp>
#include <etch/math/polynomial.hpp>
#include <etch/math/traits.hpp>

#include <bit>
#include <limits>

namespace etch::math {

/// `(log((1 + s) / (1 - s)) - 2 s) / s^3` in z = s^2, for the ratio in [sqrt 1/2, sqrt 2],
/// minimax (Remez) for the error relative to the logarithm.
template <Scalar T>
struct log_numbers;

template <>
struct log_numbers<float> {
  // Relative error 2^-29.2.
  static constexpr float series[] = {0.666667759f, 0.399774969f, 0.298730731f};
};

template <>
struct log_numbers<double> {
  // Relative error 2^-58.4.
  static constexpr double series[] = {
      0.66666666666667351, 0.39999999999411096, 0.28571428743262683, 0.22222198475936394,
      0.18183569743929792, 0.1531390311436221,  0.14797509242199836};
};

/// `log x`.
///
/// Domain  x >= 0, subnormals included: -infinity at 0 and -0, infinity at infinity; NaN below
///         0; keeps NaN.
/// Error   1.0 ulp.
/// Source  fdlibm, e_log.c (Sun Microsystems, 1993), its polynomial fitted anew.
template <Number V>
[[gnu::always_inline]] constexpr V log(V x) noexcept {
  using T = scalar_t<V>;
  using form = format<T>;
  using word = word_t<V>;
  constexpr T smallest_normal = std::numeric_limits<T>::min();
  constexpr T up = T(word{1} << (form::fraction + 2));
  constexpr word sqrt_half = std::bit_cast<word>(T(0.70710678118654752));
  constexpr word one = std::bit_cast<word>(T(1));
  constexpr T shift_up = T(word{1} << form::fraction);
  constexpr word fraction_mask = (word{1} << form::fraction) - 1;

  if (is_constant_nan(x)) return x;

  // x = 2^k m, with m in [sqrt 1/2, sqrt 2).
  const auto subnormal = x < constant<V>(smallest_normal);
  const V normal = x * select(subnormal, constant<V>(up), constant<V>(T(1)));
  const bits_t<V> above = to_bits(normal) + (one - sqrt_half);
  const V m = from_bits<V>((above & fraction_mask) + sqrt_half);
  const V biased = from_bits<V>((above >> form::fraction) | std::bit_cast<word>(shift_up));
  const V k =
      biased - select(subnormal, constant<V>(shift_up + form::bias + form::fraction + 2),
                      constant<V>(shift_up + form::bias));

  const V f = m - T(1);
  const V s = f / (m + T(1));
  const V z = s * s;
  const V less = f - z * polynomial(log_numbers<T>::series, z);
  const V y = k * ln2<T>::high + (f + (k * ln2<T>::low - s * less));

  const V zero = constant<V>(T(0));
  const V outside = select(x == zero, constant<V>(-form::infinity), constant<V>(form::nan));
  return select(x > zero, select(x < constant<V>(form::infinity), y, x), outside);
}

}  // namespace etch::math
