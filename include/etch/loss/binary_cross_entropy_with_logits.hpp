// SPDX-License-Identifier: BSL-1.0
/// Cross-entropy of scores of a yes against yes and no.
#pragma once

#include <etch/expr/functions.hpp>
#include <etch/op/softplus.hpp>

namespace etch {

/// `binary_cross_entropy(sigmoid(logit), target)`, as `1/n sum_i log(1 + e^(z_i)) - y_i z_i`.
///
/// Shape   two operands of one shape to a scalar; of a batch, one scalar per sample.
/// Domain  every finite logit; targets between 0 and 1.
/// Errors  `shapes_agree`.
/// Source  PyTorch BCEWithLogitsLoss. Slope: (sigmoid(z) - y) / n.
template <Expression A, Expression B>
  requires shapes_agree<A, B>
constexpr auto binary_cross_entropy_with_logits(A logit, B target) {
  return mean(softplus(logit) - hadamard(target, logit));
}

}  // namespace etch
