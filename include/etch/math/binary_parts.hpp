// SPDX-License-Identifier: BSL-1.0
/// A number taken apart into a power of two and what is left.
#pragma once

#include <etch/math/traits.hpp>

#include <bit>
#include <limits>

namespace etch::math {

/// `2^exponent mantissa`, the mantissa in [sqrt 1/2, sqrt 2).
template <Number V>
struct binary_parts {
  V mantissa;
  V exponent;
};

/// The parts of a normal number `x 2^-raised`.
///
/// Domain  normal x > 0; elsewhere the parts are finite, and mean nothing.
template <Number V>
[[gnu::always_inline]] constexpr binary_parts<V> parts_of_normal(V x, V raised) noexcept {
  using T = scalar_t<V>;
  using form = format<T>;
  using word = word_t<V>;
  constexpr word sqrt_half = std::bit_cast<word>(T(0.70710678118654752));
  constexpr word one = std::bit_cast<word>(T(1));
  constexpr T shift_up = T(word{1} << form::fraction);
  constexpr word fraction_mask = (word{1} << form::fraction) - 1;
  const bits_t<V> above = to_bits(x) + (one - sqrt_half);
  const V biased = from_bits<V>((above >> form::fraction) | std::bit_cast<word>(shift_up));
  return {from_bits<V>((above & fraction_mask) + sqrt_half),
          biased - (raised + (shift_up + form::bias))};
}

/// The parts of `|x|`.
///
/// Domain  x other than 0, subnormals included; at 0, infinities and NaN the parts are finite,
///         and mean nothing.
template <Number V>
[[gnu::always_inline]] constexpr binary_parts<V> parts(V x) noexcept {
  using T = scalar_t<V>;
  using form = format<T>;
  constexpr T up = T(word_t<V>{1} << (form::fraction + 2));
  const V size = magnitude(x);
  const auto subnormal = size < constant<V>(std::numeric_limits<T>::min());
  const V zero = constant<V>(T(0));
  return parts_of_normal(size * select(subnormal, constant<V>(up), constant<V>(T(1))),
                         select(subnormal, constant<V>(T(form::fraction + 2)), zero));
}

}  // namespace etch::math
