// SPDX-License-Identifier: BSL-1.0
/// Product of two values of the same place, elementwise.
#pragma once

#include <etch/math/arithmetic.hpp>
#include <etch/op/operation.hpp>

namespace etch {

namespace op {

struct multiply : elementwise<2> {
  static constexpr std::string_view name = "multiply";
  static constexpr std::string_view infix = " * ";
  static constexpr int precedence = 2;
  static constexpr bool commutative = true;
  template <class V>
  static constexpr V value(V a, V b) {
    return math::product(a, b);
  }
  static constexpr graph::handle pullback(const graph::handle* x, graph::handle,
                                          graph::handle adjoint, int which) {
    return make<multiply>(adjoint, x[1 - which]);
  }
};

}  // namespace op

}  // namespace etch
