// SPDX-License-Identifier: BSL-1.0
/// Inverse sine.
#pragma once

#include <etch/math/asin.hpp>
#include <etch/op/rsqrt.hpp>

namespace etch {

namespace op {

struct asin : elementwise<1> {
  static constexpr std::string_view name = "asin";
  static constexpr std::string_view latex = R"(\arcsin\left(#1\right))";
  template <class V>
  static constexpr V value(V x) {
    return math::asin(x);
  }
  // Near 1 the difference of squares would lose the digits that this product keeps.
  static constexpr auto slope(auto x, auto) { return etch::rsqrt((1 - x) * (1 + x)); }
};

}  // namespace op

/// The angle of [-pi/2, pi/2] whose sine is x, elementwise.
///
/// Shape   keeps the operand's shape.
/// Domain  |x| <= 1, NaN beyond. The slope is infinite at -1 and 1.
/// Source  IEEE 754-2019, table 9.1; slope: 1 / sqrt(1 - x^2).
template <Operand E>
constexpr auto asin(E e) {
  return make<op::asin>(e);
}

}  // namespace etch
