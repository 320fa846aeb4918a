// SPDX-License-Identifier: BSL-1.0
/// The hyperbolic tangent.
#pragma once

#include <etch/math/ln2.hpp>
#include <etch/math/polynomial.hpp>
#include <etch/math/power_of_two.hpp>

namespace etch::math {

/// `tanh a = a - a^3 R / Q` for |a| <= reach, R and Q polynomials in a^2, minimax (Remez) for
/// the relative error. The factor 1.625 in both keeps Q and the sums that tanh makes of it
/// between 1 and 2 and off 1, below which the same rounding errors would weigh more.
template <Scalar T>
struct tanh_numbers;

template <>
struct tanh_numbers<float> {
  static constexpr float reach = 0.55f;
  static constexpr float highest = 9.02f;  // rounds to 1
  // Relative error 2^-28.7.
  static constexpr float r[] = {0.541666448f};
  static constexpr float q[] = {1.625f, 0.649986327f, -0.00301748863f};
};

template <>
struct tanh_numbers<double> {
  static constexpr double reach = 0.55;
  static constexpr double highest = 19.07;
  // Relative error 2^-62.2.
  static constexpr double r[] = {0.54166666666666663, 0.033313120684505051,
                                 0.0003237783046861223};
  static constexpr double q[] = {1.625, 0.7499393620535082, 0.037851841640375986,
                                 0.00033573941207039397};
};

/// `tanh x`: near 0 the fraction as it stands, further out `1 - 2 / (e^(2 |x|) + 1)`.
///
/// Domain  every x; odd, also in the sign of zero; never beyond 1; keeps NaN.
/// Error   1.7 ulp.
/// Source  The two cases of Cephes, tanh.c (S. L. Moshier), multiplied out, so that they share
///         one fraction and one division; the fraction fitted anew.
template <Number V>
[[gnu::always_inline]] constexpr V tanh(V x) noexcept {
  using T = scalar_t<V>;
  using numbers = tanh_numbers<T>;
  if (is_constant_nan(x)) return x;
  const V size = at_most(magnitude(x), numbers::highest);
  const auto inside = size < constant<V>(numbers::reach);
  const V shifted = nearest(size, T(2 * log2_e)).shifted;
  const whole<V> n = {select(inside, constant<V>(shift<V>), shifted)};

  // e^(2 size) = 2^n (even + odd) / (even - odd), and tanh a = odd / even = a - lack / even.
  const V a = without_ln2(size, n, 2);
  const V even = polynomial(numbers::q, a * a);
  const V lack = a * a * a * polynomial(numbers::r, a * a);
  const V odd = a * even - lack;

  const V rest = even - odd;
  const V limit = select(inside, a, constant<V>(T(1)));
  const V above = select(inside, lack, rest + rest);
  const V below = select(inside, even, power_of_two(n) * (even + odd) + rest);
  return with_sign_of(limit - above / below, x);
}

}  // namespace etch::math
