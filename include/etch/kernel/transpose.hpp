// SPDX-License-Identifier: BSL-1.0
/// Panels of an operand, copied or transposed so that tiles find whole vectors in a cache.
#pragma once

#include <etch/kernel/micro_kernel.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <utility>

namespace etch::kernel {

/// A row-major matrix, or a block of one: rows begin `row` elements apart.
template <class T>
struct matrix {
  T* data;
  std::size_t row;
};

/// `Lanes` elements, each 16 bytes of them from where `at(lane)` points for their first lane.
template <std::size_t Lanes, class T, class At>
[[gnu::always_inline]] inline auto gather(std::size_t lane, At at) noexcept {
  if constexpr (Lanes == quad<T>) {
    return load_as<part<T, Lanes>>(at(lane));
  } else {
    return join(gather<Lanes / 2, T>(lane, at), gather<Lanes / 2, T>(lane + Lanes / 2, at),
                std::make_index_sequence<Lanes>());
  }
}

/// `Lanes` elements, each from where `at(lane)` points.
template <std::size_t Lanes, class T, class At>
[[gnu::always_inline]] inline auto pick(std::size_t lane, At at) noexcept {
  if constexpr (Lanes == 2) {
    return part<T, 2>{*at(lane), *at(lane + 1)};
  } else if constexpr (Lanes == 4) {
    return part<T, 4>{*at(lane), *at(lane + 1), *at(lane + 2), *at(lane + 3)};
  } else {
    return join(pick<Lanes / 2, T>(lane, at), pick<Lanes / 2, T>(lane + Lanes / 2, at),
                std::make_index_sequence<Lanes>());
  }
}

/// `to[k][n] = from[row(n)][k]`: vectors of `Lanes` columns of a transposed matrix, each at its
/// turn. The last of them begins early enough to end with the last row, be it before the first;
/// where the whole matrix has but `Live` rows, fewer than lanes, see `column_of_lane`.
template <std::size_t Lanes, std::size_t Live, class T>
[[gnu::always_inline]] inline void transpose(matrix<T> to, matrix<const T> from,
                                             std::size_t rows, std::size_t depth) noexcept {
  // Wider blocks gain nothing: stores are the limit.
  constexpr std::size_t block = Lanes < 2 * quad<T> ? Lanes : 2 * quad<T>;
  for (std::size_t begin = 0; begin < rows; begin += Lanes) {
    const std::size_t over = begin + Live <= rows ? 0 : begin + Live - rows;
    const T* const first = from.data + static_cast<std::ptrdiff_t>(begin * from.row) -
                           static_cast<std::ptrdiff_t>(over * from.row);
#pragma GCC unroll 4
    for (std::size_t lane = 0; lane < Lanes; lane += block) {
      const auto row = [&](std::size_t n) __attribute__((always_inline)) {
        return first + column_of_lane(n, Lanes, Live) * from.row;
      };
      T* const out = to.data + begin + lane;
      if (depth < quad<T>) {
        for (std::size_t k = 0; k < depth; ++k)
          store_as(out + k * to.row,
                   pick<block, T>(lane, [&](std::size_t n) __attribute__((always_inline)) {
                     return row(n) + k;
                   }));
        continue;
      }
      const auto step = [&](std::size_t k) __attribute__((always_inline)) {
        std::array<part<T, block>, quad<T>> rows_turned;
#pragma GCC unroll 4
        for (std::size_t i = 0; i < quad<T>; ++i)
          rows_turned[i] = gather<block, T>(
              lane,
              [&](std::size_t n) __attribute__((always_inline)) { return row(n + i) + k; });
        rows_turned = transposed<T>(rows_turned);
#pragma GCC unroll 4
        for (std::size_t i = 0; i < quad<T>; ++i)
          store_as(out + (k + i) * to.row, rows_turned[i]);
      };
      for (std::size_t k = 0; k + quad<T> <= depth; k += quad<T>) step(k);
      // The last of them overlap those before.
      if (depth % quad<T> != 0) step(depth - quad<T>);
    }
  }
}

/// `to[i][j] = from[i][j]` for `Columns` columns, of whole packs.
template <std::size_t Columns, class T>
[[gnu::always_inline]] inline void copy(matrix<T> to, matrix<const T> from,
                                        std::size_t rows) noexcept {
  for (std::size_t i = 0; i < rows; ++i)
#pragma GCC unroll 8
    for (std::size_t j = 0; j < Columns; j += lanes<T>)
      store(to.data + i * to.row + j, load(from.data + i * from.row + j));
}

}  // namespace etch::kernel
