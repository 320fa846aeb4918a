// SPDX-License-Identifier: BSL-1.0
/// Tangent.
#pragma once

#include <etch/math/tan.hpp>
#include <etch/op/arithmetic.hpp>

namespace etch {

namespace op {

struct tan : elementwise<1> {
  static constexpr std::string_view name = "tan";
  static constexpr std::string_view latex = R"(\tan\left(#1\right))";
  template <class V>
  static constexpr V value(V x) {
    return math::tan(x);
  }
  static constexpr auto slope(auto, auto t) { return 1 + t * t; }
};

}  // namespace op

/// The tangent, elementwise.
///
/// Shape   keeps the operand's shape.
/// Domain  every finite x, in radians; NaN at the infinities.
/// Source  IEEE 754-2019, table 9.1; slope: 1 + t^2 with t the value.
template <Operand E>
constexpr auto tan(E e) {
  return make<op::tan>(e);
}

}  // namespace etch
