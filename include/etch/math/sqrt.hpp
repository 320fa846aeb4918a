// SPDX-License-Identifier: BSL-1.0
/// The square root.
#pragma once

#include <etch/math/machine.hpp>
#include <etch/math/traits.hpp>

#include <bit>
#include <cstdint>
#include <limits>
#include <type_traits>

namespace etch::math {

/// `sqrt x` in constant evaluation, digit by digit.
///
/// Domain  every x; correctly rounded to nearest, ties to even.
/// Source  fdlibm, e_sqrt.c (Sun Microsystems, 1993): the method of bits, on one 64-bit word.
constexpr double constant_sqrt(double x) noexcept {
  using form = format<double>;
  if (x == 0 || !(x < form::infinity)) return x;  // NaN too
  if (x < 0) return form::nan;

  // x = m 2^e, e even, m of 53 or 54 bits.
  const bool subnormal = x < std::numeric_limits<double>::min();
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(subnormal ? x * 0x1p54 : x);
  constexpr std::uint64_t hidden = std::uint64_t{1} << form::fraction;
  std::uint64_t m = (bits & (hidden - 1)) | hidden;
  int e = static_cast<int>(bits >> form::fraction) - form::bias - (subnormal ? 54 : 0);
  if (e % 2 != 0) {
    m *= 2;
    --e;
  }
  // The root of m 2^54, bit by bit: `rest` is what the square leaves of the radicand so far.
  std::uint64_t root = 0;
  std::uint64_t rest = 0;
  for (int bit = 106; bit >= 0; bit -= 2) {
    rest = 4 * rest + (bit >= 54 ? (m >> (bit - 54)) & 3 : 0);
    root *= 2;
    if (rest > 2 * root) {
      rest -= 2 * root + 1;
      ++root;
    }
  }
  // 54 bits: the last says which way to round, and a tie cannot be.
  const std::uint64_t rounded = (root + 1) / 2;
  const std::uint64_t exponent = static_cast<std::uint64_t>(e / 2 + form::bias - 1);
  return std::bit_cast<double>((exponent << form::fraction) + rounded);
}

/// `sqrt x`.
///
/// Domain  x >= 0: `sqrt -0 = -0`, `sqrt infinity = infinity`; NaN below 0; keeps NaN.
/// Error   0.5 ulp: correctly rounded.
/// Source  IEEE 754-2019, 5.4.1.
template <Number V>
[[gnu::always_inline]] constexpr V sqrt(V x) noexcept {
  if constexpr (Scalar<V>) {
    if (std::is_constant_evaluated())
      return static_cast<V>(constant_sqrt(static_cast<double>(x)));
  }
  return machine::sqrt(x);
}

}  // namespace etch::math
