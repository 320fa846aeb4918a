// SPDX-License-Identifier: BSL-1.0
/// How far a distribution is from another.
#pragma once

#include <etch/expr/functions.hpp>
#include <etch/op/log.hpp>

namespace etch {

/// `sum_i p_i log(p_i / q_i)`, the Kullback-Leibler divergence D(p || q) of the target p from
/// the prediction q, written in that order; 0 log 0 is 0.
///
/// Shape   two operands of one shape to a scalar; of a batch, one scalar per sample.
/// Domain  targets >= 0, predictions > 0.
/// Errors  `shapes_agree`.
/// Source  Kullback & Leibler, Ann. Math. Statist. 22 (1951); Keras KLDivergence. Slope by q:
///         -p / q.
template <Expression P, Expression Q>
  requires shapes_agree<P, Q>
constexpr auto kl_divergence(P target, Q prediction) {
  // The logarithm is taken of no 0, whose slope would be infinite.
  const auto present = where(target > 0_c, target, 1_c);
  return dot(target, log(present) - log(prediction));
}

}  // namespace etch
