// SPDX-License-Identifier: BSL-1.0
/// Products `A B^T` by tiles of inner products: the rows of both lie as they are read, and
/// nothing is transposed first.
#pragma once

#include <etch/kernel/blocked_product.hpp>
#include <etch/kernel/dot_rows.hpp>

#include <concepts>
#include <cstddef>

namespace etch::kernel {

/// The most rows of A and of B in a tile: the sums, and what they are made of, fill 16
/// registers; where a product is an instruction of its own, it takes another.
#if defined(__FMA__) || defined(__aarch64__)
inline constexpr std::size_t dot_rows_of_a = 3, dot_rows_of_b = 4;
#else
inline constexpr std::size_t dot_rows_of_a = 2, dot_rows_of_b = 4;
#endif

/// The most rows that meet four of B before the next four: they stay in an L1 cache.
inline constexpr std::size_t most_dot_rows = 4 * dot_rows_of_a;

/// The same as `cost_of_tile` for all tiles of `high` rows of A with the rows of B.
constexpr std::size_t cost_of_dot_tiles(grouping columns, std::size_t high) noexcept {
  return columns.total(cost_of_tile, high);
}

/// What a product by inner products costs, in the units of `cost_of_product` for all steps of
/// depth together. Sums across lanes take as long as two multiplications.
template <std::floating_point T>
constexpr std::size_t cost_of_dots(std::size_t m, std::size_t n, std::size_t k) noexcept {
  const grouping rows = evenly(m, dot_rows_of_a), columns = evenly(n, dot_rows_of_b);
  const std::size_t steps = (k + lanes_within<T>(k) - 1) / lanes_within<T>(k);
  return rows.total(cost_of_dot_tiles, columns) * steps + 2 * m * n;
}

/// Whether a product is best made of inner products: of few rows of A, for which it would not
/// pay to transpose B, or of few columns. B is read once for each `most_dot_rows` of A. (What
/// workers can share by columns is left to them.)
template <std::floating_point T, std::size_t M, std::size_t N, std::size_t K, layout A,
          layout B>
constexpr bool best_by_dots() noexcept {
  constexpr std::size_t m = M == 0 ? samples_of_tile<T> : M;
  constexpr bool stays_in_cache = N * K * sizeof(T) <= 2 * panel_bytes;
  constexpr bool reads_b_cheaply =
      M == 0 ? N < 4 * lanes<T> && stays_in_cache : M <= most_dot_rows || stays_in_cache;
  if (A != layout::plain || B != layout::transposed || K < quad<T>) return false;
  if (M == 1 || N == 1 || !reads_b_cheaply) return false;
  if (M == 2) return true;
  std::size_t by_tiles = cost_of_product<T>(m, N, K, B) * K;
  if (best_turned<T, M, N, K, A, B>()) by_tiles = cost_of_turned<T>(m, N, K, A);
  return cost_of_dots<T>(m, N, K) < by_tiles;
}

/// `Columns` columns of `Rows` rows of C, whose rows lie `N` apart.
template <std::size_t Lanes, std::size_t Rows, std::size_t Columns, std::size_t N, class T>
[[gnu::always_inline]] inline void columns_by_dots(std::size_t depth, T* c, const T* a,
                                                   const T* b, bool accumulate) noexcept {
  constexpr grouping heights = evenly(Rows, dot_rows_of_a);
  std::size_t m = 0;
  for (; m < heights.longer * heights.size; m += heights.size)
    dot_tile<Lanes, heights.size, Columns, 1>(depth, matrix<T>{c + m * N, N}, a + m * depth, b,
                                              accumulate);
  if constexpr (heights.longer < heights.groups)
    for (; m < Rows; m += heights.size - 1)
      dot_tile<Lanes, heights.size - 1, Columns, 1>(depth, matrix<T>{c + m * N, N},
                                                    a + m * depth, b, accumulate);
}

/// `Rows` rows of C.
template <std::size_t Lanes, std::size_t Rows, std::size_t N, class T>
[[gnu::always_inline]] inline void rows_by_dots(std::size_t depth, T* c, const T* a, const T* b,
                                                bool accumulate) noexcept {
  constexpr grouping columns = evenly(N, dot_rows_of_b);
  std::size_t n = 0;
  for (; n < columns.longer * columns.size; n += columns.size)
    columns_by_dots<Lanes, Rows, columns.size, N>(depth, c + n, a, b + n * depth, accumulate);
  if constexpr (columns.longer < columns.groups)
    for (; n < N; n += columns.size - 1)
      columns_by_dots<Lanes, Rows, columns.size - 1, N>(depth, c + n, a, b + n * depth,
                                                        accumulate);
}

/// `C = A B^T`, or `C += A B^T`. `M` is `rows` where these are known, else 0; a row's sums are
/// the same whichever tile it is in. `Lanes` is at most `depth`.
template <std::size_t Lanes, std::size_t M, std::size_t N, class T>
[[gnu::always_inline]] inline void product_by_dots(std::size_t rows, std::size_t depth, T* c,
                                                   const T* a, const T* b,
                                                   bool accumulate) noexcept {
  constexpr std::size_t high = M == 0 || M > most_dot_rows ? most_dot_rows : M;
  constexpr std::size_t rest = M == 0 ? dot_rows_of_a : M % high;
  std::size_t m = 0;
  for (; m + high <= rows; m += high)
    rows_by_dots<Lanes, high, N>(depth, c + m * N, a + m * depth, b, accumulate);
  if constexpr (rest != 0)
    for (; m + rest <= rows; m += rest)
      rows_by_dots<Lanes, rest, N>(depth, c + m * N, a + m * depth, b, accumulate);
  if constexpr (M == 0)
    for (; m < rows; ++m)
      rows_by_dots<Lanes, 1, N>(depth, c + m * N, a + m * depth, b, accumulate);
}

}  // namespace etch::kernel
