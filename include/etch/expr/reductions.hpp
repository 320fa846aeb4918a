// SPDX-License-Identifier: BSL-1.0
/// Reductions along one axis, and those of all elements that are made of other operations.
#pragma once

#include <etch/expr/functions.hpp>
#include <etch/expr/structure.hpp>
#include <etch/op/norm.hpp>

namespace etch {

namespace structure {

template <class Op, int Axis, Expression E>
constexpr auto along(E e) {
  constexpr int axis = sentence::axis_of(Axis, E::self.shape.rank);
  return make_with<Op, static_cast<std::size_t>(axis)>(e);
}

/// A reduction along `Axis` of `e`, in the shape of `e` again.
template <int Axis, Expression R, Expression E>
constexpr auto repeated_like(R reduced, E) {
  constexpr int axis = sentence::axis_of(Axis, E::self.shape.rank);
  return repeated<axis, E::self.shape[axis]>(reduced);
}

template <int Axis, Expression E>
inline constexpr int length = E::self.shape[sentence::axis_of(Axis, E::self.shape.rank)];

}  // namespace structure

/// The sum along one axis.
///
/// Shape   the axis, counted from 0 or from -1 backwards, goes.
/// Errors  `axis_is_one_of_the_operands`.
template <int Axis, Expression E>
  requires axis_is_one_of_the_operands<Axis, E>
constexpr auto sum(E e) {
  if constexpr (E::self.shape.rank == 1)
    return sum(e);
  else
    return structure::along<op::sum_along, Axis>(e);
}

/// The mean along one axis.
///
/// Shape   the axis goes.
/// Errors  `axis_is_one_of_the_operands`.
template <int Axis, Expression E>
  requires axis_is_one_of_the_operands<Axis, E>
constexpr auto mean(E e) {
  return sum<Axis>(e) / literal<static_cast<double>(structure::length<Axis, E>)>{};
}

/// The greatest along one axis; elements that share it share the slope in equal parts.
///
/// Shape   the axis goes.
/// Errors  `axis_is_one_of_the_operands`.
template <int Axis, Expression E>
  requires axis_is_one_of_the_operands<Axis, E>
constexpr auto max(E e) {
  if constexpr (E::self.shape.rank == 1)
    return max(e);
  else
    return structure::along<op::greatest_along, Axis>(e);
}

/// The least of all elements; elements that share it share the slope in equal parts.
///
/// Shape   any shape to a scalar; of a batch, one scalar per sample.
template <Expression E>
constexpr auto min(E e) {
  return -max(-e);
}

/// The least along one axis; elements that share it share the slope in equal parts.
///
/// Shape   the axis goes.
/// Errors  `axis_is_one_of_the_operands`.
template <int Axis, Expression E>
  requires axis_is_one_of_the_operands<Axis, E>
constexpr auto min(E e) {
  return -max<Axis>(-e);
}

/// The product along one axis, by halves, so that its gradient is right where factors are 0.
///
/// Shape   the axis goes.
/// Errors  `axis_is_one_of_the_operands`.
template <int Axis, Expression E>
  requires axis_is_one_of_the_operands<Axis, E>
constexpr auto prod(E e) {
  constexpr int axis = sentence::axis_of(Axis, E::self.shape.rank);
  constexpr int n = E::self.shape[axis];
  if constexpr (n == 1) {
    return structure::place<axis, 0>(e);
  } else {
    const auto halves = hadamard(slice<axis, 0, n / 2>(e), slice<axis, n / 2, n / 2 * 2>(e));
    if constexpr (n % 2 == 0)
      return prod<axis>(halves);
    else
      return hadamard(prod<axis>(halves), structure::place<axis, n - 1>(e));
  }
}

/// The product of all elements.
///
/// Shape   any shape to a scalar; of a batch, one scalar per sample.
template <Expression E>
constexpr auto prod(E e) {
  if constexpr (E::self.shape.is_scalar())
    return e;
  else
    return prod<0>(flatten(e));
}

/// The mean of the squared distances from the mean (of all elements: divided by their number).
///
/// Shape   any shape to a scalar; of a batch, one scalar per sample.
template <Expression E>
constexpr auto variance(E e) {
  return mean(square(e - mean(e)));
}

/// The same along one axis.
///
/// Shape   the axis goes.
/// Errors  `axis_is_one_of_the_operands`.
template <int Axis, Expression E>
  requires axis_is_one_of_the_operands<Axis, E>
constexpr auto variance(E e) {
  return mean<Axis>(square(e - structure::repeated_like<Axis>(mean<Axis>(e), e)));
}

/// `log sum_i e^(x_i)` along one axis, shifted by the maximum.
///
/// Shape   the axis goes.
/// Errors  `axis_is_one_of_the_operands`.
template <int Axis, Expression E>
  requires axis_is_one_of_the_operands<Axis, E>
constexpr auto logsumexp(E e) {
  if constexpr (E::self.shape.rank == 1)
    return logsumexp(e);
  else
    return structure::along<op::logsumexp_along, Axis>(e);
}

/// `softmax` along one axis.
///
/// Shape   keeps the operand's shape.
/// Errors  `axis_is_one_of_the_operands`.
template <int Axis, Expression E>
  requires axis_is_one_of_the_operands<Axis, E>
constexpr auto softmax(E e) {
  if constexpr (E::self.shape.rank == 1)
    return make<op::softmax>(e);
  else
    return structure::along<op::softmax_along, Axis>(e);
}

/// The place of the greatest element along one axis, the first if several share it; a number to
/// read, without derivative.
///
/// Shape   the axis goes.
/// Errors  `axis_is_one_of_the_operands`.
template <int Axis, Expression E>
  requires axis_is_one_of_the_operands<Axis, E>
constexpr auto argmax(E e) {
  return structure::along<op::argmax_along, Axis>(e);
}

/// The place of the greatest of all elements in row-major order.
///
/// Shape   any shape but a scalar to a scalar; of a batch, one scalar per sample.
template <Expression E>
constexpr auto argmax(E e) {
  return argmax<0>(flatten(e));
}

}  // namespace etch
