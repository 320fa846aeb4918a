// SPDX-License-Identifier: BSL-1.0
/// Rounding to the nearest integer.
#pragma once

#include <etch/math/rounding.hpp>
#include <etch/op/operation.hpp>

namespace etch {

namespace op {

struct round : flat<1> {
  static constexpr std::string_view name = "round";
  static constexpr std::string_view latex = R"(\operatorname{round}\left(#1\right))";
  template <class V>
  static constexpr V value(V x) {
    return math::round(x);
  }
};

}  // namespace op

/// The nearest integer, of two the even one, elementwise.
///
/// Shape   keeps the operand's shape.
/// Domain  every x. The slope is 0 everywhere.
/// Source  IEEE 754-2019, 5.9 (roundToIntegralTiesToEven); ONNX Round, opset 11.
template <Operand E>
constexpr auto round(E e) {
  return make<op::round>(e);
}

}  // namespace etch
