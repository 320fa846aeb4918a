// SPDX-License-Identifier: BSL-1.0
/// Half of pi, and what is left of a number when not too many of it are taken away.
#pragma once

#include <etch/math/power_of_two.hpp>
#include <etch/math/traits.hpp>

namespace etch::math {

inline constexpr double two_over_pi = 0.63661977236758134;

/// `high + low` to twice the precision; likewise the sum of `parts`, of which all but the last
/// are so short that their products with a count of up to `limit / (pi / 2)` are exact, and
/// what the first two leave of a number is exact too.
template <Scalar T>
struct half_pi;

template <>
struct half_pi<float> {
  static constexpr float high = 0x1.921fb6p+0f;
  static constexpr float low = -0x1.777a5cp-25f;
  static constexpr float limit = 3200;  // 11 bits of count
  static constexpr float parts[] = {0x1.922p+0f, -0x1.2cp-18f, 0x1.11p-26f, 0x1.68c234p-39f};
};

template <>
struct half_pi<double> {
  static constexpr double high = 0x1.921fb54442d18p+0;
  static constexpr double low = 0x1.1a62633145c07p-54;
  static constexpr double limit = 1.6e6;  // 20 bits of count
  static constexpr double parts[] = {0x1.921fb544p+0, 0x1.0b462p-34, -0x1.cb3b399ep-55,
                                     0x1.1701b839a252p-88};
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
/// the
///         third difference loses: T. J. Dekker, A floating-point technique for extending the
///         available precision, Numerische Mathematik 18, 1971. (Where `third` is the larger,
///         the difference is exact.)
template <Number V>
[[gnu::always_inline]] constexpr quadrant<V> quadrant_by_parts(V size) noexcept {
  using T = scalar_t<V>;
  constexpr auto& parts = half_pi<T>::parts;
  const whole<V> n = nearest(size, T(two_over_pi));
  const V count = n.value();
  const V near = (size - count * parts[0]) - count * parts[1];  // exact
  const V third = count * parts[2];                             // exact
  const V nearer = near - third;
  const V rest = ((near - nearer) - third) - count * parts[3];
  const V high = nearer + rest;
  return {high, (nearer - high) + rest, n.plus(0)};
}

}  // namespace etch::math
