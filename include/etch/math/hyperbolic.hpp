// SPDX-License-Identifier: BSL-1.0
/// What the hyperbolic sine and cosine share.
#pragma once

#include <etch/math/expm1.hpp>
#include <etch/math/ln2.hpp>
#include <etch/math/polynomial.hpp>
#include <etch/math/power_of_two.hpp>

namespace etch::math {

/// `odd` is `(sinh r - r) / r^3` and `even` is `(cosh r - 1) / r^2`, in r^2, for |r| <= ln 2 /
/// 2, minimax (Remez) for the relative errors of sinh r and cosh r.
template <Scalar T>
struct hyperbolic_numbers;

template <>
struct hyperbolic_numbers<float> {
  static constexpr float highest = 89.4159851f;  // the last with a finite sine and cosine
  // Relative errors 2^-34.3, 2^-33.3.
  static constexpr float odd[] = {0.166666672f, 0.00833317544f, 0.000199740869f};
  static constexpr float even[] = {0.5f, 0.0416664593f, 0.0013935453f};
};

template <>
struct hyperbolic_numbers<double> {
  static constexpr double highest = 710.47586007394386;
  // Relative errors 2^-61.7, 2^-70.0.
  static constexpr double odd[] = {0.16666666666666677, 0.0083333333333213758,
                                   0.00019841269886867143, 2.7557243376474121e-6,
                                   2.5109355047664679e-8};
  static constexpr double even[] = {0.5,
                                    0.041666666666666685,
                                    0.0013888888888873264,
                                    2.4801587349281626e-5,
                                    2.7557251718631061e-7,
                                    2.0921810578436103e-9};
};

/// For `a = m ln 2 + r` with m whole and |r| <= ln 2 / 2, n = m - 1 and q = 4^-m:
///
///     sinh a = 2^n ((1 - q) cosh r + (1 + q) sinh r)
///     cosh a = 2^n ((1 + q) cosh r + (1 - q) sinh r)
///
/// with `cosh r = 1 + even` and `sinh r = high + odd`.
template <Number V>
struct hyperbolic_parts {
  whole<V> n;
  V quarter;  // q
  V high;
  V odd;
  V even;
};

/// Domain  a >= 0; beyond the last with a finite sine and cosine, the parts of a number which
///         has neither.
template <Number V>
[[gnu::always_inline]] constexpr hyperbolic_parts<V> hyperbolic(V a) noexcept {
  using T = scalar_t<V>;
  using numbers = hyperbolic_numbers<T>;
  const V y = at_most(a, T(2) + numbers::highest);
  const whole<V> m = nearest(y, T(log2_e));
  const V high = y - m.value() * ln2<T>::high;
  const V low = m.value() * ln2<T>::low;
  const V r = high - low;
  const V square = r * r;
  const V half = small_power_of_half(m);
  return {{m.shifted - T(1)},
          half * half,
          high,
          r * square * polynomial(numbers::odd, square) - low,
          square * polynomial(numbers::even, square)};
}

}  // namespace etch::math
