// SPDX-License-Identifier: BSL-1.0
/// The logarithm of two, with more digits than one number holds.
#pragma once

#include <etch/math/power_of_two.hpp>
#include <etch/math/traits.hpp>

namespace etch::math {

inline constexpr double log2_e = 1.4426950408889634;

/// `high + low`; `high` is so short that its product with an exponent is exact.
template <Scalar T>
struct ln2;

template <>
struct ln2<float> {
  static constexpr float high = 0x1.62e4p-1f;  // 15 bits
  static constexpr float low = 1.42860682e-6f;
};

template <>
struct ln2<double> {
  static constexpr double high = 0x1.62e42fefa38p-1;  // 42 bits
  static constexpr double low = 5.4979230187083712e-14;
};

/// `x - n ln 2 / parts`, `parts` a power of two.
///
/// Source  Cody & Waite, Software Manual for the Elementary Functions, 1980, chapter 6.
template <Number V, int Offset>
[[gnu::always_inline]] constexpr V without_ln2(V x, whole<V, Offset> n,
                                               int parts = 1) noexcept {
  using T = scalar_t<V>;
  const T part = T(1) / static_cast<T>(parts);
  return (x - n.value() * (ln2<T>::high * part)) - n.value() * (ln2<T>::low * part);
}

}  // namespace etch::math
