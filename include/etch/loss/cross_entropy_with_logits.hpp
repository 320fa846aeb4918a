// SPDX-License-Identifier: BSL-1.0
/// Cross-entropy of scores against a distribution, or against a class.
#pragma once

#include <etch/activation/log_softmax.hpp>
#include <etch/expr/functions.hpp>
#include <etch/loss/target_classes.hpp>

namespace etch {

/// `cross_entropy(softmax(logits), target)`, as `-sum_i target_i (z_i - logsumexp(z))`: of a
/// `distribution` that is simplified to `logsumexp(z) - dot(target, z)`.
///
/// Shape   two vectors of one shape to a scalar, or a vector and the number of a class, a
/// scalar;
///         of a batch, one scalar per sample.
/// Domain  every finite logit; classes are counted from 0, and no class is as all targets 0.
/// Errors  `operand_is_a_vector`, `shapes_agree`.
/// Source  Goodfellow, Bengio & Courville, Deep Learning (2016), section 6.2; PyTorch
///         CrossEntropyLoss. Slope: softmax(z) - y if the target sums to 1.
template <Expression Z, Expression Y>
  requires operand_is_a_vector<Z> && shapes_agree<Z, Y>
constexpr auto cross_entropy_with_logits(Z logits, Y target) {
  return -dot(target_classes(logits, target), log_softmax(logits));
}

}  // namespace etch
