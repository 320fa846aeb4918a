// SPDX-License-Identifier: BSL-1.0
/// Lower triangles of matrices, packed row by row.
#pragma once

#include <etch/graph/list.hpp>
#include <etch/graph/move.hpp>
#include <etch/op/operation.hpp>

namespace etch {

namespace op {

/// Elements in row `row` of a packed triangle, whose `detail` is 1 if it is strict: without the
/// diagonal.
constexpr int triangle_row(int row, std::size_t strict) { return row + (strict != 0 ? 0 : 1); }

/// The copies from packed triangles to matrices, a row each.
constexpr graph::list<graph::move> to_matrices(const graph::extents& packed,
                                               const graph::extents& matrices,
                                               std::size_t strict) {
  const graph::strides inner(packed), outer(matrices);
  const int last = packed.rank - 1;
  graph::list<graph::move> result;
  int first = 0;
  for (int row = 0; row < matrices[last]; ++row) {
    graph::move box;
    for (int i = 0; i < last; ++i) {
      box.count[i] = packed[i];
      box.from_stride[i] = inner[i];
      box.to_stride[i] = outer[i];
    }
    box.count[last] = triangle_row(row, strict);
    box.from_stride[last] = box.to_stride[last] = 1;
    box.from_first = first;
    box.to_first = row * outer[last];
    first += box.count[last];
    if (box.count[last] > 0) result.push(box);
  }
  return result;
}

/// A lower triangle as a matrix, zeros above.
struct lower_triangle : rearrangement {
  static constexpr std::string_view name = "lower_triangle";
  static constexpr graph::handle pullback(const graph::handle* x, graph::handle value,
                                          graph::handle adjoint, int);
  static constexpr graph::list<graph::move> moves(const graph::extents& from,
                                                  const graph::extents& to, std::size_t strict,
                                                  int) {
    return to_matrices(from, to, strict);
  }
  static constexpr std::size_t deeper(std::size_t strict) { return strict; }
};

/// The elements of the lower triangle of a matrix, packed.
struct packed_triangle : rearrangement {
  static constexpr std::string_view name = "packed_triangle";
  static constexpr graph::handle pullback(const graph::handle* x, graph::handle value,
                                          graph::handle adjoint, int) {
    return make_shaped<lower_triangle>(x[0]->shape, value->detail, adjoint);
  }
  static constexpr graph::list<graph::move> moves(const graph::extents& from,
                                                  const graph::extents& to, std::size_t strict,
                                                  int) {
    graph::list<graph::move> result = to_matrices(to, from, strict);
    for (graph::move& row : result) row = row.reversed();
    return result;
  }
  static constexpr std::size_t deeper(std::size_t strict) { return strict; }
};

constexpr graph::handle lower_triangle::pullback(const graph::handle* x, graph::handle value,
                                                 graph::handle adjoint, int) {
  return make_shaped<packed_triangle>(x[0]->shape, value->detail, adjoint);
}

}  // namespace op

}  // namespace etch
