// SPDX-License-Identifier: BSL-1.0
/// Reductions over the samples of a tile.
#pragma once

#include <cstddef>

namespace etch::kernel {

/// `out[i] = sum` (or `greatest`) over samples of `in[sample][i]`, continued from the tile
/// before unless this is the first.
template <class T, std::size_t N, bool Greatest>
constexpr void reduce_samples(std::size_t samples, bool first, T* out, const T* in, T initial) {
  if (first) {
    for (std::size_t i = 0; i < N; ++i) out[i] = initial;
  }
  for (std::size_t sample = 0; sample < samples; ++sample) {
    for (std::size_t i = 0; i < N; ++i) {
      const T next = in[sample * N + i];
      if constexpr (Greatest)
        out[i] = next > out[i] ? next : out[i];
      else
        out[i] += next;
    }
  }
}

}  // namespace etch::kernel
