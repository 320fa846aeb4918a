// SPDX-License-Identifier: BSL-1.0
/// The sine.
#pragma once

#include <etch/math/quadrant.hpp>
#include <etch/math/quadrant_sine.hpp>
#include <etch/math/traits.hpp>

namespace etch::math {

/// `sin x`, x in radians.
///
/// Domain  every finite x, however large; odd, also in the sign of zero; NaN at both
///         infinities; keeps NaN. Packs are slower where some lane is beyond `half_pi::limit`.
/// Error   1.0 ulp.
/// Source  fdlibm, k_sin.c and s_sin.c (Sun Microsystems, 1993), the polynomials fitted anew.
template <Number V>
[[gnu::always_inline]] constexpr V sin(V x) noexcept {
  if (is_constant_nan(x)) return x;
  if (is_constant_infinity(x)) return constant<V>(format<scalar_t<V>>::nan);
  const quadrant<V> q = quadrant_of(magnitude(x));
  const V y = select(is_odd(q), cosine_within(q), sine_within(q));
  return with_distant_lanes(with_sign_changed(y, sign_of(x) ^ sign_of_half_turns<V>(q.count)),
                            x, [](auto one) { return sin(one); });
}

}  // namespace etch::math
