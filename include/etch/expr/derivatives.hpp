// SPDX-License-Identifier: BSL-1.0
/// Derivatives beyond the gradient: products with Jacobians, whole Jacobians, Hessians, and
/// derivatives that the user declares.
#pragma once

#include <etch/expr/functions.hpp>
#include <etch/expr/gradient.hpp>
#include <etch/expr/structure.hpp>
#include <etch/op/declared.hpp>
#include <etch/op/stop_gradient.hpp>

#include <tuple>

namespace etch {

/// The cotangent has the shape of the value, the tangent that of the variable.
template <class Direction, class Of>
concept direction_has_the_shape = Direction::self.shape == Of::self.shape;
/// A Jacobian has the axes of the value, then those of the variable: four at most.
template <class Value, class Variable>
concept jacobian_has_at_most_four_axes =
    Value::self.shape.rank + Variable::self.shape.rank <= graph::most_axes;
/// A declared derivative is elementwise, of the shape that value and variable share, or the
/// gradient of a scalar, of the variable's shape.
template <class Slope, class Value, class Variable>
concept slope_fits_value_and_variable =
    Slope::self.shape == Variable::self.shape &&
    (Value::self.shape == Variable::self.shape || Value::self.shape.rank == 0);

/// The derivative of a value along a direction: its Jacobian times a tangent of the variable.
/// With one tangent per sample of a variable that the samples share, each sample's own copy of
/// the variable moves along its own.
///
/// Shape   that of `value`; `tangent` has that of `variable`.
/// Errors  `direction_has_the_shape`, `variable_is_no_number`.
/// Source  forward accumulation: Wengert 1964; Griewank & Walther, Evaluating Derivatives
///         (2008), section 3.1.
template <Expression E, Expression V, Expression D>
  requires direction_has_the_shape<D, V> && variable_is_no_number<V>
constexpr auto jvp(E value, V variable, D tangent) {
  return make<op::tangent_product>(value, variable, tangent);
}

/// The derivative along a direction: `jvp` by the name that analysis has for it.
template <Expression E, Expression V, Expression D>
  requires direction_has_the_shape<D, V> && variable_is_no_number<V>
constexpr auto directional_derivative(E value, V variable, D direction) {
  return jvp(value, variable, direction);
}

/// A cotangent of a value times its Jacobian, in reverse. What samples share is summed over the
/// samples: the result if the variable is shared, and the cotangents of a shared value.
///
/// Shape   that of `variable`; `cotangent` has that of `value`.
/// Errors  `direction_has_the_shape`, `variable_is_no_number`.
/// Source  reverse accumulation: Griewank & Walther, section 3.2.
template <Expression E, Expression V, Expression D>
  requires direction_has_the_shape<D, E> && variable_is_no_number<V>
constexpr auto vjp(E value, V variable, D cotangent) {
  return make<op::cotangent_product>(value, variable, cotangent);
}

/// The derivative of every element of a value with respect to every element of a variable. It
/// is made in reverse where the value has no more elements than the variable, else forwards;
/// all rows or columns at once. As with `grad`, it is summed over the samples where these share
/// the variable.
///
/// Shape   the axes of `value`, then those of `variable`.
/// Errors  `jacobian_has_at_most_four_axes`, `variable_is_no_number`.
template <Expression E, Expression V>
  requires jacobian_has_at_most_four_axes<E, V> && variable_is_no_number<V>
constexpr auto jacobian(E value, V variable) {
  return make<op::jacobian>(value, variable);
}

/// The second derivatives of a scalar.
///
/// Shape   the axes of `variable`, twice.
/// Errors  `loss_is_a_scalar`, `jacobian_has_at_most_four_axes`, `variable_is_no_number`.
template <Expression L, Expression V>
  requires loss_is_a_scalar<L> && jacobian_has_at_most_four_axes<V, V> &&
           variable_is_no_number<V>
constexpr auto hessian(L loss, V variable) {
  return jacobian(grad(loss, variable), variable);
}

/// The second derivatives times a direction, without the whole Hessian: the gradient's
/// derivative along it.
///
/// Shape   that of `variable`.
/// Errors  `loss_is_a_scalar`, `direction_has_the_shape`, `variable_is_no_number`.
/// Source  Pearlmutter, Neural Computation 6 (1994).
template <Expression L, Expression V, Expression D>
  requires loss_is_a_scalar<L> && direction_has_the_shape<D, V> && variable_is_no_number<V>
constexpr auto hessian_vector_product(L loss, V variable, D direction) {
  return jvp(grad(loss, variable), variable, direction);
}

/// A scalar and its gradients, for structured bindings and as outputs of one program:
/// `compile<float>(value_and_gradient(loss))`. Without variables: with respect to every
/// parameter.
///
/// Errors  `loss_is_a_scalar`, `variable_is_no_number`.
template <Expression L>
  requires loss_is_a_scalar<L>
constexpr std::tuple<L, gradient_of_parameters<L>> value_and_gradient(L) {
  return {};
}
template <Expression L, Expression V, Expression... More>
  requires loss_is_a_scalar<L>
constexpr auto value_and_gradient(L loss, V variable, More... more) {
  return std::tuple{loss, grad(loss, variable), grad(loss, more)...};
}

/// `value` with a derivative of the user's: that with respect to `variable` is `slope`, and the
/// value has no other. Further variables and their slopes may follow.
///
/// Shape   that of `value`; `slope` has that of `variable`, which is that of `value`
///         (elementwise), or the value is a scalar.
/// Errors  `slope_fits_value_and_variable`, `variable_is_no_number`.
template <Expression E, Expression V, Expression S>
  requires slope_fits_value_and_variable<S, E, V> && variable_is_no_number<V>
constexpr auto with_gradient(E value, V variable, S slope) {
  return make<op::declared>(stop_gradient(value), variable, slope);
}
template <Expression E, Expression V, Expression S, Expression... More>
  requires slope_fits_value_and_variable<S, E, V> && variable_is_no_number<V> &&
           (sizeof...(More) > 0)
constexpr auto with_gradient(E value, V variable, S slope, More... more) {
  return make<op::declared>(with_gradient(value, more...), variable, slope);
}

}  // namespace etch
