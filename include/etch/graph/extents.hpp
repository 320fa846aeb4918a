// SPDX-License-Identifier: BSL-1.0
/// The shape of one sample's value: rank 0 to 4, all extents known to the compiler.
#pragma once

#include <cstddef>

namespace etch::graph {

/// Most axes of a value that users see.
inline constexpr int most_axes = 4;

/// Extents in row-major order; a scalar has none. A batch axis is never part of them.
struct extents {
  static constexpr int max_rank = most_axes + 1;  // passes may put one axis in front

  int rank = 0;
  int extent[max_rank]{};

  constexpr int operator[](int axis) const { return extent[axis]; }

  constexpr bool operator==(const extents&) const = default;

  constexpr bool is_scalar() const { return rank == 0; }

  /// Number of elements; 1 for a scalar.
  constexpr std::size_t size() const {
    std::size_t product = 1;
    for (int axis = 0; axis < rank; ++axis) product *= static_cast<std::size_t>(extent[axis]);
    return product;
  }

  /// As a matrix: a vector is one column, a scalar is 1 x 1.
  constexpr int rows() const { return rank == 0 ? 1 : extent[0]; }
  constexpr int columns() const { return rank < 2 ? 1 : extent[1]; }

  constexpr extents transposed() const {
    return rank < 2 ? extents{2, {1, rows()}} : extents{2, {extent[1], extent[0]}};
  }

  /// One more axis at place `axis`.
  constexpr extents with(int axis, int length) const {
    extents result{rank + 1, {}};
    for (int i = 0; i <= rank; ++i) {
      result.extent[i] = i < axis ? extent[i] : i == axis ? length : extent[i - 1];
    }
    return result;
  }
  /// All axes but one.
  constexpr extents without(int axis) const {
    extents result{rank - 1, {}};
    for (int i = 0; i + 1 < rank; ++i) result.extent[i] = extent[i < axis ? i : i + 1];
    return result;
  }
  /// The axes of this, then those of `inner`.
  constexpr extents followed_by(const extents& inner) const {
    extents result = *this;
    for (int i = 0; i < inner.rank; ++i) result.extent[result.rank++] = inner.extent[i];
    return result;
  }
  /// Number of elements from `first` to before `last`, in axes.
  constexpr int elements_between(int first, int last) const {
    int product = 1;
    for (int axis = first; axis < last; ++axis) product *= extent[axis];
    return product;
  }
};

template <class... Extents>
constexpr extents make_extents(Extents... extent) {
  return {sizeof...(extent), {static_cast<int>(extent)...}};
}

}  // namespace etch::graph
