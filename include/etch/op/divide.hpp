// SPDX-License-Identifier: BSL-1.0
/// Quotient of two values of the same place, elementwise.
#pragma once

#include <etch/math/arithmetic.hpp>
#include <etch/op/multiply.hpp>
#include <etch/op/negate.hpp>
#include <etch/op/operation.hpp>

namespace etch {

namespace op {

struct divide : elementwise<2> {
  static constexpr std::string_view name = "divide";
  static constexpr std::string_view infix = " / ";
  static constexpr int precedence = 2;
  template <class V>
  static constexpr V value(V a, V b) {
    return math::quotient(a, b);
  }
  static constexpr graph::handle pullback(const graph::handle* x, graph::handle value,
                                          graph::handle adjoint, int which) {
    const graph::handle share = make<divide>(adjoint, x[1]);
    return which == 0 ? share : make<negate>(make<multiply>(share, value));
  }
};

}  // namespace op

}  // namespace etch
