// SPDX-License-Identifier: BSL-1.0
/// Expressions whose shape does not follow from their operands'.
#pragma once

#include <etch/op/operation.hpp>
#include <etch/op/permute.hpp>
#include <etch/op/reshape.hpp>
#include <etch/op/sum.hpp>

#include <cstddef>
#include <utility>

namespace etch::structure {

template <class Op, std::size_t Detail, const graph::extents& Shape, class Axes, Expression E>
struct shaped_like;
template <class Op, std::size_t Detail, const graph::extents& Shape, std::size_t... Axis,
          Expression E>
struct shaped_like<Op, Detail, Shape, std::index_sequence<Axis...>, E> {
  using type = typename definition<op::shaped<Op, Shape.extent[Axis]...>, Detail, E>::type;
};

/// `Op` applied to `E`, of the shape `Shape`.
template <class Op, std::size_t Detail, const graph::extents& Shape, Expression E>
using shaped_as = typename shaped_like<
    Op, Detail, Shape, std::make_index_sequence<static_cast<std::size_t>(Shape.rank)>, E>::type;

/// The elements of `e` under the shape `Shape`.
template <const graph::extents& Shape, Expression E>
constexpr auto reshaped(E e) {
  if constexpr (E::self.shape == Shape)
    return e;
  else if constexpr (E::self.shape.is_scalar())
    return shaped_as<op::broadcast, 0, Shape, E>{};
  else
    return shaped_as<op::reshape, 0, Shape, E>{};
}

/// Axis i of the result is axis `Axes[i]` of `e`.
template <int... Axes, Expression E>
constexpr auto permuted(E e) {
  return make_with<op::permute, op::axis_order{{Axes...}}.packed(sizeof...(Axes))>(e);
}

}  // namespace etch::structure
