// SPDX-License-Identifier: BSL-1.0
/// When a number that was found is the oracle's.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

namespace laws {

/// How far a number may be off: in units of the last place of the exact one, or of `floor`
/// where that is larger; at the operand x, `ulps + growth x^2`.
struct bound {
  double ulps, growth = 0, floor = 0;
};

/// Whether `found` is `exact`, which is rounded once: NaN is NaN, and what lies beyond the
/// largest number counts as the power of two that follows it.
template <class T>
bool agree(T found, double exact, bound allowed, double x = 0) {
  using limits = std::numeric_limits<T>;
  if (std::isnan(found) || std::isnan(exact)) return std::isnan(found) && std::isnan(exact);
  const auto held = [](auto number) {
    const long double beyond = std::ldexp(1.0L, limits::max_exponent);
    return std::clamp(static_cast<long double>(number), -beyond, beyond);
  };
  const long double wanted = held(exact);
  const long double size = std::max(std::fabs(wanted), held(allowed.floor));
  int exponent = limits::min_exponent;
  if (size > 0) std::frexp(size, &exponent);
  exponent = std::clamp(exponent, limits::min_exponent, limits::max_exponent);
  const double units = allowed.ulps + (allowed.growth > 0 ? allowed.growth * x * x : 0);
  return std::fabs(held(found) - wanted) <=
         static_cast<long double>(units) * std::ldexp(1.0L, exponent - limits::digits);
}

/// The same bits, or NaN both.
template <class T>
bool same(T a, T b) {
  return (std::isnan(a) && std::isnan(b)) || (a == b && std::signbit(a) == std::signbit(b));
}

}  // namespace laws
