// SPDX-License-Identifier: BSL-1.0
/// A choice between two values.
#pragma once

#include <etch/math/traits.hpp>
#include <etch/op/leaf.hpp>

namespace etch::op {

/// The second operand where the first, the condition, is not 0; else the third.
struct where : elementwise<3> {
  static constexpr std::string_view name = "where";
  static constexpr bool few_instructions = true;
  static constexpr std::string_view latex =
      R"(\begin{cases} #2 & \text{if } #1 \\ #3 & \text{else} \end{cases})";
  template <class V>
  static constexpr V value(V condition, V a, V b) {
    return math::select(condition != math::constant<V>(0), a, b);
  }
  /// The adjoint goes to the branch taken, chosen and not multiplied: an infinite one leaves
  /// no NaN in the other, which gets 0. The condition gets nothing.
  static constexpr graph::handle pullback(const graph::handle* x, graph::handle,
                                          graph::handle adjoint, int which) {
    if (which == 0) return {};
    const graph::handle zero = adjoint.owner->constant(0);
    return which == 1 ? make<where>(x[0], adjoint, zero) : make<where>(x[0], zero, adjoint);
  }
};

}  // namespace etch::op
