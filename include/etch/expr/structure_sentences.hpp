// SPDX-License-Identifier: BSL-1.0
/// The errors that shapes, axes and places can have, as concepts: each reads as a true sentence
/// of right ones (expr/sentences.hpp).
#pragma once

#include <etch/expr/sentences.hpp>

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

}  // namespace etch
