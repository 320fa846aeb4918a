// SPDX-License-Identifier: BSL-1.0
/// Rounding down.
#pragma once

#include <etch/math/rounding.hpp>
#include <etch/op/operation.hpp>

namespace etch {

namespace op {

struct floor : flat<1> {
  static constexpr std::string_view name = "floor";
  static constexpr std::string_view latex = R"(\left\lfloor #1 \right\rfloor)";
  template <class V>
  static constexpr V value(V x) {
    return math::floor(x);
  }
};

}  // namespace op

/// The greatest integer not above x, elementwise.
///
/// Shape   keeps the operand's shape.
/// Domain  every x. The slope is 0 everywhere.
/// Source  IEEE 754-2019, 5.9 (roundToIntegralTowardNegative).
template <Operand E>
constexpr auto floor(E e) {
  return make<op::floor>(e);
}

}  // namespace etch
