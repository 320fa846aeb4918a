// SPDX-License-Identifier: BSL-1.0
/// Products of linear algebra: matrix by vector, matrix by matrix, outer.
#pragma once

#include <etch/graph/list.hpp>
#include <etch/graph/move.hpp>
#include <etch/op/add.hpp>
#include <etch/op/operation.hpp>

namespace etch {

namespace op {

/// `left right`, each operand read as a matrix (a vector is one column), plain or transposed;
/// of rank 3, one product for each place of the first axis, which both operands have.
struct product {
  static constexpr std::string_view name = "product";
  static constexpr std::string_view infix = " * ";
  static constexpr int precedence = 2;
  static constexpr graph::family family = graph::family::product;
  static constexpr int arity = 2;

  static constexpr int rows(const graph::extents& shape, bool transposed) {
    return transposed ? shape.columns() : shape.rows();
  }

  /// A column that a plain vector made is a vector; that of `outer` is a matrix.
  static constexpr graph::extents shape(const graph::extents& left, const graph::extents& right,
                                        std::size_t layouts) {
    if (left.rank == 3)
      return shape(left.without(0), right.without(0), layouts).with(0, left[0]);
    const int m = rows(left, layouts & graph::left_transposed);
    const int n = rows(right, !(layouts & graph::right_transposed));
    const bool plain = !(layouts & graph::right_transposed);
    const bool column = n == 1 && right.rank < 2 && plain;
    return column ? graph::make_extents(m) : graph::make_extents(m, n);
  }

  static constexpr graph::handle of(graph::handle left, graph::handle right,
                                    std::size_t layouts) {
    return of(left, right, layouts, shape(left->shape, right->shape, layouts));
  }
  static constexpr graph::handle of(graph::handle left, graph::handle right,
                                    std::size_t layouts, const graph::extents& shape) {
    return left.owner->add({.op = &operation_of<product>,
                            .shape = shape,
                            .operands = {left.id, right.id},
                            .detail = layouts});
  }

  /// C = A B: dA = G B^T and dB = A^T G, each in the layout in which its operand is stored.
  static constexpr graph::handle pullback(const graph::handle* x, graph::handle value,
                                          graph::handle adjoint, int which) {
    const std::size_t layouts = value->detail;
    const bool left = layouts & graph::left_transposed,
               right = layouts & graph::right_transposed;
    const graph::extents& shape = x[which]->shape;
    if (which == 0) {
      return left ? of(x[1], adjoint, layout(right, true), shape)
                  : of(adjoint, x[1], layout(false, !right), shape);
    }
    return right ? of(adjoint, x[0], layout(true, left), shape)
                 : of(x[0], adjoint, layout(!left, false), shape);
  }

  static constexpr graph::handle pushforward(const graph::handle* x, graph::handle value,
                                             const graph::handle* tangents) {
    graph::handle sum;
    for (int k = 0; k < 2; ++k) {
      if (tangents[k].id == graph::none) continue;
      const graph::handle term = k == 0 ? of(tangents[0], x[1], value->detail, value->shape)
                                        : of(x[0], tangents[1], value->detail, value->shape);
      sum = sum.id == graph::none ? term : make<add>(sum, term);
    }
    return sum;
  }

  static constexpr std::size_t layout(bool left, bool right) {
    return (left ? graph::left_transposed : 0) | (right ? graph::right_transposed : 0);
  }
};

struct transpose : rearrangement {
  static constexpr std::string_view name = "transpose";
  static constexpr graph::extents shape(const graph::extents& operand) {
    return operand.transposed();
  }
  static constexpr graph::handle pullback(const graph::handle* x, graph::handle,
                                          graph::handle adjoint, int) {
    return adjoint.owner->add(
        {.op = &operation_of<transpose>, .shape = x[0]->shape, .operands = {adjoint.id}});
  }
  static constexpr graph::list<graph::move> moves(const graph::extents& from,
                                                  const graph::extents&, std::size_t, int) {
    graph::list<graph::move> result;
    graph::move box;
    box.count[0] = from.columns();
    box.count[1] = from.rows();
    box.from_stride[0] = 1;
    box.from_stride[1] = from.columns();
    box.to_stride[0] = from.rows();
    box.to_stride[1] = 1;
    result.push(box);
    return result;
  }
};

}  // namespace op

}  // namespace etch
