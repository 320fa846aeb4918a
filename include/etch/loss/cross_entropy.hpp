// SPDX-License-Identifier: BSL-1.0
/// Cross-entropy of probabilities against a distribution.
#pragma once

#include <etch/expr/functions.hpp>
#include <etch/op/log.hpp>

namespace etch {

/// `- sum_i target_i log probability_i`. Of a softmax it is simplified to
/// `logsumexp(z) - dot(target, z)`, as stable as any fused form, if `target` is a
/// `distribution`.
///
/// Shape   two vectors of one shape to a scalar; of a batch, one scalar per sample.
/// Domain  probabilities > 0; a `distribution` sums to 1, unchecked.
/// Errors  `shapes_agree`.
/// Source  Goodfellow, Bengio & Courville, Deep Learning (2016), section 6.2.
template <Expression A, Expression B>
  requires shapes_agree<A, B>
constexpr auto cross_entropy(A probability, B target) {
  return -dot(target, log(probability));
}

}  // namespace etch
