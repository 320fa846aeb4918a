// SPDX-License-Identifier: BSL-1.0
/// Exact rational numbers, for coefficients and exponents.
#pragma once

#include <cstdint>

namespace etch::pass::algebra {

/// `over / under` in lowest terms, `under` > 0. A number that does not fit has `under` 0: it is
/// not known, and equal to nothing, not even to itself.
struct ratio {
  std::int64_t over = 0;
  std::int64_t under = 1;

  constexpr bool is_known() const { return under != 0; }
  constexpr bool is_zero() const { return over == 0 && under != 0; }
  constexpr bool is_one() const { return over == 1 && under == 1; }
  constexpr bool is_integer() const { return under == 1; }
  constexpr bool is_odd() const { return is_integer() && over % 2 != 0; }
  /// Even, or with an even denominator: a power of this is nowhere negative.
  constexpr bool is_even() const { return is_known() && (over % 2 == 0 || under % 2 == 0); }

  friend constexpr bool operator==(const ratio& a, const ratio& b) {
    return a.over == b.over && a.under == b.under && a.is_known();
  }
};

inline constexpr ratio unknown_ratio{0, 0};

constexpr std::int64_t magnitude(std::int64_t n) { return n < 0 ? -n : n; }

constexpr std::int64_t common_divisor(std::int64_t a, std::int64_t b) {
  while (b != 0) {
    const std::int64_t rest = a % b;
    a = b;
    b = rest;
  }
  return magnitude(a);
}

/// Far enough from the ends of the type that sums and negatives fit.
constexpr bool fits(std::int64_t n) {
  return n < (std::int64_t{1} << 61) && n > -(std::int64_t{1} << 61);
}

/// `over / under`, reduced.
constexpr ratio make_ratio(std::int64_t over, std::int64_t under) {
  if (under == 0 || !fits(over) || !fits(under)) return unknown_ratio;
  const std::int64_t divisor = common_divisor(over, under);
  const std::int64_t sign = under < 0 ? -1 : 1;
  return {sign * over / divisor, sign * under / divisor};
}

constexpr ratio operator-(const ratio& a) { return {-a.over, a.under}; }

constexpr ratio operator*(const ratio& a, const ratio& b) {
  if (!a.is_known() || !b.is_known()) return unknown_ratio;
  std::int64_t over = 0, under = 0;
  if (__builtin_mul_overflow(a.over, b.over, &over) ||
      __builtin_mul_overflow(a.under, b.under, &under))
    return unknown_ratio;
  if (under == 1 && fits(over)) return {over, 1};
  return make_ratio(over, under);
}

constexpr ratio operator+(const ratio& a, const ratio& b) {
  if (!a.is_known() || !b.is_known()) return unknown_ratio;
  if (a.under == 1 && b.under == 1 && fits(a.over + b.over)) return {a.over + b.over, 1};
  std::int64_t left = 0, right = 0, under = 0;
  if (__builtin_mul_overflow(a.over, b.under, &left) ||
      __builtin_mul_overflow(b.over, a.under, &right) ||
      __builtin_mul_overflow(a.under, b.under, &under) || !fits(left) || !fits(right))
    return unknown_ratio;
  return make_ratio(left + right, under);
}

constexpr ratio operator-(const ratio& a, const ratio& b) { return a + -b; }

/// Of zero there is none.
constexpr ratio reciprocal(const ratio& a) { return make_ratio(a.under, a.over); }

constexpr ratio power(ratio base, std::int64_t exponent) {
  if (exponent < 0) return power(reciprocal(base), -exponent);
  ratio result{1, 1};
  for (; exponent > 0; exponent /= 2) {
    if (exponent % 2 != 0) result = result * base;
    if (exponent > 1) base = base * base;
  }
  return result;
}

/// The root of a square number; 0 of others.
constexpr std::int64_t whole_root(std::int64_t square) {
  std::int64_t low = 0, high = std::int64_t{1} << 31;
  while (low < high) {
    const std::int64_t middle = (low + high + 1) / 2;
    if (middle * middle <= square)
      low = middle;
    else
      high = middle - 1;
  }
  return low * low == square ? low : 0;
}

/// The root of a number above 0; not known if it is not rational.
constexpr ratio square_root(const ratio& a) {
  const std::int64_t over = whole_root(a.over), under = whole_root(a.under);
  return over == 0 || under == 0 ? unknown_ratio : ratio{over, under};
}

/// The rational number with few digits that is written as this double: 1/3 for 0.333..., 1/10
/// for 0.1. Not known of numbers that are no such.
constexpr ratio simple_ratio(double number) {
  constexpr double most = 4398046511104.0;  // of numerator times denominator: a chance double
                                            // is none with probability 1 - 2^-10
  const double size = number < 0 ? -number : number;
  if (!(size < most)) return unknown_ratio;
  double over = 1, under = 0, over_before = 0, under_before = 1, rest = size;
  for (int i = 0; i < 40; ++i) {  // continued fractions
    const double whole = static_cast<double>(static_cast<std::int64_t>(rest));
    const double next_over = whole * over + over_before;
    const double next_under = whole * under + under_before;
    over_before = over, under_before = under;
    over = next_over, under = next_under;
    if (over * under > most || under > most) return unknown_ratio;
    if (over / under == size) {
      const auto exact = static_cast<std::int64_t>(over);
      return {number < 0 ? -exact : exact, static_cast<std::int64_t>(under)};
    }
    if (rest == whole) return unknown_ratio;
    rest = 1 / (rest - whole);
    if (!(rest < most)) return unknown_ratio;
  }
  return unknown_ratio;
}

}  // namespace etch::pass::algebra
