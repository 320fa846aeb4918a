// SPDX-License-Identifier: BSL-1.0
/// `+ - * /` on expressions, the arithmetic of linear algebra; and `< <= > >=`.
#pragma once

#include <etch/expr/constants.hpp>
#include <etch/expr/sentences.hpp>
#include <etch/expr/shaped.hpp>
#include <etch/op/arithmetic.hpp>
#include <etch/op/comparison.hpp>
#include <etch/op/product.hpp>

#include <type_traits>

namespace etch {

/// What may stand in an expression: an expression, or an integral constant.
template <Expression E>
constexpr std::remove_cvref_t<E> as_expression(E) {
  return {};
}
template <IntegralConstant N>
constexpr literal<static_cast<double>(N::value)> as_expression(N) {
  return {};
}
/// A bare number is taken this far only to be named in the error.
template <class N>
  requires std::is_arithmetic<N>::value
constexpr literal<0.0> as_expression(N) {
  return {};
}

template <class E>
using expression_of = decltype(as_expression(std::declval<E>()));

template <class A, class B>
concept OperandsOfAnExpression = (Expression<A> || Expression<B>) &&
                                 requires(A a, B b) { as_expression(a), as_expression(b); };

// These two spell out what they share: compilers print a line for each concept inside another.
template <class A, class B>
concept Elementwise =
    OperandsOfAnExpression<A, B> && number_is_written_with_suffix_c<A> &&
    number_is_written_with_suffix_c<B> && shapes_agree<expression_of<A>, expression_of<B>>;

template <class A, class B>
concept has_a_scalar_factor =
    expression_of<A>::self.shape.is_scalar() || expression_of<B>::self.shape.is_scalar();

/// The extents that a product sums over, 1 with a scalar factor, which sums nothing; and the
/// lengths of the two stacks, where it is one of stacks.
template <class A, class B>
struct inner_extents {
  static constexpr bool scalar = has_a_scalar_factor<A, B>;
  static constexpr graph::extents left = expression_of<A>::self.shape;
  static constexpr graph::extents right = expression_of<B>::self.shape;
  static constexpr bool stacks = left.rank == 3 && right.rank == 3;
  using columns = sentence::columns<scalar ? 1 : left.rank == 3 ? left[2] : left.columns()>;
  using rows = sentence::rows<scalar ? 1 : right.rank == 3 ? right[1] : right.rows()>;
  using left_matrices = sentence::matrices<stacks ? left[0] : 1>;
  using right_matrices = sentence::matrices<stacks ? right[0] : 1>;
};

template <class A, class B>
using inner_columns = typename inner_extents<A, B>::columns;
template <class A, class B>
using inner_rows = typename inner_extents<A, B>::rows;
template <class A, class B>
using left_matrices = typename inner_extents<A, B>::left_matrices;
template <class A, class B>
using right_matrices = typename inner_extents<A, B>::right_matrices;

template <class A, class B>
concept Multiplicable = OperandsOfAnExpression<A, B> && number_is_written_with_suffix_c<A> &&
                        number_is_written_with_suffix_c<B> &&
                        ranks_have_a_product<expression_of<A>, expression_of<B>> &&
                        inner_extents_agree<inner_columns<A, B>, inner_rows<A, B>> &&
                        stacks_agree<left_matrices<A, B>, right_matrices<A, B>>;

/// The product of two operands in the given layouts, as an expression.
template <std::size_t Layouts, Expression A, Expression B>
using product_of = typename definition<op::product, Layouts, A, B>::type;

namespace structure {

/// Products of a stack and one matrix: the stack's matrices are one larger matrix, below each
/// other where they stand on the left, beside each other on the right.
template <Expression A, Expression B>
struct product_of_stack {
  static constexpr graph::extents left = A::self.shape, right = B::self.shape;
  static constexpr graph::extents below_each_other{2, {left[0] * left[1], left[2]}};
  static constexpr graph::extents beside_each_other{2, {right[1], right[0] * right[2]}};
  static constexpr graph::extents stack_left{3, {left[0], left[1], right[1]}};
  static constexpr graph::extents stack_right{3, {left[0], right[0], right[2]}};

