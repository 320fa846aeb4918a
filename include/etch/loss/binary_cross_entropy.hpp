// SPDX-License-Identifier: BSL-1.0
/// Cross-entropy of probabilities of a yes against yes and no.
#pragma once

#include <etch/expr/functions.hpp>
#include <etch/op/log.hpp>

namespace etch {

/// `-1/n sum_i [y_i log p_i + (1 - y_i) log(1 - p_i)]`, y the target.
///
/// Shape   two operands of one shape to a scalar; of a batch, one scalar per sample.
/// Domain  0 < probability < 1; targets between 0 and 1. A sigmoid reaches 0 and 1 in its
///         tails: of scores, take `binary_cross_entropy_with_logits`.
/// Errors  `shapes_agree`.
/// Source  Goodfellow, Bengio & Courville, Deep Learning (2016), section 6.2; PyTorch BCELoss,
///         which holds the logarithms above -100.
template <Expression A, Expression B>
  requires shapes_agree<A, B>
constexpr auto binary_cross_entropy(A probability, B target) {
  return -mean(hadamard(target, log(probability)) +
               hadamard(1_c - target, log(1_c - probability)));
}

}  // namespace etch
