// SPDX-License-Identifier: BSL-1.0
/// The hyperbolic cosine.
#pragma once

#include <etch/math/hyperbolic.hpp>
#include <etch/math/traits.hpp>

namespace etch::math {

/// `cosh x`.
///
/// Domain  every x: even; overflows to infinity, keeps NaN.
/// Error   1.5 ulp.
/// Source  DLMF, 4.35.2: the cosine of a sum, `hyperbolic.hpp`.
template <Number V>
[[gnu::always_inline]] constexpr V cosh(V x) noexcept {
  using T = scalar_t<V>;
  if (is_constant_nan(x)) return x;
  const V size = magnitude(x);
  if (is_constant_above(size, hyperbolic_numbers<T>::highest))
    return constant<V>(format<T>::infinity);
  const hyperbolic_parts<V> p = hyperbolic(size);
  const V q = p.quarter;
  // The whole of q, for 1 + q may lose it.
  const V rest = (p.even + p.odd) + q * (T(1) + (p.even - p.odd));
  return scale((T(1) + (T(1) - q) * p.high) + rest, p.n);
}

}  // namespace etch::math
