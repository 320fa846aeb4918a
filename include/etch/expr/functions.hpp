// SPDX-License-Identifier: BSL-1.0
/// Functions on expressions that are no single operation's own.
#pragma once

#include <etch/expr/elementwise.hpp>
#include <etch/expr/operators.hpp>
#include <etch/op/batch.hpp>
#include <etch/op/logsumexp.hpp>
#include <etch/op/maximum.hpp>
#include <etch/op/sqrt.hpp>
#include <etch/op/sum.hpp>

namespace etch {

/// The greatest of all elements; elements that share it share the slope in equal parts.
///
/// Shape   any shape to a scalar; of a batch, one scalar per sample.
template <Expression E>
constexpr auto max(E e) {
  return make<op::greatest>(e);
}

/// The inner product.
///
/// Shape   two operands of one shape to a scalar.
/// Errors  `shapes_agree`.
template <Expression A, Expression B>
  requires shapes_agree<A, B>
constexpr auto dot(A a, B b) {
  return sum(hadamard(a, b));
}

/// `a b^T`.
///
/// Shape   [m] and [n] to [m x n].
/// Errors  `operand_is_a_vector`.
template <Expression A, Expression B>
  requires operand_is_a_vector<A> && operand_is_a_vector<B>
constexpr product_of<graph::right_transposed, A, B> outer(A, B) {
  return {};
}

/// Rows become columns; a vector becomes one row.
///
/// Shape   [m x n] to [n x m]; [n] to [1 x n].
/// Errors  `operand_is_a_vector_or_matrix`.
template <Expression E>
  requires operand_is_a_vector_or_matrix<E>
constexpr auto transpose(E e) {
  return make<op::transpose>(e);
}

/// `x^2`, elementwise.
template <Expression E>
constexpr auto square(E e) {
  return hadamard(e, e);
}

/// The mean of all elements.
///
/// Shape   any shape to a scalar; of a batch, one scalar per sample.
template <Expression E>
constexpr auto mean(E e) {
  return sum(e) / literal<static_cast<double>(E::self.shape.size())>{};
}

/// The sum of the squares of all elements.
///
/// Shape   any shape to a scalar; of a batch, one scalar per sample.
template <Expression E>
constexpr auto squared_norm(E e) {
  return sum(square(e));
}

/// The number of samples of the call, a scalar; 1 where nothing is batched.
struct number_of_samples : described<number_of_samples> {
  static constexpr description describe() { return {.op = &operation_of<op::batch_size>}; }
};

/// The sum over the samples of a batch; one sample is its own sum, no samples sum to 0.
///
/// Shape   one value per sample to one value of the same shape.
template <Expression E>
constexpr auto batch_sum(E e) {
  return make<op::batch_sum>(e);
}

/// The mean over the samples of a batch; of no samples it is 0, as every sum of nothing.
///
/// Shape   one value per sample to one value of the same shape.
template <Expression E>
constexpr auto batch_mean(E e) {
  return batch_sum(e * (literal<1.0>{} / number_of_samples{}));
}

/// The elementwise maximum over the samples of a batch; of no samples it is -infinity.
///
/// Shape   one value per sample to one value of the same shape.
template <Expression E>
constexpr auto batch_max(E e) {
  return make<op::batch_max>(e);
}

}  // namespace etch
