// SPDX-License-Identifier: BSL-1.0
/// The exponential function.
#pragma once

#include <etch/math/ln2.hpp>
#include <etch/math/polynomial.hpp>
#include <etch/math/power_of_two.hpp>

namespace etch::math {

/// What exp needs of a scalar type; `series` is `(e^r - 1 - r) / r^2` for |r| <= ln 2 / 2,
/// minimax (Remez) for the relative error of e^r.
template <Scalar T>
struct exp_numbers;

template <>
struct exp_numbers<float> {
  static constexpr float lowest = -105;          // e^lowest rounds to 0
  static constexpr float highest = 88.7228317f;  // the last with a finite exponential
  // Relative error 2^-28.2.
  static constexpr float series[] = {0.49999994f, 0.166665211f, 0.041668389f, 0.00836874545f,
                                     0.00138145476f};
};

template <>
struct exp_numbers<double> {
  static constexpr double lowest = -750;
  static constexpr double highest = 709.78271289338397;
  // Relative error 2^-57.9.
  static constexpr double series[] = {0.50000000000000111,   0.1666666666666641,
                                      0.041666666666529718,  0.0083333333334949366,
                                      0.00138888889437616,   0.00019841269505834166,
                                      2.4801492948244329e-5, 2.7557586768894566e-6,
                                      2.7630306666833426e-7, 2.5000024951166053e-8};
};

/// `e^x`.
///
/// Domain  every x: overflows to infinity, underflows through the subnormals to 0, keeps NaN.
/// Error   1.1 ulp.
/// Source  Cody & Waite, Software Manual for the Elementary Functions, 1980, chapter 6, with a
///         minimax polynomial (Remez) in place of their fraction.
template <Number V>
[[gnu::always_inline]] constexpr V exp(V x) noexcept {
  using T = scalar_t<V>;
  using numbers = exp_numbers<T>;
  if (is_constant_nan(x)) return x;
  if (is_constant_above(x, numbers::highest)) return constant<V>(format<T>::infinity);
  const V y = at_most(at_least(x, numbers::lowest), T(2) + numbers::highest);
  const auto n = nearest<split_offset<V>>(y, T(log2_e));
  const V r = without_ln2(y, n);
  return scale_one_and(r + r * r * polynomial(numbers::series, r), n);
}

}  // namespace etch::math
