// SPDX-License-Identifier: BSL-1.0
/// Power of two.
#pragma once

#include <etch/math/exp2.hpp>
#include <etch/op/arithmetic.hpp>

namespace etch {

namespace op {

struct exp2 : elementwise<1> {
  static constexpr std::string_view name = "exp2";
  static constexpr std::string_view latex = R"(2^{#1})";
  template <class V>
  static constexpr V value(V x) {
    return math::exp2(x);
  }
  static constexpr auto slope(auto, auto value) { return 0.69314718055994531 * value; }
};

}  // namespace op

/// `2^x`, elementwise.
///
/// Shape   keeps the operand's shape.
/// Domain  every x; overflows to infinity, underflows through the subnormals to 0.
/// Source  IEEE 754-2019, table 9.1; slope: itself times ln 2.
template <Operand E>
constexpr auto exp2(E e) {
  return make<op::exp2>(e);
}

}  // namespace etch
