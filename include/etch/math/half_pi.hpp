// SPDX-License-Identifier: BSL-1.0
/// Half of pi, and what is left of a number when not too many of it are taken away.
#pragma once

#include <etch/math/power_of_two.hpp>
#include <etch/math/traits.hpp>

namespace etch::math {

inline constexpr double two_over_pi = 0.63661977236758134;

/// `high + low` to twice the precision; likewise the sum of `parts`, of which all but the last
/// are so short that their products with a count of up to `limit / (pi / 2)` are exact.
template <Scalar T>
struct half_pi;

template <>
struct half_pi<float> {
  static constexpr float high = 0x1.921fb6p+0f;
  static constexpr float low = -0x1.777a5cp-25f;
  static constexpr float limit = 3200;  // 11 bits of count, 13 of each part
  static constexpr float parts[] = {0x1.921p+0f, 0x1.f6ap-13f, 0x1.11p-26f, 0x1.68c234p-39f};
};

template <>
struct half_pi<double> {
  static constexpr double high = 0x1.921fb54442d18p+0;
  static constexpr double low = 0x1.1a62633145c07p-54;
  static constexpr double limit = 1.6e6;  // 20 bits of count, 33 of each part
  static constexpr double parts[] = {0x1.921fb544p+0, 0x1.0b4611a6p-34, 0x1.3198a2ep-69,
                                     0x1.b839a252049c1p-104};
};

/// `count pi / 2 + high + low`, with `high + low` of at most about pi / 4; of `count` only the
/// last two bits mean anything.
template <Number V>
struct quadrant {
  V high;
  V low;
  bits_t<V> count;
};

/// The quadrant of a `size` that is at most `limit`, which has enough digits left of
/// however small a rest.
///
/// Source  Cody & Waite, Software Manual for the Elementary Functions, 1980, chapter 8; what
///         two of the differences lose: D. E. Knuth, The Art of Computer Programming 2, 4.2.2.
template <Number V>
[[gnu::always_inline]] constexpr quadrant<V> quadrant_by_parts(V size) noexcept {
  using T = scalar_t<V>;
  constexpr auto& parts = half_pi<T>::parts;
  const whole<V> n = nearest(size, T(two_over_pi));
  const V count = n.value();
  const V a = size - count * parts[0];  // exact
  const V second = count * parts[1];
  const V b = a - second;
  const V third = count * parts[2];
  const V c = b - third;
  const V b_less = b - a, c_less = c - b;
  const V b_lost = (a - (b - b_less)) - (second + b_less);
  const V c_lost = (b - (c - c_less)) - (third + c_less);
  const V rest = (b_lost + c_lost) - count * parts[3];
  const V high = c + rest;
  return {high, (c - high) + rest, n.plus(0)};
}

}  // namespace etch::math
