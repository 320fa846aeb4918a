// SPDX-License-Identifier: BSL-1.0
/// The cube root.
#pragma once

#include <etch/math/binary_parts.hpp>
#include <etch/math/halves.hpp>
#include <etch/math/polynomial.hpp>
#include <etch/math/power_of_two.hpp>

namespace etch::math {

/// `cbrt (1 + f)` for 1 + f in [sqrt 1/2, sqrt 2], minimax (Remez) for the relative error: the
/// first digits; cbrt finds the rest.
template <Scalar T>
struct cbrt_numbers;

template <>
struct cbrt_numbers<float> {
  // Relative error 2^-13.7.
  static constexpr float series[] = {1.00006926f, 0.333622366f, -0.11571639f, 0.0582208708f};
};

template <>
struct cbrt_numbers<double> {
  // Relative error 2^-22.5.
  static constexpr double series[] = {
      0.99999987659866885,   0.33333567941908088, -0.11108612975018313, 0.061562293890822163,
      -0.041816519124855511, 0.0334603809613781,  -0.020381579055814229};
};

/// `cbrt x`: a polynomial, and one step of Halley's method from its leading half, whose square
/// is exact.
///
/// Domain  every x, subnormals included: odd, also in the sign of zero; keeps infinities and
///         NaN.
/// Error   0.8 ulp.
/// Source  FreeBSD, s_cbrt.c (B. D. Evans, 2004): the last step.
template <Number V>
[[gnu::always_inline]] constexpr V cbrt(V x) noexcept {
  using T = scalar_t<V>;
  if (is_constant_nan(x)) return x;
  const V zero = constant<V>(T(0));
  const V one = constant<V>(T(1));
  const V size = magnitude(x);

  // |x| = 2^(3 n + j) m, with j in {-1, 0, 1}.
  const auto [m, k] = parts(size);
  const whole<V> n = nearest(k, T(1) / 3);
  const V j = k - n.value() * T(3);
  const V radicand = m * power_of_two(whole<V>{j + shift<V>});
  const V step = select(j > zero, constant<V>(T(1.2599210498948732)),
                        select(j < zero, constant<V>(T(0.79370052598409974)), one));

  const V t = leading_half(step * polynomial(cbrt_numbers<T>::series, m - T(1)));
  const V r = radicand / (t * t);
  const V root = t + t * ((r - t) / ((t + t) + r));
  const V y = with_sign_of(root * power_of_two(n), x);
  return select(size < constant<V>(format<T>::infinity), select(size > zero, y, x), x);
}

}  // namespace etch::math
