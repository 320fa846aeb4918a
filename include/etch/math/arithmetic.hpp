// SPDX-License-Identifier: BSL-1.0
/// `+ - * /` that constant evaluation takes too: g++ allows no overflow there, clang no NaN,
/// and neither a division by 0. At run time they are the compilers' own.
#pragma once

#include <etch/math/traits.hpp>

#include <limits>
#include <type_traits>

namespace etch::math {

/// IEEE 754 by cases, each of which a compiler computes without complaint.
namespace constant_evaluation {

template <Scalar T>
constexpr bool is_nan(T x) {
  return to_bits(magnitude(x)) > to_bits(format<T>::infinity);
}
template <Scalar T>
constexpr bool is_infinite(T x) {
  return magnitude(x) == format<T>::infinity;
}
/// Infinity with the sign of a product or quotient.
template <Scalar T>
constexpr T infinity(T a, T b) {
  return from_bits<T>(to_bits(format<T>::infinity) |
                      ((to_bits(a) ^ to_bits(b)) & format<T>::sign));
}
/// 2^n.
template <Scalar T>
constexpr T power(int n) {
  return from_bits<T>(static_cast<word_t<T>>(n + format<T>::bias) << format<T>::fraction);
}

template <Scalar T>
constexpr T sum(T a, T b) {
  if (is_nan(a)) return a;
  if (is_nan(b)) return b;
  if (is_infinite(a)) return is_infinite(b) && a != b ? format<T>::nan : a;
  if (is_infinite(b)) return b;
  const T half = a / 2 + b / 2;
  return magnitude(half) < power<T>(format<T>::bias) ? a + b : infinity(half, T(1));
}

template <Scalar T>
constexpr T product(T a, T b) {
  // Half of the exponents.
  constexpr int half = (format<T>::bias + 1) / 2;
  if (is_nan(a)) return a;
  if (is_nan(b)) return b;
  const T larger = magnitude(a) < magnitude(b) ? magnitude(b) : magnitude(a);
  const T smaller = magnitude(a) < magnitude(b) ? magnitude(a) : magnitude(b);
  if (is_infinite(larger)) return smaller == 0 ? format<T>::nan : infinity(a, b);
  if (larger < power<T>(half)) return a * b;
  // The larger is scaled exactly, so that the product rounds as it would without bounds.
  const bool overflows =
      smaller >= power<T>(half) || larger * power<T>(-half - 1) * smaller >= power<T>(half - 1);
  return overflows ? infinity(a, b) : a * b;
}

template <Scalar T>
constexpr T quotient(T a, T b) {
  constexpr int bias = format<T>::bias, down = 2 * std::numeric_limits<T>::digits;
  if (is_nan(a)) return a;
  if (is_nan(b)) return b;
  if (is_infinite(a)) return is_infinite(b) ? format<T>::nan : infinity(a, b);
  if (b == 0) return a == 0 ? format<T>::nan : infinity(a, b);
  const T above = magnitude(a), below = magnitude(b);
  if (below >= 1) return a / b;
  // As above: both are scaled exactly.
  const bool large = above >= 1;
  const T scaled = (large ? above * power<T>(-down) : above) / (below * power<T>(bias));
  return scaled >= power<T>(large ? 1 - down : 1) ? infinity(a, b) : a / b;
}

}  // namespace constant_evaluation

// A product and the sum it stands in may be rounded once, together, though they are written in
// different functions, as g++ has it.

template <Number V>
[[gnu::always_inline]] constexpr V sum(V a, V b) noexcept {
#if defined(__clang__)
#pragma clang fp contract(fast)
#endif
  if constexpr (Scalar<V>) {
    if (std::is_constant_evaluated()) return constant_evaluation::sum(a, b);
  }
  return a + b;
}

template <Number V>
[[gnu::always_inline]] constexpr V difference(V a, V b) noexcept {
#if defined(__clang__)
#pragma clang fp contract(fast)
#endif
  if constexpr (Scalar<V>) {
    if (std::is_constant_evaluated()) return constant_evaluation::sum(a, -b);
  }
  return a - b;
}

template <Number V>
[[gnu::always_inline]] constexpr V product(V a, V b) noexcept {
#if defined(__clang__)
#pragma clang fp contract(fast)
#endif
  if constexpr (Scalar<V>) {
    if (std::is_constant_evaluated()) return constant_evaluation::product(a, b);
  }
  return a * b;
}

template <Number V>
[[gnu::always_inline]] constexpr V quotient(V a, V b) noexcept {
  if constexpr (Scalar<V>) {
    if (std::is_constant_evaluated()) return constant_evaluation::quotient(a, b);
  }
  return a / b;
}

}  // namespace etch::math
