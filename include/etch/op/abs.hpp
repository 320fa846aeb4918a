// SPDX-License-Identifier: BSL-1.0
/// Absolute value.
#pragma once

#include <etch/math/sign.hpp>
#include <etch/op/arithmetic.hpp>
#include <etch/op/sign.hpp>

namespace etch {

namespace op {

struct abs : elementwise<1> {
  static constexpr std::string_view name = "abs";
  static constexpr bool few_instructions = true;
  static constexpr std::string_view latex = R"(\left|#1\right|)";
  template <class V>
  static constexpr V value(V x) {
    return math::abs(x);
  }
  static constexpr auto slope(auto x, auto) { return etch::sign(x); }
};

}  // namespace op

/// `|x|`, elementwise.
///
/// Shape   keeps the operand's shape.
/// Domain  every x; the slope at 0 is 0.
/// Source  IEEE 754-2019, 5.5.1; slope: the sign of x.
template <Operand E>
constexpr auto abs(E e) {
  return make<op::abs>(e);
}

}  // namespace etch
