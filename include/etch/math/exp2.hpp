// SPDX-License-Identifier: BSL-1.0
/// The power of two.
#pragma once

#include <etch/math/polynomial.hpp>
#include <etch/math/power_of_two.hpp>

namespace etch::math {

/// What exp2 needs of a scalar type; `series` is `(2^r - 1 - r ln 2) / r^2` for |r| <= 1/2,
/// minimax (Remez) for the relative error of 2^r.
template <Scalar T>
struct exp2_numbers;

template <>
struct exp2_numbers<float> {
  static constexpr float lowest = -152;          // 2^lowest rounds to 0
  static constexpr float highest = 127.999992f;  // the last with a finite power
  static constexpr float ln2 = 0.693147181f;
  // Relative error 2^-28.2.
  static constexpr float series[] = {0.240226477f, 0.0555036142f, 0.00961848255f,
                                     0.00133906084f, 0.000153383138f};
};

template <>
struct exp2_numbers<double> {
  static constexpr double lowest = -1080;
  static constexpr double highest = 1023.9999999999999;
  static constexpr double ln2 = 0.69314718055994531;
  // Relative error 2^-57.9.
  static constexpr double series[] = {0.24022650695910122,    0.055504108664820737,
                                      0.0096181291075970263,  0.0013333558146685557,
                                      0.00015403530454017813, 1.525273354734582e-5,
                                      1.3215436631401681e-6,  1.0178184478270636e-7,
                                      7.0735757592162236e-9,  4.4363272291381047e-10};
};

/// `2^x`.
///
/// Domain  every x: overflows to infinity, underflows through the subnormals to 0, keeps NaN;
///         exact for whole x.
/// Error   1.2 ulp.
/// Source  Cody & Waite, Software Manual for the Elementary Functions, 1980, chapter 6, with a
///         minimax polynomial (Remez) in place of their fraction.
template <Number V>
[[gnu::always_inline]] constexpr V exp2(V x) noexcept {
  using T = scalar_t<V>;
  using numbers = exp2_numbers<T>;
  if (is_constant_nan(x)) return x;
  if (is_constant_above(x, numbers::highest)) return constant<V>(format<T>::infinity);
  const V y = at_most(at_least(x, numbers::lowest), T(1) + numbers::highest);
  const auto n = nearest<split_offset<V>>(y, T(1));
  const V r = y - n.value();
  return scale_one_and(r * (numbers::ln2 + r * polynomial(numbers::series, r)), n);
}

}  // namespace etch::math
