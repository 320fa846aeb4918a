// SPDX-License-Identifier: BSL-1.0
/// The natural logarithm of one and a number.
#pragma once

#include <etch/math/binary_parts.hpp>
#include <etch/math/ln2.hpp>
#include <etch/math/log.hpp>
#include <etch/math/polynomial.hpp>

#include <limits>

namespace etch::math {

/// `log (1 + x)`, with `1 + x = u + c`, u rounded, as `log u + c / u`.
///
/// Domain  finite x > -1; 0 at -0; keeps NaN at run time.
/// Error   1.0 ulp.
template <Number V>
[[gnu::always_inline]] constexpr V log1p_inside(V x) noexcept {
  using T = scalar_t<V>;
  const V u = T(1) + x;
  const V most = u - x;  // of the 1
  const V c = (T(1) - most) + (x - (u - most));

  const auto [m, k] = parts_of_normal(u, constant<V>(T(0)));
  const V f = m - T(1);
  const V s = f / (m + T(1));
  const V z = s * s;
  const V less = f - z * polynomial(log_numbers<T>::series, z);
  return k * ln2<T>::high + (f + (k * ln2<T>::low + (c / u - s * less)));
}

/// `log (1 + x)`.
///
/// Domain  x >= -1, with full relative accuracy near 0, and the sign of 0: -infinity at -1,
///         infinity at infinity; NaN below -1; keeps NaN.
/// Error   1.0 ulp.
/// Source  fdlibm, e_log.c and s_log1p.c (Sun Microsystems, 1993), with one path for all x.
template <Number V>
[[gnu::always_inline]] constexpr V log1p(V x) noexcept {
  using T = scalar_t<V>;
  using form = format<T>;
  using limits = std::numeric_limits<T>;
  constexpr T lowest = -1 + limits::epsilon() / 2;  // the first above -1
  if (is_constant_nan(x) || is_constant_above(x, limits::max())) return x;
  const V inside = log1p_inside(at_least(x, lowest));
  const V y = with_sign_of(magnitude(inside), x);

  const V one = constant<V>(T(1));
  const V outside = select(x == -one, constant<V>(-form::infinity), constant<V>(form::nan));
  return select(x > -one, select(x < constant<V>(form::infinity), y, x), outside);
}

}  // namespace etch::math
