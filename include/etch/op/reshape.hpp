// SPDX-License-Identifier: BSL-1.0
/// The same elements, in row-major order, under another shape.
#pragma once

#include <etch/graph/list.hpp>
#include <etch/graph/move.hpp>
#include <etch/op/operation.hpp>

namespace etch {

namespace op {

struct reshape : rearrangement {
  static constexpr std::string_view name = "reshape";
  static constexpr graph::handle of(graph::handle x, const graph::extents& shape) {
    return x->shape == shape ? x : make_shaped<reshape>(shape, 0, x);
  }
  static constexpr graph::handle pullback(const graph::handle* x, graph::handle,
                                          graph::handle adjoint, int) {
    return of(adjoint, x[0]->shape);
  }
  static constexpr graph::list<graph::move> moves(const graph::extents& from,
                                                  const graph::extents&, std::size_t, int) {
    graph::move all;
    all.count[0] = from.elements_between(0, from.rank);
    all.from_stride[0] = all.to_stride[0] = 1;
    graph::list<graph::move> result;
    result.push(all);
    return result;
  }
  static constexpr std::size_t deeper(std::size_t detail) { return detail; }
};

}  // namespace op

}  // namespace etch
