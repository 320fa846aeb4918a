// SPDX-License-Identifier: BSL-1.0
/// Square root.
#pragma once

#include <etch/math/sqrt.hpp>
#include <etch/op/arithmetic.hpp>

namespace etch {

namespace op {

struct sqrt : elementwise<1> {
  static constexpr std::string_view name = "sqrt";
  static constexpr bool few_instructions = true;
  static constexpr std::string_view latex = R"(\sqrt{#1})";
  template <class V>
  static constexpr V value(V x) {
    return math::sqrt(x);
  }
  static constexpr auto slope(auto, auto value) { return 0.5 / value; }
};

}  // namespace op

/// The square root, elementwise.
///
/// Shape   keeps the operand's shape.
/// Domain  x >= 0; NaN below. The slope is infinite at 0.
/// Source  IEEE 754-2019, 5.4.1; slope: 1 / (2 sqrt x).
template <Operand E>
constexpr auto sqrt(E e) {
  return make<op::sqrt>(e);
}

}  // namespace etch
