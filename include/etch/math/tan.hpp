// SPDX-License-Identifier: BSL-1.0
/// The tangent.
#pragma once

#include <etch/math/polynomial.hpp>
#include <etch/math/quadrant.hpp>
#include <etch/math/traits.hpp>

namespace etch::math {

/// `tan a = a + a^3 R / Q` for |a| <= pi / 4, R and Q polynomials in a^2, minimax (Remez) for
/// the relative error.
template <Scalar T>
struct tan_numbers;

template <>
struct tan_numbers<float> {
  // Relative error 2^-32.2.
  static constexpr float r[] = {0.565917969f, -0.0252902918f};
  static constexpr float q[] = {1.69775391f, -0.754972517f, 0.0271149613f};
};

template <>
struct tan_numbers<double> {
  // Relative error 2^-61.1.
  static constexpr double r[] = {0.4765625, -0.030656542682728952, 0.00035011932270993969,
                                 -2.5587106479363708e-08};
  static constexpr double q[] = {1.4296875, -0.66384462804818645, 0.03511499490168446,
                                 -0.00036607145066439554};
};

/// `tan x`, x in radians: the fraction, or in every other quadrant what `-1 / tan` makes of it.
///
/// Domain  every finite x, however large; odd, also in the sign of zero; NaN at both
///         infinities; keeps NaN. Packs are slower where some lane is beyond `half_pi::limit`.
/// Error   2.1 ulp.
/// Source  The two cases of Cephes, tan.c (S. L. Moshier), with one division; the fraction
///         fitted anew.
template <Number V>
[[gnu::always_inline]] constexpr V tan(V x) noexcept {
  using T = scalar_t<V>;
  using numbers = tan_numbers<T>;
  if (is_constant_nan(x)) return x;
  if (is_constant_infinity(x)) return constant<V>(format<T>::nan);
  const quadrant<V> q = quadrant_of(magnitude(x));
  const V z = q.high * q.high;
  const V even = polynomial(numbers::q, z);
  // The slope of the tangent, 1 + tan^2, is not far from 1 + z / even.
  const V more = q.high * z * polynomial(numbers::r, z) + q.low * (even + z);
  const V odd = q.high * even + more;

  const auto turned = is_odd(q);
  const V first = select(turned, constant<V>(T(0)), q.high);
  const V above = select(turned, -even, more);
  const V below = select(turned, odd, even);
  return with_distant_lanes(with_sign_changed(first + above / below, sign_of(x)), x,
                            [](auto one) { return tan(one); });
}

}  // namespace etch::math
