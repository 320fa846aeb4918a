// SPDX-License-Identifier: BSL-1.0
/// Sine and cosine of at most an eighth of a turn.
#pragma once

#include <etch/math/half_pi.hpp>
#include <etch/math/polynomial.hpp>
#include <etch/math/traits.hpp>

#include <limits>

namespace etch::math {

/// `(sin r - r) / r^3` and `(cos r - 1 + r^2 / 2) / r^4` in r^2 for |r| <= pi / 4, minimax
/// (Remez) for the errors relative to sine and cosine.
template <Scalar T>
struct sine_numbers;

template <>
struct sine_numbers<float> {
  // Relative errors 2^-27.9 and 2^-32.9.
  static constexpr float sine[] = {-0.166666552f, 0.00833218824f, -0.000195180706f};
  static constexpr float cosine[] = {0.0416666456f, -0.00138873095f, 2.44323073e-05f};
};

template <>
struct sine_numbers<double> {
  // Relative errors 2^-57.9 and 2^-63.9.
  static constexpr double sine[] = {-0.1666666666666663,     0.0083333333333218945,
                                    -0.0001984126982942625,  2.7557313567770964e-06,
                                    -2.5050739631540632e-08, 1.5895766866928337e-10};
  static constexpr double cosine[] = {0.041666666666666595,  -0.0013888888888873307,
                                      2.480158728896523e-05, -2.7557314203072944e-07,
                                      2.087570313719947e-09, -1.1358616794516136e-11};
};

/// `sin (high + low)`.
template <Number V>
[[gnu::always_inline]] constexpr V sine_within(const quadrant<V>& q) noexcept {
  const V z = q.high * q.high;
  const V series = polynomial(sine_numbers<scalar_t<V>>::sine, z);
  return q.high + (q.low + q.high * z * series);
}

/// `cos (high + low)`.
template <Number V>
[[gnu::always_inline]] constexpr V cosine_within(const quadrant<V>& q) noexcept {
  using T = scalar_t<V>;
  const V z = q.high * q.high;
  const V series = polynomial(sine_numbers<T>::cosine, z);
  const V half = z * T(0.5);
  const V first = T(1) - half;
  const V lost = (T(1) - first) - half;
  return first + ((lost - q.high * q.low) + z * z * series);
}

/// The sign that `count` quarters of a turn give a sine: every two change it.
template <Number V>
[[gnu::always_inline]] constexpr bits_t<V> sign_of_half_turns(bits_t<V> count) noexcept {
  constexpr int up = std::numeric_limits<word_t<V>>::digits - 2;
  return (count & word_t<V>{2}) << up;
}

}  // namespace etch::math
