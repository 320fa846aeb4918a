// SPDX-License-Identifier: BSL-1.0
/// The same elements with the axes in another order.
#pragma once

#include <etch/graph/list.hpp>
#include <etch/graph/move.hpp>
#include <etch/op/operation.hpp>

namespace etch {

namespace op {

/// Axis `i` of the result is axis `axis[i]` of the operand.
struct axis_order {
  int axis[graph::extents::max_rank]{};

  /// Four bits an axis.
  constexpr std::size_t packed(int rank) const {
    std::size_t detail = 0;
    for (int i = rank; i-- > 0;) detail = detail << 4 | static_cast<std::size_t>(axis[i]);
    return detail;
  }
  static constexpr axis_order of(std::size_t detail, int rank) {
    axis_order order;
    for (int i = 0; i < rank; ++i, detail >>= 4) order.axis[i] = static_cast<int>(detail & 15);
    return order;
  }
  constexpr axis_order inverse(int rank) const {
    axis_order result;
    for (int i = 0; i < rank; ++i) result.axis[axis[i]] = i;
    return result;
  }
  constexpr graph::extents applied(const graph::extents& shape) const {
    graph::extents result{shape.rank, {}};
    for (int i = 0; i < shape.rank; ++i) result.extent[i] = shape[axis[i]];
    return result;
  }
};

struct permute : rearrangement {
  static constexpr std::string_view name = "permute";
  static constexpr graph::extents shape(const graph::extents& operand, std::size_t detail) {
    return axis_order::of(detail, operand.rank).applied(operand);
  }
  static constexpr graph::handle of(graph::handle x, const axis_order& order) {
    return make_with<permute>(order.packed(x->shape.rank), x);
  }
  static constexpr graph::handle pullback(const graph::handle*, graph::handle value,
                                          graph::handle adjoint, int) {
    const int rank = value->shape.rank;
    return of(adjoint, axis_order::of(value->detail, rank).inverse(rank));
  }
  static constexpr graph::list<graph::move> moves(const graph::extents& from,
                                                  const graph::extents& to, std::size_t detail,
                                                  int) {
    const graph::strides old_strides(from), new_strides(to);
    const axis_order order = axis_order::of(detail, from.rank);
    graph::move box;
    for (int i = 0; i < to.rank; ++i) {
      box.count[i] = to[i];
      box.from_stride[i] = old_strides[order.axis[i]];
      box.to_stride[i] = new_strides[i];
    }
    graph::list<graph::move> result;
    result.push(box);
    return result;
  }
};

}  // namespace op

}  // namespace etch
