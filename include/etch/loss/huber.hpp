// SPDX-License-Identifier: BSL-1.0
/// Squared error near the target, absolute error far from it.
#pragma once

#include <etch/expr/functions.hpp>
#include <etch/op/abs.hpp>

namespace etch {

/// The mean of `d^2 / 2` where |d| <= delta, and `delta (|d| - delta / 2)` beyond it, d the
/// difference of prediction and target.
///
/// Shape   two operands of one shape to a scalar; of a batch, one scalar per sample.
/// Domain  every finite operand, delta > 0.
/// Errors  `shapes_agree`, `number_is_written_with_suffix_c`.
/// Source  Huber, Ann. Math. Statist. 35 (1964); PyTorch HuberLoss. Slope: d, held between
///         -delta and delta.
template <Expression A, Expression B, class Delta = literal<1.0>>
  requires shapes_agree<A, B> && Elementwise<A, Delta>
constexpr auto huber(A prediction, B target, Delta delta = {}) {
  const auto size = abs(prediction - target);
  const auto near = min(size, delta);
  return mean(hadamard(near, size - near / 2_c));
}

}  // namespace etch
