// SPDX-License-Identifier: BSL-1.0
/// Rounding up.
#pragma once

#include <etch/math/rounding.hpp>
#include <etch/op/operation.hpp>

namespace etch {

namespace op {

struct ceil : flat<1> {
  static constexpr std::string_view name = "ceil";
  static constexpr std::string_view latex = R"(\left\lceil #1 \right\rceil)";
  template <class V>
  static constexpr V value(V x) {
    return math::ceil(x);
  }
};

}  // namespace op

/// The least integer not below x, elementwise.
///
/// Shape   keeps the operand's shape.
/// Domain  every x. The slope is 0 everywhere.
/// Source  IEEE 754-2019, 5.9 (roundToIntegralTowardPositive).
template <Operand E>
constexpr auto ceil(E e) {
  return make<op::ceil>(e);
}

}  // namespace etch
