// SPDX-License-Identifier: BSL-1.0
/// The error function.
#pragma once

#include <etch/math/gaussian_tail.hpp>
#include <etch/math/ln2.hpp>
#include <etch/math/polynomial.hpp>
#include <etch/math/power_of_two.hpp>

namespace etch::math {

/// `erf x`, 2 / sqrt pi times the integral of `e^(-t^2)` from 0 to x.
///
/// Domain  every x; odd, also in the sign of zero; never beyond 1; keeps NaN.
/// Error   1.6 ulp.
/// Source  NIST Digital Library of Mathematical Functions, 7.2.1; beyond `reach` as `1 - e^-t`,
///         t a polynomial, for its errors fade with e^-t.
template <Number V>
[[gnu::always_inline]] constexpr V erf(V x) noexcept {
  using T = scalar_t<V>;
  using numbers = erf_numbers<T>;
  if (is_constant_nan(x)) return x;
  const V size = at_most(magnitude(x), numbers::flat);
  const V near = size + erf_beyond_identity(size);

  const V t = size * polynomial(numbers::exponent, size);
  const auto n = nearest<exponent_offset<V>>(t, T(-log2_e));
  const V r = -t - n.value() * T(0.69314718055994531);
  const V more = r + r * r * polynomial(exp_numbers<T>::series, r);  // e^r - 1
  const V power = power_of_two(n);
  const V far = (T(1) - power) - power * more;
  return with_sign_of(select(size < constant<V>(numbers::reach), near, far), x);
}

}  // namespace etch::math
