// SPDX-License-Identifier: BSL-1.0
/// Cube root.
#pragma once

#include <etch/math/cbrt.hpp>
#include <etch/op/arithmetic.hpp>

namespace etch {

namespace op {

struct cbrt : elementwise<1> {
  static constexpr std::string_view name = "cbrt";
  static constexpr std::string_view latex = R"(\sqrt[3]{#1})";
  template <class V>
  static constexpr V value(V x) {
    return math::cbrt(x);
  }
  static constexpr auto slope(auto, auto c) { return 1 / (3 * (c * c)); }
};

}  // namespace op

/// The cube root, elementwise.
///
/// Shape   keeps the operand's shape.
/// Domain  every x. The slope is infinite at 0.
/// Source  C17, 7.12.7.1; slope: 1 / (3 c^2) with c the value.
template <Operand E>
constexpr auto cbrt(E e) {
  return make<op::cbrt>(e);
}

}  // namespace etch
