// SPDX-License-Identifier: BSL-1.0
/// Whole powers of two: found by rounding, applied by their exponents.
#pragma once

#include <etch/math/traits.hpp>

namespace etch::math {

/// A whole number, as the sum `value + shift<V>`: its last bits are then those of the whole
/// number. 1.5 and not 1, so that below zero the exponent stays. `Offset` is added once for
/// all, where the bits are to have it.
template <Number V, int Offset = 0>
inline constexpr scalar_t<V> shift =
    scalar_t<V>(1.5) * scalar_t<V>(word_t<V>{1} << format<scalar_t<V>>::fraction) + Offset;

/// A whole number, once as a number and once as bits.
template <Number V, int Offset = 0>
struct whole {
  V shifted;
  [[gnu::always_inline]] constexpr V value() const noexcept {
    return shifted - shift<V, Offset>;
  }
  /// The number plus `offset`, an integer that makes it non-negative; what is above its bits
  /// is shifted out to the left of an exponent.
  [[gnu::always_inline]] constexpr bits_t<V> plus(int offset) const noexcept {
    return to_bits(shifted) + static_cast<word_t<V>>(offset - Offset);
  }
};

/// `x * factor` rounded to the nearest whole number, ties to even.
///
/// Domain  |x * factor| < 2^22 for float, 2^51 for double.
template <int Offset = 0, Number V>
[[gnu::always_inline]] constexpr whole<V, Offset> nearest(V x, scalar_t<V> factor) noexcept {
  return {x * factor + shift<V, Offset>};
}

/// The offset that makes `power_of_two` one instruction.
template <Number V>
inline constexpr int exponent_offset = format<scalar_t<V>>::bias;

/// `2^n`.
///
/// Domain  those n for which the result is a normal number.
template <Number V, int Offset>
[[gnu::always_inline]] constexpr V power_of_two(whole<V, Offset> n) noexcept {
  using form = format<scalar_t<V>>;
  return from_bits<V>(n.plus(form::bias) << form::fraction);
}

/// `2^n` as a product: neither factor leaves the normal range where `2^n` does, and what is
/// multiplied by one and then the other is rounded once.
template <Number V>
struct two_powers {
  V first, second;
};

/// The offset that saves `split_power_of_two` an instruction.
template <Number V>
inline constexpr int split_offset = 2 * format<scalar_t<V>>::bias;

/// Domain  |n| < 2 bias; the first factor is not far from the root of `2^n`.
template <Number V, int Offset>
[[gnu::always_inline]] constexpr two_powers<V> split_power_of_two(whole<V, Offset> n) noexcept {
  using form = format<scalar_t<V>>;
  const bits_t<V> biased_twice = n.plus(2 * form::bias);
  const bits_t<V> half = biased_twice >> 1;
  return {from_bits<V>(half << form::fraction),
          from_bits<V>((biased_twice - half) << form::fraction)};
}

/// `(1 + x) 2^n`, rounded once but for `1 + x`.
///
/// Domain  |n| < 2 bias and 1 + x in [1/64, 4].
template <Number V, int Offset>
[[gnu::always_inline]] constexpr V scale_one_and(V x, whole<V, Offset> n) noexcept {
  const two_powers<V> power = split_power_of_two(n);
  return (power.first + power.first * x) * power.second;
}

/// `x 2^n`, rounded once.
///
/// Domain  |n| < 2 bias and x in [1/64, 4].
template <Number V, int Offset>
[[gnu::always_inline]] constexpr V scale(V x, whole<V, Offset> n) noexcept {
  const two_powers<V> power = split_power_of_two(n);
  return x * power.first * power.second;
}

}  // namespace etch::math
