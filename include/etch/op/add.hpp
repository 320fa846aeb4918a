// SPDX-License-Identifier: BSL-1.0
/// Sum of two values, elementwise.
#pragma once

#include <etch/math/arithmetic.hpp>
#include <etch/op/operation.hpp>

namespace etch {

namespace op {

struct add : elementwise<2> {
  static constexpr std::string_view name = "add";
  static constexpr std::string_view infix = " + ";
  static constexpr int precedence = 1;
  static constexpr bool commutative = true;
  template <class V>
  static constexpr V value(V a, V b) {
    return math::sum(a, b);
  }
  static constexpr graph::handle pullback(const graph::handle*, graph::handle,
                                          graph::handle adjoint, int) {
    return adjoint;
  }
};

}  // namespace op

}  // namespace etch
