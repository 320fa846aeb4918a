// SPDX-License-Identifier: BSL-1.0
/// Exponential.
#pragma once

#include <etch/math/exp.hpp>
#include <etch/op/multiply.hpp>
#include <etch/op/operation.hpp>

namespace etch {

namespace op {

struct exp : elementwise<1> {
  static constexpr std::string_view name = "exp";
  static constexpr std::string_view latex = R"(e^{#1})";
  template <class V>
  static constexpr V value(V x) {
    return math::exp(x);
  }
  static constexpr auto slope(auto, auto value) { return value; }
};

}  // namespace op

/// `e^x`, elementwise.
///
/// Shape   keeps the operand's shape.
/// Domain  every x; overflows to infinity, underflows through the subnormals to 0.
/// Source  IEEE 754-2019, table 9.1; slope: itself.
template <Operand E>
constexpr auto exp(E e) {
  return make<op::exp>(e);
}

}  // namespace etch
