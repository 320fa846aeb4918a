// SPDX-License-Identifier: BSL-1.0
/// The absolute value and the sign.
#pragma once

#include <etch/math/traits.hpp>

namespace etch::math {

/// `|x|`.
///
/// Domain  every x: 0 at -0; keeps NaN.
/// Error   none.
/// Source  IEEE 754-2019, 5.5.1.
template <Number V>
[[gnu::always_inline]] constexpr V abs(V x) noexcept {
  return magnitude(x);
}

/// `-1`, `0` or `1`, as x is below, at or above 0.
///
/// Domain  every x: keeps -0 and NaN.
/// Error   none.
/// Source  ONNX Sign, opset 13.
template <Number V>
[[gnu::always_inline]] constexpr V sign(V x) noexcept {
  using T = scalar_t<V>;
  const V zero = constant<V>(T(0));
  return select(x > zero, constant<V>(T(1)), select(x < zero, constant<V>(T(-1)), x));
}

}  // namespace etch::math
