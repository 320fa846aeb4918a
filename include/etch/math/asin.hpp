// SPDX-License-Identifier: BSL-1.0
/// The inverse sine.
#pragma once

#include <etch/math/asin_series.hpp>
#include <etch/math/half_pi.hpp>
#include <etch/math/polynomial.hpp>
#include <etch/math/sqrt.hpp>
#include <etch/math/sum_of_three.hpp>
#include <etch/math/traits.hpp>

namespace etch::math {

/// `asin x`, in radians; beyond 1 / 2 as `pi / 2 - 2 asin(sqrt((1 - x) / 2))`.
///
/// Domain  |x| <= 1, NaN beyond; odd, also in the sign of zero; keeps NaN.
/// Error   1.3 ulp.
/// Source  fdlibm, e_asin.c (Sun Microsystems, 1993), with a polynomial fitted anew in place of
///         its fraction.
template <Number V>
[[gnu::always_inline]] constexpr V asin(V x) noexcept {
  using T = scalar_t<V>;
  if (is_constant_nan(x)) return x;
  const V size = magnitude(x);
  if (is_constant_above(size, 1)) return constant<V>(format<T>::nan);
  const auto far = size > constant<V>(T(0.5));
  const V zero = constant<V>(T(0));
  const V z = select(far, (T(1) - size) * T(0.5), size * size);
  const V s = select(far, sqrt(z) * T(-2), size);
  const V series = unfused(s * z * polynomial(asin_numbers<T>::series, z));
  const V base = select(far, constant<V>(half_pi<T>::high), zero);
  const V base_low = select(far, constant<V>(half_pi<T>::low), zero);
  return with_sign_of(sum_of_three(base, s, series + base_low), x);
}

}  // namespace etch::math
