// SPDX-License-Identifier: BSL-1.0
/// Gradient descent inside a program.
#pragma once

#include <etch/expr/assignment.hpp>
#include <etch/expr/gradient.hpp>
#include <etch/expr/operators.hpp>
#include <etch/op/leaf.hpp>
#include <etch/program/parameters.hpp>

#include <cstddef>
#include <utility>

namespace etch {

/// The rate is a number, for all parameters the same.
template <class Rate>
concept rate_is_a_scalar = Rate::self.shape.rank == 0;

namespace optim {

/// The parameters of `loss` after one step down its gradient, `x - rate dL/dx`, as an output of
/// a program: a parameter map, to be bound in the next call. The sums over a batch begin with
/// the parameters, and no gradient is kept anywhere.
///
///     constexpr auto step = compile<float>(loss, optim::descent(loss, 0.1_c));
///     step.into(value, theta, theta, x = images, y = labels);
///
/// The new parameters may be written over the old, as here, or beside them. Over them is
/// faster where the batch is one tile; where it is more, the call copies the old parameters to
/// its stack.
///
/// Shape   those of the parameters.
/// Errors  `loss_is_a_scalar`, `rate_is_a_scalar`.
/// Source  Robbins & Monro, 1951; the numbers are those of `optim::sgd` but for rounding.
template <Expression L, Expression Rate>
  requires loss_is_a_scalar<L> && rate_is_a_scalar<Rate>
constexpr auto descent(L loss, Rate rate) {
  using map = program::parameters_of<double, L>;
  return [=]<class... Symbols>(const parameter_map<double, Symbols...>*) {
    // A rate that the compiler knows is the adjoint that the chain rule begins with, and costs
    // nothing later. (Of another rate a sum over the batch would make one of many.)
    if constexpr (Rate::self.op == &operation_of<op::constant>)
      return new_values<
          assignment<Symbols, decltype(Symbols{} + grad(-rate * loss, Symbols{}))>...>{};
    else
      return new_values<
          assignment<Symbols, decltype(Symbols{} - rate * grad(loss, Symbols{}))>...>{};
  }(static_cast<const map*>(nullptr));
}

}  // namespace optim
}  // namespace etch
