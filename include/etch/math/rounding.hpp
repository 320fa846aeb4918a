// SPDX-License-Identifier: BSL-1.0
/// Whole numbers near a number: to nearest, down, up.
#pragma once

#include <etch/math/traits.hpp>

namespace etch::math {

/// `x` to the nearest whole number, ties to even.
///
/// Domain  every x: keeps infinities and NaN, and the sign, of 0 too.
/// Error   none.
/// Source  IEEE 754-2019, 5.9, roundToIntegralTiesToEven; ONNX Round, opset 11.
template <Number V>
[[gnu::always_inline]] constexpr V round(V x) noexcept {
  using T = scalar_t<V>;
  // From here on every number is whole, and sums round to whole numbers.
  constexpr T coarse = T(word_t<V>{1} << format<T>::fraction);
  if (is_constant_nan(x)) return x;
  const V size = magnitude(x);
  const V rounded = with_sign_of((size + coarse) - coarse, x);
  return select(size < constant<V>(coarse), rounded, x);
}

/// The largest whole number not above `x`.
///
/// Domain  every x: keeps infinities and NaN, and the sign, of 0 too.
/// Error   none.
/// Source  IEEE 754-2019, 5.9, roundToIntegralTowardNegative; ONNX Floor, opset 13.
template <Number V>
[[gnu::always_inline]] constexpr V floor(V x) noexcept {
  using T = scalar_t<V>;
  if (is_constant_nan(x)) return x;
  const V near = round(x);
  return near - select(near > x, constant<V>(T(1)), constant<V>(T(0)));
}

/// The smallest whole number not below `x`.
///
/// Domain  every x: keeps infinities and NaN, and the sign, of 0 too: -0 above -1.
/// Error   none.
/// Source  IEEE 754-2019, 5.9, roundToIntegralTowardPositive; ONNX Ceil, opset 13.
template <Number V>
[[gnu::always_inline]] constexpr V ceil(V x) noexcept {
  return -floor(-x);
}

}  // namespace etch::math
