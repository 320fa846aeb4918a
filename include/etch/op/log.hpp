// SPDX-License-Identifier: BSL-1.0
/// Natural logarithm.
#pragma once

#include <etch/math/log.hpp>
#include <etch/op/arithmetic.hpp>

namespace etch {

namespace op {

struct log : elementwise<1> {
  static constexpr std::string_view name = "log";
  static constexpr std::string_view latex = R"(\ln\left(#1\right))";
  template <class V>
  static constexpr V value(V x) {
    return math::log(x);
  }
  static constexpr auto slope(auto x, auto) { return 1 / x; }
};

}  // namespace op

/// `ln x`, elementwise.
///
/// Shape   keeps the operand's shape.
/// Domain  x > 0; -infinity at 0, NaN below.
/// Source  IEEE 754-2019, table 9.1; slope: 1 / x.
template <Operand E>
constexpr auto log(E e) {
  return make<op::log>(e);
}

}  // namespace etch