  static constexpr auto make() {
    if constexpr (left.rank == 3) {
      using matrix = decltype(reshaped<below_each_other>(A{}));
      return reshaped<stack_left>(product_of<0, matrix, B>{});
    } else {
      using matrix = decltype(reshaped<beside_each_other>(permuted<1, 0, 2>(B{})));
      return permuted<1, 0, 2>(reshaped<stack_right>(product_of<0, A, matrix>{}));
    }
  }
};

}  // namespace structure

/// Shape   one shape, or a scalar with any shape.
/// Errors  `shapes_agree`, `number_is_written_with_suffix_c`.
template <class A, class B>
  requires Elementwise<A, B>
constexpr auto operator+(A, B) {
  return apply<op::add, expression_of<A>, expression_of<B>>{};
}

/// Shape   one shape, or a scalar with any shape.
/// Errors  `shapes_agree`, `number_is_written_with_suffix_c`.
template <class A, class B>
  requires Elementwise<A, B>
constexpr auto operator-(A, B) {
  return apply<op::subtract, expression_of<A>, expression_of<B>>{};
}

template <Expression E>
constexpr auto operator-(E) {
  return apply<op::negate, E>{};
}

/// The product of linear algebra; elementwise products are `hadamard(a, b)`.
///
/// Shape   scalar by any shape; [m x k] by [k] to [m]; [m x k] by [k x n] to [m x n]; either
///         matrix may be a stack, [s x m x k] or [s x k x n], for a stack [s x m x n].
/// Errors  `inner_extents_agree`, `stacks_agree`, `ranks_have_a_product`,
///         `number_is_written_with_suffix_c`.
template <class A, class B>
  requires Multiplicable<A, B>
constexpr auto operator*(A, B) {
  if constexpr (has_a_scalar_factor<A, B>) {
    return apply<op::multiply, expression_of<A>, expression_of<B>>{};
  } else if constexpr (expression_of<A>::self.shape.rank + expression_of<B>::self.shape.rank ==
                       5) {
    return structure::product_of_stack<expression_of<A>, expression_of<B>>::make();
  } else {
    return product_of<0, expression_of<A>, expression_of<B>>{};
  }
}

/// Shape   one shape (elementwise), or a scalar with any shape.
/// Errors  `shapes_agree`, `number_is_written_with_suffix_c`.
template <class A, class B>
  requires Elementwise<A, B>
constexpr auto operator/(A, B) {
  return apply<op::divide, expression_of<A>, expression_of<B>>{};
}

/// A comparison as the number 1 or 0, elementwise. (`==` and `!=` prove and refute; `equal` and
/// `not_equal` compare.)
///
/// Shape   one shape, or a scalar with any shape.
/// Domain  all values; the slope is 0 everywhere.
/// Errors  `shapes_agree`, `number_is_written_with_suffix_c`.
template <class A, class B>
  requires Elementwise<A, B>
constexpr auto operator>(A, B) {
  return apply<op::greater, expression_of<A>, expression_of<B>>{};
}
template <class A, class B>
  requires Elementwise<A, B>
constexpr auto operator<(A, B) {
  return apply<op::less, expression_of<A>, expression_of<B>>{};
}
template <class A, class B>
  requires Elementwise<A, B>
constexpr auto operator>=(A, B) {
  return apply<op::greater_equal, expression_of<A>, expression_of<B>>{};
}
template <class A, class B>
  requires Elementwise<A, B>
constexpr auto operator<=(A, B) {
  return apply<op::less_equal, expression_of<A>, expression_of<B>>{};
}

}  // namespace etch

// `hana::int_c<2> * x`: Hana has operators for its constants and anything, so these are more
// specialised than both Hana's and those above. They are Hana's neighbours, for in etch every
// wrong sum of expressions would list them as candidates.
namespace boost::hana {

template <template <class I, I> class Constant, class I, I N, etch::Expression E>
constexpr auto operator+(Constant<I, N>, E e) {
  return etch::literal<static_cast<double>(N)>{} + e;
}
template <etch::Expression E, template <class I, I> class Constant, class I, I N>
constexpr auto operator+(E e, Constant<I, N>) {
  return e + etch::literal<static_cast<double>(N)>{};
}
template <template <class I, I> class Constant, class I, I N, etch::Expression E>
constexpr auto operator-(Constant<I, N>, E e) {
  return etch::literal<static_cast<double>(N)>{} - e;
}
template <etch::Expression E, template <class I, I> class Constant, class I, I N>
constexpr auto operator-(E e, Constant<I, N>) {
  return e - etch::literal<static_cast<double>(N)>{};
}
template <template <class I, I> class Constant, class I, I N, etch::Expression E>
constexpr auto operator*(Constant<I, N>, E e) {
  return etch::literal<static_cast<double>(N)>{} * e;
}
template <etch::Expression E, template <class I, I> class Constant, class I, I N>
constexpr auto operator*(E e, Constant<I, N>) {
  return e * etch::literal<static_cast<double>(N)>{};
}
template <template <class I, I> class Constant, class I, I N, etch::Expression E>
constexpr auto operator/(Constant<I, N>, E e) {
  return etch::literal<static_cast<double>(N)>{} / e;
}
template <etch::Expression E, template <class I, I> class Constant, class I, I N>
constexpr auto operator/(E e, Constant<I, N>) {
  return e / etch::literal<static_cast<double>(N)>{};
}
template <template <class I, I> class Constant, class I, I N, etch::Expression E>
constexpr auto operator>(Constant<I, N>, E e) {
  return etch::literal<static_cast<double>(N)>{} > e;
}
template <etch::Expression E, template <class I, I> class Constant, class I, I N>
constexpr auto operator>(E e, Constant<I, N>) {
  return e > etch::literal<static_cast<double>(N)>{};
}
template <template <class I, I> class Constant, class I, I N, etch::Expression E>
constexpr auto operator<(Constant<I, N>, E e) {
  return etch::literal<static_cast<double>(N)>{} < e;
}
template <etch::Expression E, template <class I, I> class Constant, class I, I N>
constexpr auto operator<(E e, Constant<I, N>) {
  return e < etch::literal<static_cast<double>(N)>{};
}
template <template <class I, I> class Constant, class I, I N, etch::Expression E>
constexpr auto operator>=(Constant<I, N>, E e) {
  return etch::literal<static_cast<double>(N)>{} >= e;
}
template <etch::Expression E, template <class I, I> class Constant, class I, I N>
constexpr auto operator>=(E e, Constant<I, N>) {
  return e >= etch::literal<static_cast<double>(N)>{};
}
template <template <class I, I> class Constant, class I, I N, etch::Expression E>
constexpr auto operator<=(Constant<I, N>, E e) {
  return etch::literal<static_cast<double>(N)>{} <= e;
}
template <etch::Expression E, template <class I, I> class Constant, class I, I N>
constexpr auto operator<=(E e, Constant<I, N>) {
  return e <= etch::literal<static_cast<double>(N)>{};
}

}  // namespace boost::hana
