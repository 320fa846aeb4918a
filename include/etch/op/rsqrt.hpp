// SPDX-License-Identifier: BSL-1.0
/// Reciprocal of the square root.
#pragma once

#include <etch/math/rsqrt.hpp>
#include <etch/op/arithmetic.hpp>

namespace etch {

namespace op {

struct rsqrt : elementwise<1> {
  static constexpr std::string_view name = "rsqrt";
  static constexpr std::string_view latex = R"(\frac{1}{\sqrt{#1}})";
  template <class V>
  static constexpr V value(V x) {
    return math::rsqrt(x);
  }
  static constexpr auto slope(auto, auto r) { return -0.5 * (r * r * r); }
};

}  // namespace op

/// `1 / sqrt x`, elementwise.
///
/// Shape   keeps the operand's shape.
/// Domain  x > 0; infinite at 0, NaN below.
/// Source  IEEE 754-2019, table 9.1 (rSqrt); slope: -r^3 / 2 with r the value.
template <Operand E>
constexpr auto rsqrt(E e) {
  return make<op::rsqrt>(e);
}

}  // namespace etch
