// SPDX-License-Identifier: BSL-1.0
/// The complement of the error function.
#pragma once

#include <etch/math/gaussian_tail.hpp>

namespace etch::math {

/// `1 - erf x`.
///
/// Domain  every x: tends to 2 on the left, and on the right to 0, through the subnormals with
///         full relative accuracy; keeps NaN.
/// Error   2.5 ulp.
/// Source  NIST Digital Library of Mathematical Functions, 7.2.2; see `erfc_tail`.
template <Number V>
[[gnu::always_inline]] constexpr V erfc(V x) noexcept {
  using T = scalar_t<V>;
  using numbers = erf_numbers<T>;
  if (is_constant_nan(x)) return x;
  const V size = at_most(magnitude(x), numbers::highest);
  const V within = with_sign_of(size, x);
  const V near = T(1) - (within + erf_beyond_identity(within));
  const V tail = erfc_tail(size);
  const V far = select(x < constant<V>(T(0)), T(2) - tail, tail);
  return select(size < constant<V>(numbers::reach), near, far);
}

}  // namespace etch::math
