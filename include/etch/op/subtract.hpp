// SPDX-License-Identifier: BSL-1.0
/// Difference of two values, elementwise.
#pragma once

#include <etch/math/arithmetic.hpp>
#include <etch/op/negate.hpp>
#include <etch/op/operation.hpp>

namespace etch {

namespace op {

struct subtract : elementwise<2> {
  static constexpr std::string_view name = "subtract";
  static constexpr std::string_view infix = " - ";
  static constexpr int precedence = 1;
  template <class V>
  static constexpr V value(V a, V b) {
    return math::difference(a, b);
  }
  static constexpr graph::handle pullback(const graph::handle*, graph::handle,
                                          graph::handle adjoint, int which) {
    return which == 0 ? adjoint : make<negate>(adjoint);
  }
};

}  // namespace op

}  // namespace etch
