// SPDX-License-Identifier: BSL-1.0
/// Other shapes for the same elements, parts of arrays, and arrays from parts.
///
/// Only scalars go with any shape by themselves; every other broadcast is written down, by
/// `broadcast_to` or `repeat` (docs/shapes.md).
#pragma once

#include <etch/expr/operators.hpp>
#include <etch/expr/shaped.hpp>
#include <etch/expr/structure_sentences.hpp>
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
/// element's place in the sample. Different streams of one seed have nothing in common.
///
/// Shape   that of `like`; the seed is a scalar.
/// Errors  `operand_is_a_scalar`.
/// Source  SplitMix64: Steele, Lea & Flood, OOPSLA 2014.
template <std::size_t Stream = 0, Expression Seed, Expression E>
  requires operand_is_a_scalar<Seed>
constexpr auto uniform(Seed seed, E like) {
  return make_with<op::uniform, Stream>(seed, like);
}

}  // namespace etch
