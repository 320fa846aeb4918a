// SPDX-License-Identifier: BSL-1.0
/// The loss of a classifier with a margin.
#pragma once

#include <etch/expr/functions.hpp>

namespace etch {

/// `1/n sum_i max(1 - label_i score_i, 0)`, the labels -1 or 1.
///
/// Shape   two operands of one shape to a scalar; of a batch, one scalar per sample.
/// Domain  every finite score; at the margin, label score = 1, the slope is 0.
/// Errors  `shapes_agree`.
/// Source  Cortes & Vapnik, Machine Learning 20 (1995); Keras Hinge.
template <Expression A, Expression B>
  requires shapes_agree<A, B>
constexpr auto hinge(A score, B label) {
  return mean(max(1_c - hadamard(label, score), 0_c));
}

}  // namespace etch
