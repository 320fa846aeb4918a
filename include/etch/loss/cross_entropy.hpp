// SPDX-License-Identifier: BSL-1.0
/// Cross-entropy of probabilities against a distribution or a class.
#pragma once

#include <etch/expr/functions.hpp>
#include <etch/loss/target_classes.hpp>
#include <etch/op/log.hpp>

namespace etch {

/// `- sum_i target_i log probability_i`. Of a softmax it is simplified to
/// `logsumexp(z) - dot(target, z)`, as stable as any fused form, if `target` is a
/// `distribution`.
///
/// Shape   a vector of probabilities and a target of that shape, or the number of a class, to a
///         scalar; of a batch, one scalar per sample.
/// Domain  probabilities > 0; a `distribution` sums to 1, unchecked; classes are counted from
/// 0,
///         and no class is as all targets 0.
/// Errors  `operand_is_a_vector`, `shapes_agree`.
/// Source  Goodfellow, Bengio & Courville, Deep Learning (2016), section 6.2.
template <Expression A, Expression B>
  requires operand_is_a_vector<A> && shapes_agree<A, B>
constexpr auto cross_entropy(A probability, B target) {
  return -dot(target_classes(probability, target), log(probability));
}

}  // namespace etch
