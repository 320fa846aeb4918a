// SPDX-License-Identifier: BSL-1.0
/// The mean of absolute differences.
#pragma once

#include <etch/expr/functions.hpp>
#include <etch/op/abs.hpp>

namespace etch {

/// `1/n sum_i |prediction_i - target_i|`.
///
/// Shape   two operands of one shape to a scalar; of a batch, one scalar per sample.
/// Domain  every finite operand; where both are equal the slope is 0.
/// Errors  `shapes_agree`.
/// Source  Boscovich 1757; PyTorch L1Loss.
template <Expression A, Expression B>
  requires shapes_agree<A, B>
constexpr auto mean_absolute_error(A prediction, B target) {
  return mean(abs(prediction - target));
}

}  // namespace etch
