// SPDX-License-Identifier: BSL-1.0
/// Elements in other places: copies between strided boxes, or sums.
#pragma once

#include <etch/graph/move.hpp>

namespace etch::kernel {

/// Copies one box, or adds it to what is there. Where `box` is a constant, so are the loops.
template <bool Accumulate, class T>
[[gnu::always_inline]] constexpr void put_box(T* to, const T* from, const graph::move& box) {
  to += box.to_first;
  from += box.from_first;
  for (int i = 0; i < box.count[0]; ++i) {
    for (int j = 0; j < box.count[1]; ++j) {
      for (int k = 0; k < box.count[2]; ++k) {
        for (int l = 0; l < box.count[3]; ++l) {
          const int to_place = i * box.to_stride[0] + j * box.to_stride[1] +
                               k * box.to_stride[2] + l * box.to_stride[3];
          const int from_place = i * box.from_stride[0] + j * box.from_stride[1] +
                                 k * box.from_stride[2] + l * box.from_stride[3];
          for (int m = 0; m < box.count[4]; ++m) {
            const T moved = from[from_place + m * box.from_stride[4]];
            T& place = to[to_place + m * box.to_stride[4]];
            place = Accumulate ? place + moved : moved;
          }
        }
      }
    }
  }
}

}  // namespace etch::kernel
