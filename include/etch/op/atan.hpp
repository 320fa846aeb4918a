// SPDX-License-Identifier: BSL-1.0
/// Inverse tangent.
#pragma once

#include <etch/math/atan.hpp>
#include <etch/op/arithmetic.hpp>

namespace etch {

namespace op {

struct atan : elementwise<1> {
  static constexpr std::string_view name = "atan";
  static constexpr std::string_view latex = R"(\arctan\left(#1\right))";
  template <class V>
  static constexpr V value(V x) {
    return math::atan(x);
  }
  static constexpr auto slope(auto x, auto) { return 1 / (1 + x * x); }
};

}  // namespace op

/// The angle of (-pi/2, pi/2) whose tangent is x, elementwise.
///
/// Shape   keeps the operand's shape.
/// Domain  every x.
/// Source  IEEE 754-2019, table 9.1; slope: 1 / (1 + x^2).
template <Operand E>
constexpr auto atan(E e) {
  return make<op::atan>(e);
}

}  // namespace etch
