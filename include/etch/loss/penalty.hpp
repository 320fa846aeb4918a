// SPDX-License-Identifier: BSL-1.0
/// What is added to a loss for large parameters.
#pragma once

#include <etch/expr/functions.hpp>
#include <etch/op/abs.hpp>

namespace etch {

/// `lambda sum |theta|`: draws small parameters to 0.
///
/// Shape   any shape to a scalar; lambda is a scalar.
/// Domain  every finite theta; the slope at 0 is 0.
/// Errors  `shapes_agree`, `number_is_written_with_suffix_c`.
/// Source  Tibshirani, J. R. Statist. Soc. B 58 (1996).
template <Expression E, class Lambda>
  requires Elementwise<E, Lambda>
constexpr auto l1_penalty(E theta, Lambda lambda) {
  return lambda * sum(abs(theta));
}

/// `lambda / 2 sum theta^2`: adds `lambda theta` to the gradient.
///
/// Shape   any shape to a scalar; lambda is a scalar.
/// Errors  `shapes_agree`, `number_is_written_with_suffix_c`.
/// Source  Tikhonov 1943; Hoerl & Kennard, Technometrics 12 (1970).
template <Expression E, class Lambda>
  requires Elementwise<E, Lambda>
constexpr auto l2_penalty(E theta, Lambda lambda) {
  return lambda * (0.5_c * squared_norm(theta));
}

/// The sum of both: `l1 sum |theta| + l2 / 2 sum theta^2`.
///
/// Shape   any shape to a scalar; the weights are scalars.
/// Domain  every finite theta; the slope at 0 is 0.
/// Errors  `shapes_agree`, `number_is_written_with_suffix_c`.
/// Source  Zou & Hastie, J. R. Statist. Soc. B 67 (2005).
template <Expression E, class L1, class L2>
  requires Elementwise<E, L1> && Elementwise<E, L2>
constexpr auto elastic_penalty(E theta, L1 l1, L2 l2) {
  return l1_penalty(theta, l1) + l2_penalty(theta, l2);
}

}  // namespace etch
