// SPDX-License-Identifier: BSL-1.0
/// The logistic function.
#pragma once

#include <etch/math/sigmoid.hpp>
#include <etch/op/arithmetic.hpp>

namespace etch {

namespace op {

struct sigmoid : elementwise<1> {
  static constexpr std::string_view name = "sigmoid";
  static constexpr std::string_view latex = R"(\sigma\left(#1\right))";
  template <class V>
  static constexpr V value(V x) {
    return math::sigmoid(x);
  }
  static constexpr auto slope(auto, auto s) { return s * (1 - s); }
};

}  // namespace op

/// `1 / (1 + e^-x)`, elementwise.
///
/// Shape   keeps the operand's shape.
/// Domain  every x; 0 and 1 in the far tails, never NaN for a number.
/// Source  Verhulst 1845; slope: s (1 - s) with s the value.
template <Operand E>
constexpr auto sigmoid(E e) {
  return make<op::sigmoid>(e);
}

}  // namespace etch
