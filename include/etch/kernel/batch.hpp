// SPDX-License-Identifier: BSL-1.0
/// Reductions over the samples of a tile, and transposed copies.
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

/// `out[column][row] = in[row][column]`.
template <class T, std::size_t Rows, std::size_t Columns>
constexpr void transpose_copy(T* out, const T* in) {
  for (std::size_t row = 0; row < Rows; ++row) {
    for (std::size_t column = 0; column < Columns; ++column) {
      out[column * Rows + row] = in[row * Columns + column];
    }
  }
}

}  // namespace etch::kernel
