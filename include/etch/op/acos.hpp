// SPDX-License-Identifier: BSL-1.0
/// Inverse cosine.
#pragma once

#include <etch/math/acos.hpp>
#include <etch/op/rsqrt.hpp>

namespace etch {

namespace op {

struct acos : elementwise<1> {
  static constexpr std::string_view name = "acos";
  static constexpr std::string_view latex = R"(\arccos\left(#1\right))";
  template <class V>
  static constexpr V value(V x) {
    return math::acos(x);
  }
  static constexpr auto slope(auto x, auto) { return -etch::rsqrt((1 - x) * (1 + x)); }
};

}  // namespace op

/// The angle of [0, pi] whose cosine is x, elementwise.
///
/// Shape   keeps the operand's shape.
/// Domain  |x| <= 1, NaN beyond. The slope is infinite at -1 and 1.
/// Source  IEEE 754-2019, table 9.1; slope: -1 / sqrt(1 - x^2).
template <Operand E>
constexpr auto acos(E e) {
  return make<op::acos>(e);
}

}  // namespace etch
