// SPDX-License-Identifier: BSL-1.0
/// Exponential minus one.
#pragma once

#include <etch/math/expm1.hpp>
#include <etch/op/exp.hpp>

namespace etch {

namespace op {

struct expm1 : elementwise<1> {
  static constexpr std::string_view name = "expm1";
  static constexpr std::string_view latex = R"(\left(e^{#1} - 1\right))";
  template <class V>
  static constexpr V value(V x) {
    return math::expm1(x);
  }
  // Not the value plus 1, which has no digits left far below 0.
  static constexpr auto slope(auto x, auto) { return etch::exp(x); }
};

}  // namespace op

/// `e^x - 1`, elementwise, exact near 0 also.
///
/// Shape   keeps the operand's shape.
/// Domain  every x; -1 in the far negative tail.
/// Source  IEEE 754-2019, table 9.1; slope: e^x.
template <Operand E>
constexpr auto expm1(E e) {
  return make<op::expm1>(e);
}

}  // namespace etch
