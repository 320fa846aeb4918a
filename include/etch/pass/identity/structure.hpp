// SPDX-License-Identifier: BSL-1.0
/// Simpler equals of rearrangements, of reductions along an axis, and of what is computed with
/// them.
#pragma once

#include <etch/op/along_axis.hpp>
#include <etch/op/arithmetic.hpp>
#include <etch/op/concatenate.hpp>
#include <etch/op/diagonal.hpp>
#include <etch/op/permute.hpp>
#include <etch/op/product.hpp>
#include <etch/op/reshape.hpp>
#include <etch/op/slice.hpp>
#include <etch/op/triangle.hpp>
#include <etch/op/where.hpp>
#include <etch/pass/identity/matching.hpp>

namespace etch::pass::identity {

constexpr handle of_reshape(const graph::node& n, handle x) {
  if (is_scalar(x)) return shaped(x, n);
  if (x.is<op::reshape>()) return op::reshape::of(x.operand(0), n.shape);
  return x->shape == n.shape ? x : handle{};
}

constexpr handle of_permute(const graph::node& n, handle x) {
  const int rank = n.shape.rank;
  const op::axis_order order = op::axis_order::of(n.detail, rank);
  if (x.is<op::permute>()) {
    const op::axis_order inner = op::axis_order::of(x->detail, rank);
    op::axis_order both;
    for (int i = 0; i < rank; ++i) both.axis[i] = inner.axis[order.axis[i]];
    return op::permute::of(x.operand(0), both);
  }
  int last = -1;  // axes of one element may stand anywhere
  for (int i = 0; i < rank; ++i) {
    if (n.shape[i] == 1) continue;
    if (order.axis[i] < last) return {};
    last = order.axis[i];
  }
  return op::reshape::of(x, n.shape);
}

constexpr handle of_slice(const graph::node& n, handle x) {
  if (x->shape == n.shape) return x;
  const op::slice_bounds wanted = op::slice_bounds::of(n.detail);
  if (x.is<op::pad>() && x->detail == n.detail && x.operand(0)->shape == n.shape) {
    return x.operand(0);
  }
  if (x.is<op::concatenate>() && static_cast<int>(x->detail) == wanted.axis) {
    const int length = x.operand(0)->shape[wanted.axis];
    const int last = wanted.first + (n.shape[wanted.axis] - 1) * wanted.step;
    if (last < length) return make_shaped<op::slice>(n.shape, n.detail, x.operand(0));
    if (wanted.first < length) return {};
    const op::slice_bounds in_second{wanted.axis, wanted.first - length, wanted.step};
    return make_shaped<op::slice>(n.shape, in_second.packed(), x.operand(1));
  }
  if (!x.is<op::slice>()) return {};
  const op::slice_bounds inner = op::slice_bounds::of(x->detail);
  if (inner.axis != wanted.axis) return {};
  const op::slice_bounds both{wanted.axis, inner.first + wanted.first * inner.step,
                              inner.step * wanted.step};
  return make_shaped<op::slice>(n.shape, both.packed(), x.operand(0));
}

/// A vector's copies, as the rows or the columns of a matrix.
constexpr bool is_repeated_vector(handle x) {
  return x.is<op::repeat>() && x.operand(0)->shape.rank == 1;
}

constexpr handle of_diagonal(handle x) {
  if (x.is<op::diagonal_matrix>()) return x.operand(0);
  if (is_repeated_vector(x)) return x.operand(0);
  return {};
}

/// Copies of one number stay that in any places; zeros do with zeros between them, and as sums,
/// too.
constexpr handle of_rearrangement(const graph::node& n, handle x) {
  const bool only_zeros = n.op->accumulates || n.is<op::pad>() || n.is<op::diagonal_matrix>() ||
                          n.is<op::lower_triangle>();
  const bool one_number = n.op->arity == 1 && x.is<op::broadcast>();
  if (one_number && (!only_zeros || is_constant(x.operand(0), 0))) {
    return shaped(x.operand(0), n);
  }
  if (n.is<op::reshape>()) return of_reshape(n, x);
  if (n.is<op::permute>()) return of_permute(n, x);
  if (n.is<op::slice>()) return of_slice(n, x);
  if (n.is<op::diagonal>()) return of_diagonal(x);
  return {};
}

constexpr handle of_sum_along(graph::builder& b, const graph::node& n, handle x) {
  const int axis = static_cast<int>(n.detail);
  const double length = x->shape[axis];
  if (x.is<op::broadcast>()) return shaped(length * x.operand(0), n);
  if (x.is<op::repeat>() && x->detail == n.detail) return length * x.operand(0);
  if (x.is<op::softmax_along>() && x->detail == n.detail) return shaped(b.constant(1), n);
  if (x.is<op::negate>()) return -make_with<op::sum_along>(n.detail, x.operand(0));
  if (x.is<op::diagonal_matrix>() && x->shape.rank == 2) return x.operand(0);
  if (length == 1) return op::reshape::of(x, n.shape);
  if (x.is<op::multiply>()) {
    for (int k = 0; k < 2; ++k) {
      if (!is_scalar(x.operand(k))) continue;
      return x.operand(k) * make_with<op::sum_along>(n.detail, x.operand(1 - k));
    }
  }
  return {};
}

/// The sum of all elements, wherever they have been put.
constexpr handle of_sum_of_places(handle x) {
  if (x->pin != 0) return {};
  if (x.is<op::sum_along>()) return sum(x.operand(0));
  if (x.is<op::repeat>()) {
    return static_cast<double>(x->shape[static_cast<int>(x->detail)]) * sum(x.operand(0));
  }
  const bool every_element_once =
      x.is<op::reshape>() || x.is<op::permute>() || x.is<op::transpose>() || x.is<op::pad>() ||
      x->op->accumulates || x.is<op::diagonal_matrix>() || x.is<op::lower_triangle>();
  return every_element_once ? sum(x.operand(0)) : handle{};
}

/// An elementwise operation on copies of arrays is copies of the operation on the arrays.
constexpr handle of_copies(graph::builder& b, const graph::node& n) {
  handle copies;
  for (int k = 0; k < n.op->arity; ++k) {
    const handle x = b.at(n.operands[k]);
    if (is_scalar(x)) continue;
    if (!x.is<op::repeat>()) return {};
    if (copies.id != graph::none && x->detail != copies->detail) return {};
    copies = x;
  }
  if (copies.id == graph::none) return {};
  graph::node narrow = n;
  narrow.shape = copies.operand(0)->shape;
  for (int k = 0; k < n.op->arity; ++k) {
    const handle x = b.at(n.operands[k]);
    if (!is_scalar(x)) narrow.operands[k] = x.operand(0).id;
  }
  const int axis = static_cast<int>(copies->detail);
  return op::repeat::of(b.add(narrow), axis, copies->shape[axis]);
}

/// `(diag(d) - m) * y`, elementwise, is `diag(d) * y - m * y`, whose first part is a diagonal.
constexpr handle of_multiplied_difference(handle x, handle y) {
  if (!x.is<op::subtract>() && !x.is<op::add>()) return {};
  const handle left = x.operand(0), right = x.operand(1);
  if (!left.is<op::diagonal_matrix>() && !right.is<op::diagonal_matrix>()) return {};
  return x.is<op::add>() ? left * y + right * y : left * y - right * y;
}

/// Products with a diagonal matrix, and of a vector's copies with another's across them.
constexpr handle of_multiplied_places(handle x, handle y) {
  if (const handle h = of_multiplied_difference(x, y); h.id != graph::none) return h;
  if (const handle h = of_multiplied_difference(y, x); h.id != graph::none) return h;
  if (y.is<op::diagonal_matrix>() && !x.is<op::diagonal_matrix>()) {
    return of_multiplied_places(y, x);
  }
  if (x.is<op::diagonal_matrix>()) {
    const handle factor = is_scalar(y) ? y : make<op::diagonal>(y);
    return make<op::diagonal_matrix>(x.operand(0) * factor);
  }
  if (!is_repeated_vector(x) || !is_repeated_vector(y) || x->detail == y->detail) return {};
  const handle rows = x->detail == 1 ? x : y, columns = x->detail == 1 ? y : x;
  return op::product::of(rows.operand(0), columns.operand(0), graph::right_transposed);
}

/// Matrix products with a diagonal matrix scale rows or columns.
constexpr handle of_diagonal_product(const graph::node& n, handle x, handle y) {
  if (n.shape.rank == 3) return {};
  if (x.is<op::diagonal_matrix>()) {
    const handle d = x.operand(0);
    const bool transposed = (n.detail & graph::right_transposed) != 0;
    const handle rows = transposed ? make<op::transpose>(y) : y;
    if (rows->shape != n.shape) return {};
    return rows->shape.rank == 1 ? d * rows : op::repeat::of(d, 1, n.shape[1]) * rows;
  }
  if (!y.is<op::diagonal_matrix>() || n.shape.rank != 2) return {};
  const bool transposed = (n.detail & graph::left_transposed) != 0;
  const handle rows = transposed ? make<op::transpose>(x) : x;
  if (rows->shape != n.shape) return {};
  return rows * op::repeat::of(y.operand(0), 0, n.shape[0]);
}

/// `where(c, a, 0) * y` is `where(c, a * y, 0)`, and of quotients the same: 0 where nothing is
/// chosen, even if `y` is infinite there.
template <class Op>
constexpr handle of_chosen(handle x, handle y) {
  if (!x.is<op::where>()) return {};
  const handle c = x.operand(0), a = x.operand(1), b = x.operand(2);
  if (is_constant(b, 0)) return make<op::where>(c, make<Op>(a, y), b);
  if (is_constant(a, 0)) return make<op::where>(c, a, make<Op>(b, y));
  return {};
}

/// `where(c, a, 0) + where(c, 0, b)` is `where(c, a, b)`.
constexpr handle of_added_choices(handle x, handle y) {
  if (!x.is<op::where>() || !y.is<op::where>() || !(x.operand(0) == y.operand(0))) return {};
  for (int k = 1; k < 3; ++k) {
    if (!is_constant(x.operand(k), 0) || !is_constant(y.operand(3 - k), 0)) continue;
    const handle a = k == 1 ? y.operand(1) : x.operand(1);
    const handle b = k == 1 ? x.operand(2) : y.operand(2);
    return make<op::where>(x.operand(0), a, b);
  }
  return {};
}

constexpr handle of_where(const graph::node& n, handle condition, handle a, handle b) {
  if (is_constant(condition)) return shaped(condition->number != 0 ? a : b, n);
  if (a == b) return shaped(a, n);
  // A choice within the same choice is made.
  if (a.is<op::where>() && a.operand(0) == condition && a->shape == n.shape) {
    return make<op::where>(condition, a.operand(1), b);
  }
  if (b.is<op::where>() && b.operand(0) == condition && b->shape == n.shape) {
    return make<op::where>(condition, a, b.operand(2));
  }
  return {};
}

}  // namespace etch::pass::identity
