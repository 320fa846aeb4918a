// SPDX-License-Identifier: BSL-1.0
/// The sign of a number.
#pragma once

#include <etch/math/sign.hpp>
#include <etch/op/operation.hpp>

namespace etch {

namespace op {

struct sign : flat<1> {
  static constexpr std::string_view name = "sign";
  static constexpr std::string_view latex = R"(\operatorname{sgn}\left(#1\right))";
  template <class V>
  static constexpr V value(V x) {
    return math::sign(x);
  }
};

}  // namespace op

/// -1, 0 or 1 with the sign of x, elementwise.
///
/// Shape   keeps the operand's shape.
/// Domain  every x; 0 of either zero. The slope is 0 everywhere.
/// Source  ONNX Sign, opset 13.
template <Operand E>
constexpr auto sign(E e) {
  return make<op::sign>(e);
}

}  // namespace etch
