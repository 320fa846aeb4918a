// SPDX-License-Identifier: BSL-1.0
/// How elements change their places: strided copies.
#pragma once

#include <etch/graph/extents.hpp>

namespace etch::graph {

/// One copy of a box of elements. An axis has a number of elements and a stride on each side,
/// in elements; axes that are not used have one element.
struct move {
  static constexpr int axes = extents::max_rank;

  int count[axes]{1, 1, 1, 1, 1};
  int from_stride[axes]{};
  int to_stride[axes]{};
  int from_first = 0;
  int to_first = 0;

  /// The copy back.
  constexpr move reversed() const {
    move back = *this;
    for (int i = 0; i < axes; ++i) {
      back.from_stride[i] = to_stride[i];
      back.to_stride[i] = from_stride[i];
    }
    back.from_first = to_first;
    back.to_first = from_first;
    return back;
  }

  /// The same copy in as few axes as it takes, the last ones.
  constexpr move in_few_axes() const {
    move result;
    result.from_first = from_first;
    result.to_first = to_first;
    int used = axes;
    for (int i = axes; i-- > 0;) {
      if (count[i] == 1) continue;
      const bool continues = used < axes &&
                             from_stride[i] == result.count[used] * result.from_stride[used] &&
                             to_stride[i] == result.count[used] * result.to_stride[used];
      if (continues) {
        result.count[used] *= count[i];
      } else {
        --used;
        result.count[used] = count[i];
        result.from_stride[used] = from_stride[i];
        result.to_stride[used] = to_stride[i];
      }
    }
    return result;
  }

  constexpr std::size_t size() const {
    std::size_t product = 1;
    for (const int n : count) product *= static_cast<std::size_t>(n);
    return product;
  }
};

/// Strides of a row-major array.
struct strides {
  int stride[extents::max_rank]{};

  constexpr explicit strides(const extents& shape) {
    int below = 1;
    for (int axis = shape.rank; axis-- > 0;) {
      stride[axis] = below;
      below *= shape[axis];
    }
  }
  constexpr int operator[](int axis) const { return stride[axis]; }
};

}  // namespace etch::graph
