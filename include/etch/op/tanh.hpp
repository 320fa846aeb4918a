// SPDX-License-Identifier: BSL-1.0
/// The hyperbolic tangent.
#pragma once

#include <etch/math/tanh.hpp>
#include <etch/op/arithmetic.hpp>

namespace etch {

namespace op {

struct tanh : elementwise<1> {
  static constexpr std::string_view name = "tanh";
  static constexpr std::string_view latex = R"(\tanh\left(#1\right))";
  template <class V>
  static constexpr V value(V x) {
    return math::tanh(x);
  }
  static constexpr auto slope(auto, auto t) { return 1 - t * t; }
};

}  // namespace op

/// `(e^x - e^-x) / (e^x + e^-x)`, elementwise.
///
/// Shape   keeps the operand's shape.
/// Domain  every x; -1 and 1 in the far tails.
/// Source  IEEE 754-2019, table 9.1; slope: 1 - t^2 with t the value.
template <Operand E>
constexpr auto tanh(E e) {
  return make<op::tanh>(e);
}

}  // namespace etch
