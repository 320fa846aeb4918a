// SPDX-License-Identifier: BSL-1.0
/// The binary logarithm.
#pragma once

#include <etch/math/halves.hpp>
#include <etch/math/log.hpp>
#include <etch/math/logarithm.hpp>

namespace etch::math {

/// `1 / ln 2 = high + low`; `high` has half the digits.
template <Scalar T>
struct log2_numbers;

template <>
struct log2_numbers<float> {
  static constexpr float high = 0x1.714p+0f;
  static constexpr float low = 0.000312228396f;
};

template <>
struct log2_numbers<double> {
  static constexpr double high = 0x1.715476p+0;
  static constexpr double low = 1.9259629911266175e-8;
};

/// `log2 x`.
///
/// Domain  x >= 0, subnormals included: -infinity at 0 and -0, infinity at infinity; NaN below
///         0; keeps NaN; exact for powers of two.
/// Error   1.3 ulp.
/// Source  fdlibm, e_log.c (Sun Microsystems, 1993), its sum multiplied by `1 / ln 2` in two
///         parts.
template <Number V>
[[gnu::always_inline]] constexpr V log2(V x) noexcept {
  using T = scalar_t<V>;
  using numbers = log2_numbers<T>;
  return logarithm(x, [](auto of_x) __attribute__((always_inline)) {
    const auto [mantissa, exponent] = of_x;
    const auto [above, ratio, less] = log_terms_of(mantissa);
    // The product of the leading half of above is exact.
    const auto leading = leading_half(above);
    const auto rest = (above - leading) - ratio * less;
    return (exponent + leading * numbers::high) +
           (rest + (leading + rest) * (numbers::low / numbers::high)) * numbers::high;
  });
}

}  // namespace etch::math
