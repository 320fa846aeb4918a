// SPDX-License-Identifier: BSL-1.0
/// The chain rule, asked for: gradients are expressions.
#pragma once

#include <etch/expr/sentences.hpp>
#include <etch/expr/through_step.hpp>
#include <etch/op/gradient.hpp>

namespace etch {

/// The gradient of a scalar with respect to any subexpression of it, an expression like any
/// other. With respect to something that `loss` does not contain it is zero. Where `loss` has
/// one value per sample of a batch and `variable` is shared by the samples, it is summed over
/// the samples.
///
/// Shape   that of `variable`.
/// Errors  `loss_is_a_scalar`, `variable_is_no_number`.
/// Source  reverse accumulation: Linnainmaa 1970; Griewank & Walther, Evaluating Derivatives
///         (2008), chapter 3.
template <Expression L, Expression V>
  requires loss_is_a_scalar<L> && variable_is_no_number<V>
constexpr auto grad(L, V) {
  return apply<op::gradient, L, V>{};
}

/// The same, with the compiler's warning that a part of it is lost.
template <Expression L, Expression V>
  requires loss_is_a_scalar<L> && variable_is_no_number<V> && gradient_is_through_step<L, V>
[[deprecated("the gradient through step is zero: wrap it in stop_gradient, or use sigmoid")]]
constexpr auto grad(L, V) {
  return apply<op::gradient, L, V>{};
}

/// The gradients with respect to every parameter, as one output of a program: a parameter map.
template <Expression L>
struct gradient_of_parameters {
  static constexpr const description& loss = L::self;
};

/// Errors  `loss_is_a_scalar`.
template <Expression L>
  requires loss_is_a_scalar<L>
constexpr gradient_of_parameters<L> gradient(L) {
  return {};
}

/// The same, with the compiler's warning that a part of it is lost.
template <Expression L>
  requires loss_is_a_scalar<L> && gradient_of_parameters_is_through_step<L>
[[deprecated("the gradient through step is zero: wrap it in stop_gradient, or use sigmoid")]]
constexpr gradient_of_parameters<L> gradient(L) {
  return {};
}

}  // namespace etch
