// SPDX-License-Identifier: BSL-1.0
/// Other shapes for the same elements, parts of arrays, and arrays from parts.
///
/// Only scalars go with any shape by themselves; every other broadcast is written down, by
/// `broadcast_to` or `repeat` (docs/shapes.md).
#pragma once

#include <etch/expr/operators.hpp>
#include <etch/expr/shaped.hpp>
#include <etch/op/along_axis.hpp>
#include <etch/op/concatenate.hpp>
#include <etch/op/diagonal.hpp>
#include <etch/op/generator.hpp>
#include <etch/op/permute.hpp>
#include <etch/op/product.hpp>
#include <etch/op/reshape.hpp>
#include <etch/op/slice.hpp>
#include <etch/op/triangle.hpp>

#include <cstddef>

namespace etch {

namespace sentence {

/// A shape for itself, as sentences see those of expressions.
template <int... Extents>
struct shape {
  static constexpr graph::extents extents = [] {
    if constexpr (sizeof...(Extents) <= graph::most_axes)
      return graph::make_extents(Extents...);
    else
      return graph::extents{static_cast<int>(sizeof...(Extents)), {}};
  }();
  static constexpr struct {
    graph::extents shape;
  } self{extents};
};

/// An extent, for a compiler to print.
template <int Extent>
struct extent {
  static constexpr int value = Extent;
};
/// The places that a slice names: from `First` to before `Last`.
template <int First, int Last, int Step>
struct places {
  static constexpr bool lie_within(int length) {
    return 0 <= First && First < Last && Last <= length && Step > 0;
  }
};
template <int Index>
struct index {
  static constexpr int value = Index;
};

/// Counted from the end where negative, as -1 for the last.
constexpr int axis_of(int axis, int rank) { return axis < 0 ? axis + rank : axis; }
constexpr bool is_axis(int axis, int rank) { return axis >= -rank && axis < rank; }

template <class E, int Axis>
struct axis_in {
  using extent = sentence::extent<E::self.shape[axis_of(Axis, E::self.shape.rank)]>;
};
template <class E, int Axis>
using extent_of = typename axis_in<E, Axis>::extent;

/// The first of some indices that its axis does not have; the last where there is none.
struct index_at {
  int axis = 0, value = 0;
};
template <int... Index>
constexpr index_at first_doubtful(const graph::extents& shape) {
  index_at found;
  int axis = 0;
  bool all_right = true;
  ((all_right ? (found = {axis, Index}, all_right = Index >= 0 && Index < shape[axis], ++axis)
              : axis),
   ...);
  return found;
}
template <class E, int... Index>
struct indices_in {
  static constexpr index_at found = first_doubtful<Index...>(E::self.shape);
  using doubtful = index<found.value>;
  using extent = sentence::extent<E::self.shape[found.axis]>;
};
template <class E, int... Index>
using doubtful_index = typename indices_in<E, Index...>::doubtful;
template <class E, int... Index>
using extent_at_doubtful_index = typename indices_in<E, Index...>::extent;

constexpr bool are_positive(const graph::extents& shape) {
  for (int i = 0; i < shape.rank; ++i) {
    if (shape[i] < 1) return false;
  }
  return true;
}

constexpr bool is_permutation(const graph::extents& axes) {
  for (int i = 0; i < axes.rank; ++i) {
    bool found = false;
    for (int j = 0; j < axes.rank; ++j) found |= axes[j] == i;
    if (!found) return false;
  }
  return true;
}

/// The axes from the last on are equal, or of one element.
constexpr bool can_become(const graph::extents& from, const graph::extents& to) {
  if (from.rank > to.rank) return false;
  for (int i = 0; i < from.rank; ++i) {
    const int have = from[from.rank - 1 - i], want = to[to.rank - 1 - i];
    if (have != 1 && have != want) return false;
  }
  return true;
}

/// All axes but one are equal.
constexpr bool can_be_joined(const graph::extents& a, const graph::extents& b, int axis) {
  return a.rank == b.rank && is_axis(axis, a.rank) &&
         a.without(axis_of(axis, a.rank)) == b.without(axis_of(axis, b.rank));
}

/// The first of some operands that does not go with `A`; the last where there is none.
template <class A, int Axis, class B, class... More>
struct joined_with {
  using type = B;
};
template <class A, int Axis, class B, class Next, class... More>
  requires(can_be_joined(A::self.shape, B::self.shape, Axis))
struct joined_with<A, Axis, B, Next, More...> : joined_with<A, Axis, Next, More...> {};
template <class A, int Axis, class... Others>
using doubtful_operand = typename joined_with<A, Axis, Others...>::type;

/// The same of operands that are to have the shape of `A`.
template <class A, class... Others>
struct stacked_with {
  using type = A;
};
template <class A, class B, class... More>
struct stacked_with<A, B, More...> {
  using type = B;
};
template <class A, class B, class Next, class... More>
  requires(A::self.shape == B::self.shape)
struct stacked_with<A, B, Next, More...> : stacked_with<A, Next, More...> {};
template <class A, class... Others>
using doubtful_layer = typename stacked_with<A, Others...>::type;

/// The rows of the matrix whose packed triangle has `elements`; 0 if no matrix's has.
constexpr int rows_of_triangle(int elements, bool strict) {
  int rows = 0, total = 0;
  while (total < elements) {
    ++rows;
    total += rows - (strict ? 1 : 0);
  }
  return total == elements ? rows : 0;
}

// Functions, for compilers explain each operand of an `&&` and `||`.

constexpr bool is_square(const graph::extents& shape) {
  return shape.rank == 2 && shape[0] == shape[1];
}
constexpr bool has_a_diagonal(const graph::extents& shape) {
  return shape.rank == 1 || is_square(shape);
}
constexpr bool fill_a_triangle(const graph::extents& shape, bool strict) {
  return shape.rank > 0 && rows_of_triangle(shape[shape.rank - 1], strict) > 0;
}

}  // namespace sentence

/// The elements of `From` are as many as those of the new shape.
template <class From, class To>
concept reshape_keeps_the_number_of_elements = From::self.shape.size() == To::extents.size();
/// Axes are counted from 0, or from -1 backwards.
template <int Axis, class E>
concept axis_is_one_of_the_operands = sentence::is_axis(Axis, E::self.shape.rank);
/// The same of a new axis, which the result has and the operand does not.
template <int Axis, class E>
concept axis_is_one_of_the_results = sentence::is_axis(Axis, E::self.shape.rank + 1);
/// Every extent is at least 1.
template <class Shape>
concept extents_are_positive = sentence::are_positive(Shape::extents);
/// `0 <= First < Last`, which is at most the axis's extent, with a positive step.
template <class Places, class Extent>
concept slice_lies_within_the_axis = Places::lie_within(Extent::value);
/// Elements are counted from 0 to before the axis's extent.
template <class Index, class Extent>
concept index_lies_within_the_axis =
    static_cast<unsigned>(Index::value) < static_cast<unsigned>(Extent::value);
/// Every axis is named once, from 0 on.
template <class Axes, class E>
concept axes_are_a_permutation =
    Axes::extents.rank == E::self.shape.rank && sentence::is_permutation(Axes::extents);
/// Seen from the last axis, each extent is that of the new shape, or 1.
template <class From, class To>
concept shape_can_be_broadcast = sentence::can_become(From::self.shape, To::extents);
/// What is joined along an axis has one shape but for that axis.
template <class First, class Other, int Axis>
concept shapes_agree_but_for_the_axis =
    sentence::can_be_joined(First::self.shape, Other::self.shape, Axis);
/// What is stacked along a new axis has one shape.
template <class First, class Other>
concept shapes_are_one = First::self.shape == Other::self.shape;
template <class E>
concept operand_is_a_square_matrix = sentence::is_square(E::self.shape);
template <class E>
concept operand_is_a_vector_or_square_matrix = sentence::has_a_diagonal(E::self.shape);
/// A triangle of n rows has n (n + 1) / 2 elements with the diagonal, n (n - 1) / 2 without.
template <class E, bool Strict>
concept elements_fill_a_triangle = sentence::fill_a_triangle(E::self.shape, Strict);
template <class E>
concept operand_is_a_scalar = E::self.shape.rank == 0;
/// A value has at most four axes.
template <class E, int More = 0>
concept axes_are_at_most_four = E::self.shape.rank + More <= graph::most_axes;

namespace structure {

/// The shapes that parts have.
template <Expression E, int Axis, int Length>
inline constexpr graph::extents with_length = [] {
  graph::extents shape = E::self.shape;
  shape.extent[Axis] = Length;
  return shape;
}();
template <Expression E, int Axis>
inline constexpr graph::extents without_axis = E::self.shape.without(Axis);
template <Expression E, int Axis, int Length>
inline constexpr graph::extents with_axis = E::self.shape.with(Axis, Length);

/// The matrices whose packed triangles `E` holds along its last axis.
template <Expression E, bool Strict>
inline constexpr graph::extents triangles = [] {
  const int last = E::self.shape.rank - 1;
  const int rows = sentence::rows_of_triangle(E::self.shape[last], Strict);
  return E::self.shape.without(last).with(last, rows).with(last, rows);
}();

template <int Axis, int First, int Length, int Step, Expression E>
constexpr auto part(E) {
  return shaped_as<op::slice, op::slice_bounds{Axis, First, Step}.packed(),
                   with_length<E, Axis, Length>, E>{};
}

/// The part of one place along `Axis`, without the axis.
template <int Axis, int Place, Expression E>
constexpr auto place(E e) {
  return reshaped<without_axis<E, Axis>>(part<Axis, Place, 1, 1>(e));
}

template <int Axis, int Length, Expression E>
constexpr auto repeated(E e) {
  if constexpr (E::self.shape.is_scalar())
    return reshaped<with_axis<E, 0, Length>>(e);
  else
    return shaped_as<op::repeat, static_cast<std::size_t>(Axis), with_axis<E, Axis, Length>,
                     E>{};
}

/// One axis after the other, from the last on, takes the extent that `Shape` has there.
template <const graph::extents& Shape, int Axis, Expression E>
constexpr auto broadcast_axes(E e) {
  constexpr int missing = Shape.rank - E::self.shape.rank;
  if constexpr (E::self.shape == Shape) {
    return e;
  } else if constexpr (E::self.shape.is_scalar()) {
    return reshaped<Shape>(e);
  } else if constexpr (Axis < missing) {
    return broadcast_axes<Shape, Axis - 1>(repeated<0, Shape[Axis]>(e));
  } else if constexpr (E::self.shape[Axis - missing] == Shape[Axis]) {
    return broadcast_axes<Shape, Axis - 1>(e);
  } else {
    constexpr int own = Axis - missing;
    return broadcast_axes<Shape, Axis - 1>(repeated<own, Shape[Axis]>(place<own, 0>(e)));
  }
}

}  // namespace structure

/// The same elements, in row-major order.
///
/// Shape   any shape to the one given, of as many elements.
/// Errors  `axes_are_at_most_four`, `extents_are_positive`,
///         `reshape_keeps_the_number_of_elements`.
template <int... Extents, Expression E>
  requires axes_are_at_most_four<sentence::shape<Extents...>> &&
           extents_are_positive<sentence::shape<Extents...>> &&
           reshape_keeps_the_number_of_elements<E, sentence::shape<Extents...>>
constexpr auto reshape(E e) {
  return structure::reshaped<sentence::shape<Extents...>::extents>(e);
}

/// All elements in one vector, in row-major order.
///
/// Shape   any shape to [n].
template <Expression E>
constexpr auto flatten(E e) {
  return reshape<static_cast<int>(E::self.shape.size())>(e);
}

/// The elements `First` to before `Last` of an axis, or every `Step`-th of them.
///
/// Shape   the axis has `(Last - First) / Step` elements, rounded up.
/// Errors  `axis_is_one_of_the_operands`, `slice_lies_within_the_axis`.
template <int Axis, int First, int Last, int Step = 1, Expression E>
  requires axis_is_one_of_the_operands<Axis, E> &&
           slice_lies_within_the_axis<sentence::places<First, Last, Step>,
                                      sentence::extent_of<E, Axis>>
constexpr auto slice(E e) {
  constexpr int axis = sentence::axis_of(Axis, E::self.shape.rank);
  return structure::part<axis, First, (Last - First + Step - 1) / Step, Step>(e);
}

/// One element: `at<1, 2>(w)` is row 1, column 2; fewer indices give a part, `at<1>(w)` a row.
///
/// Shape   one axis less for each index.
/// Errors  `axis_is_one_of_the_operands`, `index_lies_within_the_axis`.
template <int Index, int... More, Expression E>
  requires axis_is_one_of_the_operands<static_cast<int>(sizeof...(More)), E> &&
           index_lies_within_the_axis<sentence::doubtful_index<E, Index, More...>,
                                      sentence::extent_at_doubtful_index<E, Index, More...>>
constexpr auto at(E e) {
  if constexpr (sizeof...(More) == 0)
    return structure::place<0, Index>(e);
  else
    return at<More...>(structure::place<0, Index>(e));
}

/// Shape   axis 0 goes.
/// Errors  `axis_is_one_of_the_operands`, `index_lies_within_the_axis`.
template <int Index, Expression E>
  requires axis_is_one_of_the_operands<0, E> &&
           index_lies_within_the_axis<sentence::index<Index>, sentence::extent_of<E, 0>>
constexpr auto row(E e) {
  return structure::place<0, Index>(e);
}

/// Shape   axis 1 goes.
/// Errors  `axis_is_one_of_the_operands`, `index_lies_within_the_axis`.
template <int Index, Expression E>
  requires axis_is_one_of_the_operands<1, E> &&
           index_lies_within_the_axis<sentence::index<Index>, sentence::extent_of<E, 1>>
constexpr auto column(E e) {
  return structure::place<1, Index>(e);
}

/// One behind the other along an axis.
///
/// Shape   all axes but the one agree; the one is the sum of the operands'.
/// Errors  `axis_is_one_of_the_operands`, `shapes_agree_but_for_the_axis`.
template <int Axis, Expression A>
  requires axis_is_one_of_the_operands<Axis, A>
constexpr auto concat(A a) {
  return a;
}
template <int Axis, Expression A, Expression B, Expression... More>
  requires axis_is_one_of_the_operands<Axis, A> &&
           shapes_agree_but_for_the_axis<A, sentence::doubtful_operand<A, Axis, B, More...>,
                                         Axis>
constexpr auto concat(A a, B b, More... more) {
  constexpr int axis = sentence::axis_of(Axis, A::self.shape.rank);
  return concat<axis>(make_with<op::concatenate, static_cast<std::size_t>(axis)>(a, b),
                      more...);
}

/// Beside each other along a new axis.
///
/// Shape   operands of one shape; the new axis, of as many elements as operands, stands at
///         `Axis`.
/// Errors  `axes_are_at_most_four`, `axis_is_one_of_the_results`, `shapes_are_one`.
template <int Axis = 0, Expression A, Expression... More>
  requires axes_are_at_most_four<A, 1> && axis_is_one_of_the_results<Axis, A> &&
           shapes_are_one<A, sentence::doubtful_layer<A, More...>>
constexpr auto stack(A a, More... more) {
  constexpr int axis = sentence::axis_of(Axis, A::self.shape.rank + 1);
  return concat<axis>(structure::reshaped<structure::with_axis<A, axis, 1>>(a),
                      structure::reshaped<structure::with_axis<More, axis, 1>>(more)...);
}

/// Copies along a new axis.
///
/// Shape   one more axis, of `Length` elements, at `Axis`.
/// Errors  `axes_are_at_most_four`, `axis_is_one_of_the_results`, `extents_are_positive`.
template <int Axis, int Length, Expression E>
  requires axes_are_at_most_four<E, 1> && axis_is_one_of_the_results<Axis, E> &&
           extents_are_positive<sentence::shape<Length>>
constexpr auto repeat(E e) {
  return structure::repeated<sentence::axis_of(Axis, E::self.shape.rank + 1), Length>(e);
}

/// Copies along new axes in front, and along axes of one element.
///
/// Shape   seen from the last axis, each extent is that of the new shape, or 1.
/// Errors  `axes_are_at_most_four`, `extents_are_positive`, `shape_can_be_broadcast`.
/// Source  the broadcasting rule of numpy.
template <int... Extents, Expression E>
  requires axes_are_at_most_four<sentence::shape<Extents...>> &&
           extents_are_positive<sentence::shape<Extents...>> &&
           shape_can_be_broadcast<E, sentence::shape<Extents...>>
constexpr auto broadcast_to(E e) {
  constexpr int last = static_cast<int>(sizeof...(Extents)) - 1;
  return structure::broadcast_axes<sentence::shape<Extents...>::extents, last>(e);
}

/// The axes in another order: axis i of the result is axis `Axes[i]` of the operand.
///
/// Errors  `axes_are_a_permutation`.
template <int... Axes, Expression E>
  requires axes_are_a_permutation<sentence::shape<Axes...>, E>
constexpr auto permute(E e) {
  return structure::permuted<Axes...>(e);
}

/// Of a vector the matrix with that diagonal; of a square matrix its diagonal.
///
/// Shape   [n] to [n x n]; [n x n] to [n].
/// Errors  `operand_is_a_vector_or_square_matrix`.
template <Expression E>
  requires operand_is_a_vector_or_square_matrix<E>
constexpr auto diag(E e) {
  if constexpr (E::self.shape.rank == 1)
    return make<op::diagonal_matrix>(e);
  else
    return make<op::diagonal>(e);
}

/// The sum of the diagonal.
///
/// Shape   [n x n] to a scalar.
/// Errors  `operand_is_a_square_matrix`.
template <Expression E>
  requires operand_is_a_square_matrix<E>
constexpr auto trace(E e) {
  return sum(diag(e));
}

/// A lower triangular matrix from its elements, row by row; `Strict` leaves the diagonal 0.
///
/// Shape   [n (n + 1) / 2], or [n (n - 1) / 2] if strict, to [n x n]; under leading axes, many.
/// Errors  `elements_fill_a_triangle`, `axes_are_at_most_four`.
template <bool Strict = false, Expression E>
  requires elements_fill_a_triangle<E, Strict> && axes_are_at_most_four<E, 1>
constexpr auto lower_triangle(E) {
  return structure::shaped_as<op::lower_triangle, Strict, structure::triangles<E, Strict>, E>{};
}

/// 0, 1, ..., N - 1.
///
/// Shape   [N].
template <int N>
struct positions_of : described<positions_of<N>> {
  static_assert(N > 0, "every extent is at least 1");

  static constexpr description describe() {
    return {.op = &operation_of<op::positions>, .shape = graph::make_extents(N)};
  }
};
template <int N>
inline constexpr positions_of<N> positions{};

/// 1 at the place that a label names, 0 elsewhere. A label that is no place gives zeros.
///
/// Shape   a scalar, holding an integer from 0 to N - 1, to [N].
/// Errors  `operand_is_a_scalar`, `extents_are_positive`.
template <int N, Expression E>
  requires operand_is_a_scalar<E> && extents_are_positive<sentence::shape<N>>
constexpr auto one_hot(E) {
  return apply<op::equal, positions_of<N>, E>{};
}

/// Numbers uniform in [0, 1), one for each element of `like`, the same whenever the seed is the
/// same: an element's number follows from the seed, the sample's place in the batch and the
/// element's place in the sample.
///
/// Shape   that of `like`; the seed is a scalar.
/// Errors  `operand_is_a_scalar`.
/// Source  SplitMix64: Steele, Lea & Flood, OOPSLA 2014.
template <Expression Seed, Expression E>
  requires operand_is_a_scalar<Seed>
constexpr auto uniform(Seed seed, E like) {
  return make<op::uniform>(seed, like);
}

}  // namespace etch
