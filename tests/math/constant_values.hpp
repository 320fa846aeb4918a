// SPDX-License-Identifier: BSL-1.0
/// Special operands, and how results are compared in constant expressions.
#pragma once

#include <etch/math/traits.hpp>

#include <limits>

template <class T>
inline constexpr T infinity = std::numeric_limits<T>::infinity();
template <class T>
inline constexpr T nan = std::numeric_limits<T>::quiet_NaN();
template <class T>
inline constexpr T smallest = std::numeric_limits<T>::denorm_min();
template <class T>
inline constexpr T largest = std::numeric_limits<T>::max();

/// `x` is `y` to 2.5 ulp.
template <class T>
constexpr bool close(T x, T y) {
  const T error = x < y ? y - x : x - y;
  return error <= T(2.5) * std::numeric_limits<T>::epsilon() * (y < 0 ? -y : y);
}

template <class T>
constexpr bool is_nan(T x) {
  return etch::math::to_bits(etch::math::magnitude(x)) > etch::math::to_bits(infinity<T>);
}

/// The same bits: tells -0 from 0.
template <class T>
constexpr bool same(T x, T y) {
  return etch::math::to_bits(x) == etch::math::to_bits(y);
}
