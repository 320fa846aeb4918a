// SPDX-License-Identifier: BSL-1.0
/// The loss of logarithms of probabilities.
#pragma once

#include <etch/expr/functions.hpp>
#include <etch/loss/target_classes.hpp>

namespace etch {

/// `-sum_i target_i l_i`, l the logarithms of probabilities: `log_softmax(z)`, for one.
///
/// Shape   two vectors of one shape to a scalar, or a vector and the number of a class, a
/// scalar;
///         of a batch, one scalar per sample.
/// Domain  every finite logarithm; classes are counted from 0, and no class has the loss 0.
/// Errors  `operand_is_a_vector`, `shapes_agree`.
/// Source  PyTorch NLLLoss; ONNX NegativeLogLikelihoodLoss-13.
template <Expression L, Expression Y>
  requires operand_is_a_vector<L> && shapes_agree<L, Y>
constexpr auto negative_log_likelihood(L log_probability, Y target) {
  return -dot(target_classes(log_probability, target), log_probability);
}

}  // namespace etch
