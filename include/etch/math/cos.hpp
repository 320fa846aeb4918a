// SPDX-License-Identifier: BSL-1.0
/// The cosine.
#pragma once

#include <etch/math/quadrant.hpp>
#include <etch/math/quadrant_sine.hpp>
#include <etch/math/traits.hpp>

namespace etch::math {

/// `cos x`, x in radians.
///
/// Domain  every finite x, however large; even; NaN at both infinities; keeps NaN. Packs are
///         slower where some lane is beyond `half_pi::limit`.
/// Error   1.0 ulp.
/// Source  fdlibm, k_cos.c and s_cos.c (Sun Microsystems, 1993), the polynomials fitted anew.
template <Number V>
[[gnu::always_inline]] constexpr V cos(V x) noexcept {
  if (is_constant_nan(x)) return x;
  if (is_constant_infinity(x)) return constant<V>(format<scalar_t<V>>::nan);
  const quadrant<V> q = quadrant_of(magnitude(x));
  const V y = select(is_odd(q), sine_within(q), cosine_within(q));
  return with_distant_lanes(with_sign_changed(y, sign_of_half_turns<V>(q.count + word_t<V>{1})),
                            x, [](auto one) { return cos(one); });
}

}  // namespace etch::math
