// SPDX-License-Identifier: BSL-1.0
/// Elementwise functions of two and three operands.
#pragma once

#include <etch/expr/operators.hpp>
#include <etch/op/atan2.hpp>
#include <etch/op/clamp.hpp>
#include <etch/op/maximum.hpp>
#include <etch/op/minimum.hpp>
#include <etch/op/pow.hpp>
#include <etch/op/where.hpp>

namespace etch {

/// The elementwise product.
///
/// Shape   one shape, or a scalar with any shape.
/// Errors  `shapes_agree`, `number_is_written_with_suffix_c`.
template <class A, class B>
  requires Elementwise<A, B>
constexpr auto hadamard(A, B) {
  return apply<op::multiply, expression_of<A>, expression_of<B>>{};
}

/// The greater of two values, elementwise. At equal operands the slope belongs to the second.
///
/// Shape   one shape, or a scalar with any shape.
/// Domain  all values; NaN if `a` is, but `a` where `b` is NaN.
/// Errors  `shapes_agree`, `number_is_written_with_suffix_c`.
template <class A, class B>
  requires Elementwise<A, B>
constexpr auto max(A, B) {
  return apply<op::maximum, expression_of<A>, expression_of<B>>{};
}

/// The smaller of two values, elementwise. At equal operands the slope belongs to the second.
///
/// Shape   one shape, or a scalar with any shape.
/// Domain  all values; NaN if `a` is, but `a` where `b` is NaN.
/// Errors  `shapes_agree`, `number_is_written_with_suffix_c`.
template <class A, class B>
  requires Elementwise<A, B>
constexpr auto min(A, B) {
  return apply<op::minimum, expression_of<A>, expression_of<B>>{};
}

/// `x^y`, elementwise.
///
/// Shape   one shape, or a scalar with any shape.
/// Domain  x > 0; x = 0 where y >= 0; x < 0 where y is an integer, without a slope along y.
///         At x = 0 the slope along x is finite for y >= 1, and that along y is 0.
/// Errors  `shapes_agree`, `number_is_written_with_suffix_c`.
/// Source  IEEE 754-2019, table 9.1; slopes: y x^(y - 1), and x^y ln x.
template <class A, class B>
  requires Elementwise<A, B>
constexpr auto pow(A, B) {
  return apply<op::pow, expression_of<A>, expression_of<B>>{};
}

/// The angle of (-pi, pi] at which the point (x, y) is seen, elementwise.
///
/// Shape   one shape, or a scalar with any shape.
/// Domain  all values; the slopes are NaN at the origin.
/// Errors  `shapes_agree`, `number_is_written_with_suffix_c`.
/// Source  IEEE 754-2019, table 9.1; slopes: x / (x^2 + y^2), and -y / (x^2 + y^2).
template <class Y, class X>
  requires Elementwise<Y, X>
constexpr auto atan2(Y, X) {
  return apply<op::atan2, expression_of<Y>, expression_of<X>>{};
}

/// `a > b` by name; so are the five that follow, the last two of which have no operator.
///
/// Shape   one shape, or a scalar with any shape; 1 where it is true, else 0.
/// Domain  all values; the slope is 0 everywhere.
/// Errors  `shapes_agree`, `number_is_written_with_suffix_c`.
template <class A, class B>
  requires Elementwise<A, B>
constexpr auto greater(A, B) {
  return apply<op::greater, expression_of<A>, expression_of<B>>{};
}
template <class A, class B>
  requires Elementwise<A, B>
constexpr auto less(A, B) {
  return apply<op::less, expression_of<A>, expression_of<B>>{};
}
template <class A, class B>
  requires Elementwise<A, B>
constexpr auto greater_equal(A, B) {
  return apply<op::greater_equal, expression_of<A>, expression_of<B>>{};
}
template <class A, class B>
  requires Elementwise<A, B>
constexpr auto less_equal(A, B) {
  return apply<op::less_equal, expression_of<A>, expression_of<B>>{};
}
template <class A, class B>
  requires Elementwise<A, B>
constexpr auto equal(A, B) {
  return apply<op::equal, expression_of<A>, expression_of<B>>{};
}
template <class A, class B>
  requires Elementwise<A, B>
constexpr auto not_equal(A, B) {
  return apply<op::not_equal, expression_of<A>, expression_of<B>>{};
}

template <class A, class B, class C>
concept OperandsOfAnExpressionOfThree =
    (Expression<A> || Expression<B> || Expression<C>) &&
    requires(A a, B b, C c) { as_expression(a), as_expression(b), as_expression(c); };

template <class A, class B, class C>
concept ElementwiseOfThree =
    OperandsOfAnExpressionOfThree<A, B, C> && number_is_written_with_suffix_c<A> &&
    number_is_written_with_suffix_c<B> && number_is_written_with_suffix_c<C> &&
    shapes_agree<expression_of<A>, expression_of<B>> &&
    shapes_agree<expression_of<A>, expression_of<C>> &&
    shapes_agree<expression_of<B>, expression_of<C>>;

/// `a` where `condition` is not 0, else `b`, elementwise.
///
/// Shape   one shape, or scalars with any shape.
/// Domain  all values; NaN is not 0. The slope along the condition is 0, and so is that along
///         the branch not taken, even where its own slope is infinite.
/// Errors  `shapes_agree`, `number_is_written_with_suffix_c`.
template <class C, class A, class B>
  requires ElementwiseOfThree<C, A, B>
constexpr auto where(C, A, B) {
  return apply<op::where, expression_of<C>, expression_of<A>, expression_of<B>>{};
}

/// `min(max(x, low), high)`, elementwise; at the bounds the slope belongs to `x`.
///
/// Shape   one shape, or scalars with any shape.
/// Domain  low <= high; NaN if `x` is.
/// Errors  `shapes_agree`, `number_is_written_with_suffix_c`.
/// Source  ONNX Clip, opset 13; the slopes at the bounds are those of PyTorch.
template <class E, class L, class H>
  requires ElementwiseOfThree<E, L, H>
constexpr auto clamp(E, L, H) {
  return apply<op::clamp, expression_of<E>, expression_of<L>, expression_of<H>>{};
}

}  // namespace etch
