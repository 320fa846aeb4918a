// SPDX-License-Identifier: BSL-1.0
/// The inverse tangent.
#pragma once

#include <etch/math/polynomial.hpp>
#include <etch/math/sum_of_three.hpp>
#include <etch/math/traits.hpp>

namespace etch::math {

/// `(atan u - u) / u^3` in u^2 for |u| <= 1 / 2, minimax (Remez) for the error relative to the
/// inverse tangent; and a quarter of pi as `high + low`, `high` two bits short.
template <Scalar T>
struct atan_numbers;

template <>
struct atan_numbers<float> {
  static constexpr float high = 0x1.921fbp-1f;
  static constexpr float low = 0x1.5110b4p-23f;
  // Relative error 2^-31.7.
  static constexpr float series[] = {-0.333333284f, 0.199995548f,   -0.142731071f,
                                     0.109484024f,  -0.0800899491f, 0.0390401743f};
};

template <>
struct atan_numbers<double> {
  static constexpr double high = 0x1.921fb54442d18p-1;
  static constexpr double low = 0x1.1a62633145c07p-55;
  // Relative error 2^-57.6.
  static constexpr double series[] = {
      -0.33333333333332982,  0.1999999999990312,   -0.14285714276387004,  0.11111110659682158,
      -0.090908962457294948, 0.076920739256570031, -0.066638107303442162, 0.058582995848986921,
      -0.051220084958583302, 0.041865115219683148, -0.027435062973076317, 0.010116926443244346};
};

/// `quarters pi / 2 + side atan(lower / higher)`, `side` being 1 or -1.
///
/// Domain  0 <= lower <= higher, higher > 0, and lower + higher finite where lower is more than
///         half of higher; quarters from 0 to 2.
template <Number V>
[[gnu::always_inline]] constexpr V angle(V quarters, V side, V lower, V higher) noexcept {
  using T = scalar_t<V>;
  using numbers = atan_numbers<T>;
  // atan(n / d) = pi / 4 + atan((n - d) / (n + d)), and n - d is exact.
  const auto steep = lower > higher - lower;
  const V none = constant<V>(T(0));
  const V u = select(steep, lower - higher, lower) / (higher + select(steep, lower, none));
  const V eighths = quarters + (quarters + select(steep, side, none));
  const V s = side * u;
  const V z = u * u;
  const V series = polynomial(numbers::series, z);
  // The first product is exact.
  return sum_of_three(eighths * numbers::high, s, s * z * series + eighths * numbers::low);
}

/// `atan x`, in radians.
///
/// Domain  every x; odd, also in the sign of zero; pi / 2 at infinity; keeps NaN.
/// Error   1.5 ulp.
/// Source  Cody & Waite, Software Manual for the Elementary Functions, 1980, chapter 11, with
///         other cases and a minimax polynomial (Remez) in place of their fraction.
template <Number V>
[[gnu::always_inline]] constexpr V atan(V x) noexcept {
  using T = scalar_t<V>;
  if (is_constant_nan(x)) return x;
  const V size = magnitude(x);
  const V one = constant<V>(T(1));
  const auto beyond = size > one;
  return with_sign_of(angle(select(beyond, one, constant<V>(T(0))), select(beyond, -one, one),
                            select(beyond, one, size), select(beyond, size, one)),
                      x);
}

}  // namespace etch::math
