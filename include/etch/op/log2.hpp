// SPDX-License-Identifier: BSL-1.0
/// Logarithm to base two.
#pragma once

#include <etch/math/log2.hpp>
#include <etch/op/arithmetic.hpp>

namespace etch {

namespace op {

struct log2 : elementwise<1> {
  static constexpr std::string_view name = "log2";
  static constexpr std::string_view latex = R"(\log_2\left(#1\right))";
  template <class V>
  static constexpr V value(V x) {
    return math::log2(x);
  }
  static constexpr auto slope(auto x, auto) { return 1.4426950408889634 / x; }
};

}  // namespace op

/// `log2 x`, elementwise.
///
/// Shape   keeps the operand's shape.
/// Domain  x > 0; -infinity at 0, NaN below.
/// Source  IEEE 754-2019, table 9.1; slope: 1 / (x ln 2).
template <Operand E>
constexpr auto log2(E e) {
  return make<op::log2>(e);
}

}  // namespace etch
