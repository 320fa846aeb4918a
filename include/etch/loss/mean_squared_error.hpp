// SPDX-License-Identifier: BSL-1.0
/// The mean of squared differences.
#pragma once

#include <etch/expr/functions.hpp>

namespace etch {

/// `1/n sum_i (prediction_i - target_i)^2`.
///
/// Shape   two operands of one shape to a scalar; of a batch, one scalar per sample.
/// Errors  `shapes_agree`.
/// Source  Gauss 1821; as ONNX and PyTorch have it, without a factor one half.
template <Expression A, Expression B>
  requires shapes_agree<A, B>
constexpr auto mean_squared_error(A prediction, B target) {
  return mean(square(prediction - target));
}

}  // namespace etch
