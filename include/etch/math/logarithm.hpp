// SPDX-License-Identifier: BSL-1.0
/// What logarithms share: the operands that are no positive normal numbers.
#pragma once

#include <etch/math/binary_parts.hpp>
#include <etch/math/machine.hpp>
#include <etch/math/traits.hpp>

#include <bit>
#include <limits>
#include <type_traits>

namespace etch::math {

/// A logarithm, by a function `f` of the parts of positive numbers, at every x: -infinity at 0
/// and -0, infinity at infinity; NaN below 0; keeps NaN.
template <Number V, class Function>
[[gnu::always_inline]] constexpr V logarithm_of_any(V x, Function f) noexcept {
  using form = format<scalar_t<V>>;
  const V y = f(parts(x));
  const V zero = constant<V>(0);
  const V outside = select(x == zero, constant<V>(-form::infinity), constant<V>(form::nan));
  return select(x > zero, select(x < constant<V>(form::infinity), y, x), outside);
}

template <kernel::Pack V, class Function>
[[gnu::noinline]] inline V logarithm_of_rare(V x, Function f) noexcept {
  return logarithm_of_any(x, f);
}

/// Whether all lanes are positive normal numbers.
template <kernel::Pack V>
[[gnu::always_inline]] inline bool all_normal(V x) noexcept {
  using T = scalar_t<V>;
  using word = std::make_signed_t<word_t<V>>;
  constexpr word lowest = std::bit_cast<word>(std::numeric_limits<T>::min());
  constexpr word beyond = std::bit_cast<word>(format<T>::infinity);
  const auto bits = std::bit_cast<kernel::pack<word>>(x);
  return !machine::any((bits < lowest) | (bits >= beyond));
}

/// The same, in packs of positive normal numbers without what others need.
template <Number V, class Function>
[[gnu::always_inline]] constexpr V logarithm(V x, Function f) noexcept {
  if (is_constant_nan(x)) return x;
  if constexpr (kernel::Pack<V>) {
    if (all_normal(x)) [[likely]]
      return f(parts_of_normal(x, V{}));
    return logarithm_of_rare(x, f);
  } else {
    return logarithm_of_any(x, f);
  }
}

}  // namespace etch::math
