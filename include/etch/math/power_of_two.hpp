// SPDX-License-Identifier: BSL-1.0
/// Whole powers of two: found by rounding, applied by their exponents.
#pragma once

#include <etch/math/traits.hpp>

namespace etch::math {

/// A whole number, as the sum `value + shift<V>`: its last bits are then those of the whole
/// number. 1.5 and not 1, so that below zero the exponent stays.
template <Number V>
inline constexpr scalar_t<V> shift =
    scalar_t<V>(1.5) * scalar_t<V>(word_t<V>{1} << format<scalar_t<V>>::fraction);

/// A whole number, once as a number and once as bits.
template <Number V>
struct whole {
  V shifted;
  [[gnu::always_inline]] constexpr V value() const noexcept { return shifted - shift<V>; }
  /// The number plus `offset`, an integer that makes it non-negative.
  [[gnu::always_inline]] constexpr bits_t<V> plus(word_t<V> offset) const noexcept {
    return to_bits(shifted) - (std::bit_cast<word_t<V>>(shift<V>) - offset);
  }
};

/// `x * factor` rounded to the nearest whole number, ties to even.
///
/// Domain  |x * factor| < 2^22 for float, 2^51 for double.
template <Number V>
[[gnu::always_inline]] constexpr whole<V> nearest(V x, scalar_t<V> factor) noexcept {
  return {x * factor + shift<V>};
}

/// `2^n`.
///
/// Domain  those n for which the result is a normal number.
template <Number V>
[[gnu::always_inline]] constexpr V power_of_two(whole<V> n) noexcept {
  using form = format<scalar_t<V>>;
  return from_bits<V>(n.plus(form::bias) << form::fraction);
}

/// `x 2^n` in two steps: neither factor leaves the normal range where the result is subnormal
/// or at the edge of overflow, and the result is rounded once.
///
/// Domain  |n| < 2 bias and x in [1/64, 4].
template <Number V>
[[gnu::always_inline]] constexpr V scale(V x, whole<V> n) noexcept {
  using form = format<scalar_t<V>>;
  const bits_t<V> biased_twice = n.plus(2 * form::bias);
  const bits_t<V> first = biased_twice >> 1;
  const bits_t<V> second = biased_twice - first;
  return x * from_bits<V>(first << form::fraction) * from_bits<V>(second << form::fraction);
}

}  // namespace etch::math
