// SPDX-License-Identifier: BSL-1.0
/// Diagonals of matrices, of any number of matrices under leading axes.
#pragma once

#include <etch/graph/list.hpp>
#include <etch/graph/move.hpp>
#include <etch/op/operation.hpp>

namespace etch {

namespace op {

/// The copy from the diagonals of `matrices` to `vectors`.
constexpr graph::move from_diagonals(const graph::extents& matrices,
                                     const graph::extents& vectors) {
  const graph::strides outer(matrices), inner(vectors);
  const int last = vectors.rank - 1;
  graph::move box;
  for (int i = 0; i < vectors.rank; ++i) {
    box.count[i] = vectors[i];
    box.from_stride[i] = i == last ? outer[last] + outer[last + 1] : outer[i];
    box.to_stride[i] = inner[i];
  }
  return box;
}

/// A matrix with the operand on its diagonal and zeros elsewhere.
struct diagonal_matrix : rearrangement {
  static constexpr std::string_view name = "diagonal_matrix";
  static constexpr std::string_view spelling = "diag";
  static constexpr graph::extents shape(const graph::extents& operand) {
    return operand.with(operand.rank, operand[operand.rank - 1]);
  }
  static constexpr graph::handle pullback(const graph::handle*, graph::handle,
                                          graph::handle adjoint, int);
  static constexpr graph::list<graph::move> moves(const graph::extents& from,
                                                  const graph::extents& to, std::size_t, int) {
    graph::list<graph::move> result;
    result.push(from_diagonals(to, from).reversed());
    return result;
  }
  static constexpr std::size_t deeper(std::size_t detail) { return detail; }
};

struct diagonal : rearrangement {
  static constexpr std::string_view name = "diagonal";
  static constexpr std::string_view spelling = "diag";
  static constexpr graph::extents shape(const graph::extents& operand) {
    return operand.without(operand.rank - 1);
  }
  static constexpr graph::handle pullback(const graph::handle*, graph::handle,
                                          graph::handle adjoint, int) {
    return make<diagonal_matrix>(adjoint);
  }
  static constexpr graph::list<graph::move> moves(const graph::extents& from,
                                                  const graph::extents& to, std::size_t, int) {
    graph::list<graph::move> result;
    result.push(from_diagonals(from, to));
    return result;
  }
  static constexpr std::size_t deeper(std::size_t detail) { return detail; }
};

constexpr graph::handle diagonal_matrix::pullback(const graph::handle*, graph::handle,
                                                  graph::handle adjoint, int) {
  return make<diagonal>(adjoint);
}

}  // namespace op

}  // namespace etch
