// SPDX-License-Identifier: BSL-1.0
/// The error function.
#pragma once

#include <etch/math/gaussian_tail.hpp>

namespace etch::math {

/// `erf x`, 2 / sqrt pi times the integral of `e^(-t^2)` from 0 to x.
///
/// Domain  every x; odd, also in the sign of zero; never beyond 1; keeps NaN.
/// Error   1.5 ulp.
/// Source  NIST Digital Library of Mathematical Functions, 7.2.1; see `erfc_tail`.
template <Number V>
[[gnu::always_inline]] constexpr V erf(V x) noexcept {
  using T = scalar_t<V>;
  using numbers = erf_numbers<T>;
  if (is_constant_nan(x)) return x;
  const V size = at_most(magnitude(x), numbers::highest);
  const V near = size + erf_beyond_identity(size);
  const V far = T(1) - erfc_tail(size);
  return with_sign_of(select(size < constant<V>(numbers::reach), near, far), x);
}

}  // namespace etch::math
