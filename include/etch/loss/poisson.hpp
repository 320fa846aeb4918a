// SPDX-License-Identifier: BSL-1.0
/// The loss of a rate against a count.
#pragma once

#include <etch/expr/functions.hpp>
#include <etch/op/exp.hpp>
#include <etch/op/log.hpp>

namespace etch {

/// `1/n sum_i rate_i - count_i log rate_i`: the negative log-likelihood of counts that are
/// Poisson distributed, without what does not depend on the rate.
///
/// Shape   two operands of one shape to a scalar; of a batch, one scalar per sample.
/// Domain  rates > 0, counts >= 0.
/// Errors  `shapes_agree`.
/// Source  Poisson 1837; Keras Poisson.
template <Expression A, Expression B>
  requires shapes_agree<A, B>
constexpr auto poisson(A rate, B count) {
  return mean(rate - hadamard(count, log(rate)));
}

/// The same of the logarithm of the rate: `1/n sum_i e^(z_i) - count_i z_i`.
///
/// Shape   two operands of one shape to a scalar; of a batch, one scalar per sample.
/// Domain  logarithms up to 700 (88 in float), where the rate overflows.
/// Errors  `shapes_agree`.
/// Source  PyTorch PoissonNLLLoss. Slope: (e^z - count) / n.
template <Expression A, Expression B>
  requires shapes_agree<A, B>
constexpr auto poisson_with_log_rate(A log_rate, B count) {
  return mean(exp(log_rate) - hadamard(count, log_rate));
}

}  // namespace etch
