// SPDX-License-Identifier: BSL-1.0
/// The errors a model can have, as concepts: each reads as a true sentence of right ones.
///
/// What a sentence is about are types: symbols and other expressions carry their names and
/// extents in theirs, and compilers print types in full. (g++ 12 prints the expression that a
/// number was computed by, and nothing at all of constants of class type.)
#pragma once

#include <etch/expr/expression.hpp>

#include <type_traits>

namespace etch {

namespace sentence {

/// What a sentence is false of, where it is true.
struct nothing {};
template <class Offender>
inline constexpr bool is_nothing = false;
template <>
inline constexpr bool is_nothing<nothing> = true;

template <int Extent>
struct columns {
  static constexpr int extent = Extent;
};
template <int Extent>
struct rows {
  static constexpr int extent = Extent;
};
template <int Extent>
struct matrices {
  static constexpr int extent = Extent;
};

// Functions, for compilers explain each operand of an `||`.

/// One shape, or one operand a scalar.
constexpr bool have_one_shape(const graph::extents& left, const graph::extents& right) {
  return left == right || left.is_scalar() || right.is_scalar();
}
/// A scalar factor, matrix by vector, or matrix by matrix; a stack of matrices for a matrix.
constexpr bool have_a_product(const graph::extents& left, const graph::extents& right) {
  if (left.is_scalar() || right.is_scalar()) return true;
  if (right.rank == 1) return left.rank == 2;
  return (left.rank == 2 || left.rank == 3) && (right.rank == 2 || right.rank == 3);
}

}  // namespace sentence

/// A bare number has no place in an expression: write `2_c`, not `2`.
template <class E>
concept number_is_written_with_suffix_c = !std::is_arithmetic<std::remove_cvref_t<E>>::value;

/// Elementwise operands have one shape, or one of them is a scalar.
template <class Left, class Right>
concept shapes_agree = sentence::have_one_shape(Left::self.shape, Right::self.shape);

/// In `a * b` the columns of `a` are as many as the rows of `b`.
template <class Columns, class Rows>
concept inner_extents_agree = Columns::extent == Rows::extent;

/// In `a * b` of two stacks of matrices, `a` has as many matrices as `b`.
template <class Left, class Right>
concept stacks_agree = Left::extent == Right::extent;

/// `*` multiplies scalars, a matrix by a vector, or two matrices, either of which may be a
/// stack of matrices, of rank 3. Vectors have `dot(a, b)`, `outer(a, b)` and `hadamard(a, b)`;
/// a row is `transpose(a)`.
template <class Left, class Right>
concept ranks_have_a_product = sentence::have_a_product(Left::self.shape, Right::self.shape);

template <class E>
concept operand_is_a_vector = E::self.shape.rank == 1;
template <class E>
concept operand_is_a_vector_or_matrix = (E::self.shape.rank + 1) / 2 == 1;
/// Only the gradient of a scalar is defined: reduce a loss with `sum`, `mean` or `dot` first.
template <class L>
concept loss_is_a_scalar = L::self.shape.rank == 0;

/// A number is the same wherever it stands, so there is no slope along it.
template <class V>
concept variable_is_no_number = V::self.op->kind != graph::family::constant;

}  // namespace etch
