// SPDX-License-Identifier: BSL-1.0
/// Natural logarithm of one more.
#pragma once

#include <etch/math/log1p.hpp>
#include <etch/op/arithmetic.hpp>

namespace etch {

namespace op {

struct log1p : elementwise<1> {
  static constexpr std::string_view name = "log1p";
  static constexpr std::string_view latex = R"(\ln\left(1 + #1\right))";
  template <class V>
  static constexpr V value(V x) {
    return math::log1p(x);
  }
  static constexpr auto slope(auto x, auto) { return 1 / (1 + x); }
};

}  // namespace op

/// `ln(1 + x)`, elementwise, exact near 0 also.
///
/// Shape   keeps the operand's shape.
/// Domain  x > -1; -infinity at -1, NaN below.
/// Source  IEEE 754-2019, table 9.1; slope: 1 / (1 + x).
template <Operand E>
constexpr auto log1p(E e) {
  return make<op::log1p>(e);
}

}  // namespace etch
