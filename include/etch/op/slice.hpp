// SPDX-License-Identifier: BSL-1.0
/// A part of an axis, and its place in a larger array of zeros.
#pragma once

#include <etch/graph/list.hpp>
#include <etch/graph/move.hpp>
#include <etch/op/operation.hpp>

namespace etch {

namespace op {

/// Every `step`-th element of an axis, from `first` on.
struct slice_bounds {
  int axis = 0, first = 0, step = 1;

  static constexpr std::size_t bits = 28;
  constexpr std::size_t packed() const {
    return static_cast<std::size_t>(axis) | static_cast<std::size_t>(first) << 4 |
           static_cast<std::size_t>(step) << (4 + bits);
  }
  static constexpr slice_bounds of(std::size_t detail) {
    constexpr std::size_t mask = (std::size_t{1} << bits) - 1;
    return {static_cast<int>(detail & 15), static_cast<int>(detail >> 4 & mask),
            static_cast<int>(detail >> (4 + bits))};
  }

  /// The copy between a slice of shape `part` and the array that it is a slice of.
  constexpr graph::move from_whole(const graph::extents& whole,
                                   const graph::extents& part) const {
    const graph::strides outer(whole), inner(part);
    graph::move box;
    for (int i = 0; i < part.rank; ++i) {
      box.count[i] = part[i];
      box.from_stride[i] = outer[i] * (i == axis ? step : 1);
      box.to_stride[i] = inner[i];
    }
    box.from_first = first * outer[axis];
    return box;
  }
};

/// Elements at regular places of one axis; the `detail` holds `slice_bounds`.
struct slice : rearrangement {
  static constexpr std::string_view name = "slice";
  static constexpr graph::handle pullback(const graph::handle* x, graph::handle value,
                                          graph::handle adjoint, int);
  static constexpr graph::list<graph::move> moves(const graph::extents& from,
                                                  const graph::extents& to, std::size_t detail,
                                                  int) {
    graph::list<graph::move> result;
    result.push(slice_bounds::of(detail).from_whole(from, to));
    return result;
  }
  static constexpr std::size_t deeper(std::size_t detail) { return detail + 1; }
};

/// The operand as a slice of an array that is 0 elsewhere.
struct pad : rearrangement {
  static constexpr std::string_view name = "pad";
  static constexpr graph::handle pullback(const graph::handle* x, graph::handle value,
                                          graph::handle adjoint, int) {
    return make_shaped<slice>(x[0]->shape, value->detail, adjoint);
  }
  static constexpr graph::list<graph::move> moves(const graph::extents& from,
                                                  const graph::extents& to, std::size_t detail,
                                                  int) {
    graph::list<graph::move> result;
    result.push(slice_bounds::of(detail).from_whole(to, from).reversed());
    return result;
  }
  static constexpr std::size_t deeper(std::size_t detail) { return detail + 1; }
};

constexpr graph::handle slice::pullback(const graph::handle* x, graph::handle value,
                                        graph::handle adjoint, int) {
  return make_shaped<pad>(x[0]->shape, value->detail, adjoint);
}

}  // namespace op

}  // namespace etch
