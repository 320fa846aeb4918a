// SPDX-License-Identifier: BSL-1.0
/// Two arrays, one behind the other along an axis.
#pragma once

#include <etch/graph/list.hpp>
#include <etch/graph/move.hpp>
#include <etch/op/operation.hpp>
#include <etch/op/slice.hpp>

namespace etch {

namespace op {

struct concatenate {
  static constexpr std::string_view name = "concat";
  static constexpr graph::family family = graph::family::rearrangement;
  static constexpr int arity = 2;
  static constexpr bool linear = true;
  static constexpr graph::extents shape(const graph::extents& first,
                                        const graph::extents& second, std::size_t axis) {
    graph::extents result = first;
    result.extent[axis] += second.extent[axis];
    return result;
  }
  static constexpr graph::handle pullback(const graph::handle* x, graph::handle value,
                                          graph::handle adjoint, int which) {
    const int axis = static_cast<int>(value->detail);
    const slice_bounds bounds{axis, which == 0 ? 0 : x[0]->shape[axis], 1};
    return make_shaped<slice>(x[which]->shape, bounds.packed(), adjoint);
  }
  static constexpr graph::list<graph::move> moves(const graph::extents& from,
                                                  const graph::extents& to, std::size_t detail,
                                                  int which) {
    const int axis = static_cast<int>(detail);
    const slice_bounds bounds{axis, which == 0 ? 0 : to[axis] - from[axis], 1};
    graph::list<graph::move> result;
    result.push(bounds.from_whole(to, from).reversed());
    return result;
  }
  static constexpr std::size_t deeper(std::size_t axis) { return axis + 1; }
};

}  // namespace op

}  // namespace etch
