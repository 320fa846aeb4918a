// SPDX-License-Identifier: BSL-1.0
/// The inverse cosine.
#pragma once

#include <etch/math/asin_series.hpp>
#include <etch/math/half_pi.hpp>
#include <etch/math/polynomial.hpp>
#include <etch/math/sqrt.hpp>
#include <etch/math/sum_of_three.hpp>
#include <etch/math/traits.hpp>

namespace etch::math {

/// `acos x`, in radians: `pi / 2 - asin x`, but beyond 1 / 2 `2 asin(sqrt((1 - x) / 2))`, and
/// `pi` less that of -x below -1 / 2.
///
/// Domain  |x| <= 1, NaN beyond; keeps NaN.
/// Error   1.2 ulp.
/// Source  fdlibm, e_acos.c (Sun Microsystems, 1993), with a polynomial fitted anew in place of
///         its fraction.
template <Number V>
[[gnu::always_inline]] constexpr V acos(V x) noexcept {
  using T = scalar_t<V>;
  if (is_constant_nan(x)) return x;
  const V size = magnitude(x);
  if (is_constant_above(size, 1)) return constant<V>(format<T>::nan);
  const auto far = size > constant<V>(T(0.5));
  const V zero = constant<V>(T(0));
  const V one = constant<V>(T(1));
  const V z = select(far, (T(1) - size) * T(0.5), size * size);
  const V root = sqrt(z) * T(2);
  const auto ahead = x > zero;
  const V s = select(far, select(ahead, root, -root), -x);
  const V series = unfused(s * z * polynomial(asin_numbers<T>::series, z));
  const V quarters = select(far, select(ahead, zero, one + one), one);
  return sum_of_three(quarters * half_pi<T>::high, s, series + quarters * half_pi<T>::low);
}

}  // namespace etch::math
