// SPDX-License-Identifier: BSL-1.0
/// The hyperbolic sine.
#pragma once

#include <etch/math/hyperbolic.hpp>
#include <etch/math/traits.hpp>

namespace etch::math {

/// `sinh x`.
///
/// Domain  every x: odd, also in the sign of zero; overflows to infinity, keeps NaN.
/// Error   1.5 ulp.
/// Source  DLMF, 4.35.1: the sine of a sum, `hyperbolic.hpp`.
template <Number V>
[[gnu::always_inline]] constexpr V sinh(V x) noexcept {
  using T = scalar_t<V>;
  if (is_constant_nan(x)) return x;
  const V size = magnitude(x);
  if (is_constant_above(size, hyperbolic_numbers<T>::highest))
    return with_sign_of(constant<V>(format<T>::infinity), x);
  const hyperbolic_parts<V> p = hyperbolic(size);
  const V q = p.quarter;
  const V rest = (p.even + p.odd) + q * (p.odd - p.even);
  return with_sign_of(scale(((T(1) - q) + (T(1) + q) * p.high) + rest, p.n), x);
}

}  // namespace etch::math
