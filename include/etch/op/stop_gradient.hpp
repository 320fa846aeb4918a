// SPDX-License-Identifier: BSL-1.0
/// A value that no gradient passes.
#pragma once

#include <etch/op/operation.hpp>

namespace etch {

namespace op {

struct stop_gradient : composite {
  static constexpr bool stops_gradient = true;
  static constexpr std::string_view name = "stop_gradient";
  static constexpr std::string_view latex = R"(\operatorname{stop}\left(#1\right))";
  static constexpr graph::extents shape(const graph::extents& operand) { return operand; }
  static constexpr graph::handle pullback(const graph::handle*, graph::handle, graph::handle,
                                          int) {
    return {};
  }
  static constexpr graph::handle pushforward(const graph::handle*, graph::handle,
                                             const graph::handle*) {
    return {};
  }
  static constexpr graph::handle expansion(const graph::handle* x) { return x[0]; }
};

}  // namespace op

/// The operand's value, for gradients a constant.
///
/// Shape   keeps the operand's shape.
/// Source  as `lax.stop_gradient` of JAX and `Tensor.detach` of PyTorch.
template <Operand E>
constexpr auto stop_gradient(E e) {
  return make<op::stop_gradient>(e);
}

}  // namespace etch
