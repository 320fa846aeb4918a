// SPDX-License-Identifier: BSL-1.0
/// The angle of a point.
#pragma once

#include <etch/math/atan.hpp>
#include <etch/math/traits.hpp>

#include <limits>

namespace etch::math {

/// The angle from the positive x axis to the point (x, y), in radians, from -pi to pi.
///
/// Domain  every x and y: signed zeros and infinities as in C, Annex F, 10.1.4; NaN if either
///         is.
/// Error   1.6 ulp.
/// Source  as atan.
template <Number V>
[[gnu::always_inline]] constexpr V atan2(V y, V x) noexcept {
  using T = scalar_t<V>;
  if (is_constant_nan(y)) return y;
  if (is_constant_nan(x)) return x;
  const V zero = constant<V>(T(0));
  const V one = constant<V>(T(1));
  const V infinity = constant<V>(format<T>::infinity);

  const V width = magnitude(x);
  const V height = magnitude(y);
  const auto upright = height > width;
  const V shorter = select(upright, width, height);
  const V longer = select(upright, height, width);
  // Infinities as 0 or 1 against 1, both zeros as 0 against 1; large numbers with room for
  // sums.
  const auto endless = longer == infinity;
  const V corner = select(shorter == infinity, one, select(shorter < infinity, zero, shorter));
  constexpr T large = std::numeric_limits<T>::max() / 4;
  const V scale = select(longer > constant<V>(large), constant<V>(T(0.25)), one);
  const V lower = select(endless, corner, shorter * scale);
  const V higher = select(endless, one, select(longer == zero, one, longer * scale));

  const V ahead = with_sign_of(one, x);
  const V quarters = select(upright, one, one - ahead);
  const V side = select(upright, -ahead, ahead);
  return with_sign_of(angle(quarters, side, lower, higher), y);
}

}  // namespace etch::math
