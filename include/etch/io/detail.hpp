// SPDX-License-Identifier: BSL-1.0
/// What formulas say of an operation beside its operands: axes, bounds, shapes.
#pragma once

#include <etch/graph/node.hpp>
#include <etch/op/along_axis.hpp>
#include <etch/op/concatenate.hpp>
#include <etch/op/permute.hpp>
#include <etch/op/reshape.hpp>
#include <etch/op/slice.hpp>
#include <etch/op/triangle.hpp>
#include <etch/op/windows.hpp>

#include <string>

namespace etch::io {

/// The numbers, with commas.
inline std::string listed(const int* numbers, int count) {
  std::string result;
  for (int i = 0; i < count; ++i) {
    if (i > 0) result += ", ";
    result += std::to_string(numbers[i]);
  }
  return result;
}

/// The numbers in angle brackets that users write; empty where there are none.
inline std::string detail_of(graph::dag_view g, const graph::node& n) {
  const int rank = n.shape.rank;
  if (n.is<op::slice>()) {
    const op::slice_bounds part = op::slice_bounds::of(n.detail);
    const int numbers[]{part.axis, part.first,
                        part.first + (n.shape[part.axis] - 1) * part.step + 1, part.step};
    return listed(numbers, part.step == 1 ? 3 : 4);
  }
  if (n.is<op::pad>()) {
    const op::slice_bounds part = op::slice_bounds::of(n.detail);
    const int length = g[n.operands[0]].shape[part.axis];
    const int after = n.shape[part.axis] - part.first - (length - 1) * part.step - 1;
    const int numbers[]{part.axis, part.first, after, part.step};
    return listed(numbers, part.step == 1 ? 3 : 4);
  }
  if (n.is<op::repeat>()) {
    const int axis = static_cast<int>(n.detail);
    const int numbers[]{axis, n.shape[axis]};
    return listed(numbers, 2);
  }
  if (n.is<op::windows>() || n.is<op::overlap_add>()) {
    const op::sliding_window w = op::sliding_window::of(n.detail);
    const int numbers[]{w.kernel[0], w.kernel[1],   w.stride[0],
                        w.stride[1], w.dilation[0], w.dilation[1]};
    const bool dilated = w.dilation[0] * w.dilation[1] > 1;
    return listed(numbers, dilated ? 6 : w.stride[0] * w.stride[1] > 1 ? 4 : 2);
  }
  if (n.is<op::permute>()) return listed(op::axis_order::of(n.detail, rank).axis, rank);
  if (n.is<op::reshape>()) return listed(n.shape.extent, rank);
  if (n.is<op::lower_triangle>() || n.is<op::packed_triangle>()) {
    return n.detail != 0 ? "true" : "";
  }
  const bool has_axis = n.op->kind == graph::family::axis_reduction ||
                        n.is<op::concatenate>() || n.is<op::softmax_along>() ||
                        n.is<op::logsumexp_along>();
  return has_axis ? std::to_string(n.detail) : "";
}

}  // namespace etch::io
