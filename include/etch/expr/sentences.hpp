// SPDX-License-Identifier: BSL-1.0
/// The errors a model can have, as concepts: each reads as a true sentence of right ones.
#pragma once

#include <etch/expr/expression.hpp>

#include <type_traits>

namespace etch {

/// A bare number has no place in an expression: write `2_c`, not `2`.
template <class E>
concept number_is_written_with_suffix_c = !std::is_arithmetic<std::remove_cvref_t<E>>::value;

/// Elementwise operands have one shape, or one of them is a scalar.
template <graph::extents Left, graph::extents Right>
concept shapes_agree = Left == Right || Left.is_scalar() || Right.is_scalar();

/// In `a * b` the columns of `a` are as many as the rows of `b`.
template <int Columns, int Rows>
concept inner_extents_agree = Columns == Rows;

/// `*` multiplies scalars, a matrix by a vector, or two matrices. Vectors have `dot(a, b)`,
/// `outer(a, b)` and `hadamard(a, b)`; a row is `transpose(a)`.
template <int LeftRank, int RightRank>
concept ranks_have_a_product = LeftRank == 2 && (RightRank == 1 || RightRank == 2);

template <int Rank>
concept operand_is_a_scalar = Rank == 0;
template <int Rank>
concept operand_is_a_vector = Rank == 1;
template <int Rank>
concept operand_is_a_vector_or_matrix = Rank == 1 || Rank == 2;
/// Only the gradient of a scalar is defined: reduce a loss with `sum`, `mean` or `dot` first.
template <int Rank>
concept loss_is_a_scalar = Rank == 0;

}  // namespace etch
