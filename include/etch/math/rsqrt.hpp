// SPDX-License-Identifier: BSL-1.0
/// The reciprocal square root.
#pragma once

#include <etch/math/sqrt.hpp>
#include <etch/math/traits.hpp>

#include <type_traits>

namespace etch::math {

/// `1 / sqrt x`.
///
/// Domain  x >= 0, subnormals included: infinity at 0, -infinity at -0, 0 at infinity; NaN
/// below
///         0; keeps NaN.
/// Error   1.5 ulp.
/// Source  IEEE 754-2019, 9.2, rSqrt.
template <Number V>
[[gnu::always_inline]] constexpr V rsqrt(V x) noexcept {
  using T = scalar_t<V>;
  if (is_constant_nan(x)) return x;
  if constexpr (Scalar<V>) {
    // Constant evaluation neither divides by 0 nor computes with NaN.
    if (std::is_constant_evaluated() && x == 0) return with_sign_of(format<T>::infinity, x);
    if (std::is_constant_evaluated() && x < 0) return format<T>::nan;
  }
  return T(1) / sqrt(x);
}

}  // namespace etch::math
