// SPDX-License-Identifier: BSL-1.0
/// Where the elements of a rearrangement come from, said anew: by coordinates, not by strides.
#pragma once

#include <etch/graph/node.hpp>
#include <etch/op/along_axis.hpp>
#include <etch/op/concatenate.hpp>
#include <etch/op/diagonal.hpp>
#include <etch/op/permute.hpp>
#include <etch/op/product.hpp>
#include <etch/op/reshape.hpp>
#include <etch/op/slice.hpp>
#include <etch/op/triangle.hpp>
#include <etch/op/windows.hpp>

#include <cstddef>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

namespace laws {

namespace graph = etch::graph;
namespace op = etch::op;

using coordinates = std::vector<int>;

inline coordinates coordinates_of(const graph::extents& shape, std::size_t element) {
  coordinates at(static_cast<std::size_t>(shape.rank));
  for (int axis = shape.rank; axis-- > 0;) {
    const auto length = static_cast<std::size_t>(shape[axis]);
    at[static_cast<std::size_t>(axis)] = static_cast<int>(element % length);
    element /= length;
  }
  return at;
}

inline std::size_t element_at(const graph::extents& shape, const coordinates& at) {
  std::size_t element = 0;
  for (std::size_t axis = 0; axis < at.size(); ++axis)
    element = element * static_cast<std::size_t>(shape[static_cast<int>(axis)]) +
              static_cast<std::size_t>(at[axis]);
  return element;
}

/// An element of an operand, or none, which is zero.
struct place {
  bool exists = false;
  int operand = 0;
  std::size_t element = 0;
};

/// What a rearrangement of operands of shapes `first` and `second` has at `element`.
inline place place_of(const graph::node& n, const graph::extents& first,
                      const graph::extents& second, std::size_t element) {
  coordinates at = coordinates_of(n.shape, element);
  const auto found = [&](const coordinates& where) {
    return place{true, 0, element_at(first, where)};
  };
  const auto last = at.empty() ? std::size_t{0} : at.size() - 1;
  const auto axis = static_cast<std::size_t>(n.detail);
  if (n.is<op::reshape>()) return {true, 0, element};
  if (n.is<op::transpose>())
    return first.rank < 2 || n.shape.rank < 2 ? place{true, 0, element} : found({at[1], at[0]});
  if (n.is<op::repeat>()) {
    at.erase(at.begin() + static_cast<std::ptrdiff_t>(axis));
    return found(at);
  }
  if (n.is<op::permute>()) {
    coordinates inner = at;
    for (std::size_t i = 0; i < at.size(); ++i) inner[n.detail >> (4 * i) & 15] = at[i];
    return found(inner);
  }
  if (n.is<op::concatenate>()) {
    if (at[axis] < first[static_cast<int>(axis)]) return found(at);
    at[axis] -= first[static_cast<int>(axis)];
    return {true, 1, element_at(second, at)};
  }
  if (n.is<op::slice>() || n.is<op::pad>()) {
    const op::slice_bounds bounds = op::slice_bounds::of(n.detail);
    int& moving = at[static_cast<std::size_t>(bounds.axis)];
    if (n.is<op::slice>()) {
      moving = bounds.first + moving * bounds.step;
      return found(at);
    }
    const int offset = moving - bounds.first;
    moving = offset / bounds.step;
    const bool inside = offset >= 0 && offset % bounds.step == 0 && moving < first[bounds.axis];
    return inside ? found(at) : place{};
  }
  if (n.is<op::diagonal>()) {
    at.push_back(at.back());
    return found(at);
  }
  if (n.is<op::diagonal_matrix>()) {
    if (at[last] != at[last - 1]) return {};
    at.pop_back();
    return found(at);
  }
  if (n.is<op::windows>()) {
    const op::sliding_window window = op::sliding_window::of(n.detail);
    const int across = window.places(1, first[first.rank - 1]);
    const int i = at[last - 1] / window.kernel[1], j = at[last - 1] % window.kernel[1];
    const int down = at[last] / across, right = at[last] % across;
    at[last - 1] = down * window.stride[0] + i * window.dilation[0];
    at[last] = right * window.stride[1] + j * window.dilation[1];
    return found(at);
  }
  throw std::logic_error("no meaning of " + std::string(n.op->name));
}

/// The element of an `overlap_add` to which it adds one of its operand, of shape `operand`.
inline std::size_t target_of(const graph::node& n, const graph::extents& operand,
                             std::size_t element) {
  graph::node windows = n;
  windows.op = &etch::operation_of<op::windows>;
  windows.shape = operand;
  return place_of(windows, n.shape, {}, element).element;
}

}  // namespace laws
