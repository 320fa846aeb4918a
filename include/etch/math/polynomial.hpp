// SPDX-License-Identifier: BSL-1.0
/// Polynomials.
#pragma once

#include <etch/math/traits.hpp>

#include <bit>
#include <cstddef>

namespace etch::math {

/// `x^N`, for `N` a power of two.
template <std::size_t N, Number V>
[[gnu::always_inline]] constexpr V squared_up_to(V x) noexcept {
  if constexpr (N == 1)
    return x;
  else
    return squared_up_to<N / 2>(x * x);
}

/// `c[First] + c[First + 1] x + ...`, `Terms` terms: two parts, so that the chain of operations
/// that wait for each other grows with the logarithm of the degree only; the first as short as
/// it may be, for then fewer powers of x are needed.
///
/// Domain  every x whose powers neither overflow nor vanish.
/// Source  G. Estrin, Organization of computer systems: the fixed plus variable structure
///         computer, Western Joint IRE-AIEE-ACM Computer Conference, 1960.
template <std::size_t First, std::size_t Terms, Number V, std::size_t Size>
[[gnu::always_inline]] constexpr V polynomial(const scalar_t<V> (&c)[Size], V x) noexcept {
  static_assert(First + Terms <= Size);
  if constexpr (Terms == 1) {
    return constant<V>(c[First]);
  } else {
    constexpr std::size_t low = std::bit_ceil(Terms - std::bit_ceil(Terms) / 2);
    return polynomial<First, low>(c, x) +
           squared_up_to<low>(x) * polynomial<First + low, Terms - low>(c, x);
  }
}

template <Number V, std::size_t Size>
[[gnu::always_inline]] constexpr V polynomial(const scalar_t<V> (&c)[Size], V x) noexcept {
  return polynomial<0, Size>(c, x);
}

}  // namespace etch::math
