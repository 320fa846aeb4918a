// SPDX-License-Identifier: BSL-1.0
/// The quadrant of an angle: which it is, and the place within.
#pragma once

#include <etch/math/distant_quadrant.hpp>
#include <etch/math/half_pi.hpp>
#include <etch/math/machine.hpp>
#include <etch/math/traits.hpp>

#include <cstddef>
#include <limits>

namespace etch::math {

/// The quadrant of `size`, a number without sign; in packs not beyond `half_pi::limit`, for
/// which there is `with_distant_lanes`.
///
/// Domain  every finite number; keeps NaN.
template <Number V>
[[gnu::always_inline]] constexpr quadrant<V> quadrant_of(V size) noexcept {
  if constexpr (Scalar<V>) {
    if (size > half_pi<V>::limit) [[unlikely]]
      return distant_quadrant(size);
  }
  return quadrant_by_parts(size);
}

template <kernel::Pack V, class Function>
[[gnu::noinline]] inline V lane_by_lane(V y, V x, Function f) noexcept {
  using T = scalar_t<V>;
  for (std::size_t i = 0; i != kernel::lanes<T>; ++i) {
    const T one = x[i];
    if (magnitude(one) > half_pi<T>::limit) y[i] = f(one);
  }
  return y;
}

/// `y`, but in a pack `f(x)`, computed for scalars, where x is beyond `half_pi::limit`.
template <Number V, class Function>
[[gnu::always_inline]] constexpr V with_distant_lanes(V y, V x, Function f) noexcept {
  if constexpr (kernel::Pack<V>) {
    if (machine::any(magnitude(x) > constant<V>(half_pi<scalar_t<V>>::limit))) [[unlikely]]
      return lane_by_lane(y, x, f);
  }
  return y;
}

/// Whether the quadrants' counts are odd, as a comparison.
template <Number V>
[[gnu::always_inline]] constexpr auto is_odd(const quadrant<V>& q) noexcept {
  return (q.count & word_t<V>{1}) != bits_t<V>{};
}

/// `x` with its sign changed where `sign`, a sign and nothing else, is.
template <Number V>
[[gnu::always_inline]] constexpr V with_sign_changed(V x, bits_t<V> sign) noexcept {
  return from_bits<V>(to_bits(x) ^ sign);
}

/// The sign alone.
template <Number V>
[[gnu::always_inline]] constexpr bits_t<V> sign_of(V x) noexcept {
  return to_bits(x) & format<scalar_t<V>>::sign;
}

/// Whether constant evaluation meets an infinity, which it could not compute with.
template <Number V>
[[gnu::always_inline]] constexpr bool is_constant_infinity(V x) noexcept {
  return is_constant_above(magnitude(x), std::numeric_limits<scalar_t<V>>::max());
}

}  // namespace etch::math
