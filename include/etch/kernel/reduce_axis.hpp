// SPDX-License-Identifier: BSL-1.0
/// Reductions along one axis of an array, seen as `[outer][length][inner]`.
#pragma once

#include <cstddef>

namespace etch::kernel {

enum class axis_result : unsigned char { sum, greatest, place_of_greatest };

/// The reduction of `Length` rows of `Inner` elements each to one row.
template <class T, axis_result Kind, std::size_t Length, std::size_t Inner>
constexpr void reduce_rows(T* out, const T* in) {
  if constexpr (Kind == axis_result::place_of_greatest) {
    for (std::size_t i = 0; i < Inner; ++i) {
      std::size_t place = 0;
      for (std::size_t row = 1; row < Length; ++row) {
        if (in[row * Inner + i] > in[place * Inner + i]) place = row;
      }
      out[i] = static_cast<T>(place);
    }
  } else {
    for (std::size_t i = 0; i < Inner; ++i) out[i] = in[i];
    for (std::size_t row = 1; row < Length; ++row) {
      for (std::size_t i = 0; i < Inner; ++i) {
        const T next = in[row * Inner + i];
        if constexpr (Kind == axis_result::greatest)
          out[i] = next > out[i] ? next : out[i];
        else
          out[i] += next;
      }
    }
  }
}

template <class T, axis_result Kind, std::size_t Length, std::size_t Inner>
constexpr void reduce_axis(std::size_t outer, T* out, const T* in) {
  for (std::size_t block = 0; block < outer; ++block) {
    reduce_rows<T, Kind, Length, Inner>(out + block * Inner, in + block * Length * Inner);
  }
}

}  // namespace etch::kernel
