// SPDX-License-Identifier: BSL-1.0
/// The complementary error function.
#pragma once

#include <etch/math/erfc.hpp>
#include <etch/op/arithmetic.hpp>
#include <etch/op/exp.hpp>

namespace etch {

namespace op {

struct erfc : elementwise<1> {
  static constexpr std::string_view name = "erfc";
  static constexpr std::string_view latex = R"(\operatorname{erfc}\left(#1\right))";
  template <class V>
  static constexpr V value(V x) {
    return math::erfc(x);
  }
  static constexpr auto slope(auto x, auto) {
    return -1.1283791670955126 * etch::exp(-(x * x));
  }
};

}  // namespace op

/// `1 - erf x`, elementwise, with all its digits where erf is nearly 1.
///
/// Shape   keeps the operand's shape.
/// Domain  every x; 2 and 0 in the far tails.
/// Source  NIST DLMF 7.2.2; slope: -2 / sqrt(pi) e^(-x^2).
template <Operand E>
constexpr auto erfc(E e) {
  return make<op::erfc>(e);
}

}  // namespace etch
