// SPDX-License-Identifier: BSL-1.0
/// Sum over all elements.
#pragma once

#include <etch/op/operation.hpp>

namespace etch {

namespace op {

/// A scalar in every place of a shape. (An operation of its own, since a node's shape is
/// otherwise found from its operands'.)
struct broadcast : elementwise<1> {
  static constexpr std::string_view name = "broadcast";
  static constexpr bool few_instructions = true;
  template <class V>
  static constexpr V value(V x) {
    return x;
  }
  static constexpr graph::handle pullback(const graph::handle*, graph::handle,
                                          graph::handle adjoint, int) {
    return adjoint;  // differentiate sums what flows back to a scalar
  }
};

struct sum : reduction {
  static constexpr std::string_view name = "sum";
  static constexpr bool linear = true;
  static constexpr graph::handle pullback(const graph::handle* x, graph::handle,
                                          graph::handle adjoint, int) {
    return fill(adjoint, x[0]->shape);
  }

  /// `value` in every place of `shape`.
  static constexpr graph::handle fill(graph::handle value, const graph::extents& shape) {
    if (value->shape == shape) return value;
    return value.owner->add(
        {.op = &operation_of<broadcast>, .shape = shape, .operands = {value.id}});
  }
};

}  // namespace op

/// The sum of all elements.
///
/// Shape   any shape to a scalar; of a batch, one scalar per sample.
template <Operand E>
constexpr auto sum(E e) {
  return make<op::sum>(e);
}

}  // namespace etch
