// SPDX-License-Identifier: BSL-1.0
/// The register tile every matrix product is made of, and tiles down a strip of rows.
#pragma once

#include <etch/kernel/pack.hpp>

#include <concepts>
#include <cstddef>
#include <cstring>

namespace etch::kernel {

template <std::floating_point T, std::size_t Lanes>
struct short_pack_of {
  using type [[gnu::vector_size(Lanes * sizeof(T))]] = T;
};

/// `Lanes` elements of type `T`: a pack, or a shorter one for operands narrower than a pack.
template <std::floating_point T, std::size_t Lanes>
using short_pack = typename short_pack_of<T, Lanes>::type;

template <class V, class T>
[[gnu::always_inline]] inline V load_as(const T* from) noexcept {
  V v;
  std::memcpy(&v, from, sizeof v);
  return v;
}

template <class V, class T>
[[gnu::always_inline]] inline void store_as(T* to, V v) noexcept {
  std::memcpy(to, &v, sizeof v);
}

/// The first `Count` lanes; reads nothing behind them.
template <class V, std::size_t Count, class T>
[[gnu::always_inline]] inline V load_some(const T* from) noexcept {
  if constexpr (Count == 2)
    return V{from[0], from[1]};
  else if constexpr (Count == 3)
    return V{from[0], from[1], from[2]};
  else
    return load_as<V>(from);
}

template <class V, std::size_t Count, class T>
[[gnu::always_inline]] inline void store_some(T* to, V v) noexcept {
  if constexpr (Count < sizeof(V) / sizeof(T))
#pragma GCC unroll 4
    for (std::size_t i = 0; i < Count; ++i) to[i] = v[i];
  else
    store_as(to, v);
}

/// The most accumulators of a tile: what the register file leaves beside its operands.
#if defined(__AVX512F__) || defined(__aarch64__)
inline constexpr std::size_t accumulators = 24;
#else
inline constexpr std::size_t accumulators = 12;
#endif

/// The most lanes of type `T`, a power of two, that fit in a pack and in `extent` elements.
template <std::floating_point T>
constexpr std::size_t lanes_within(std::size_t extent) noexcept {
  std::size_t found = lanes<T>;
  while (found > extent) found /= 2;
  return found;
}

/// Rows of a tile that is `packs` wide, for a product of `rows` rows (0: known at run time).
/// Prefers a divisor of `rows`, which needs one tile's code only.
constexpr std::size_t rows_of_tile(std::size_t rows, std::size_t packs) noexcept {
  const std::size_t most = packs == 1 ? 12 : accumulators / packs;
  if (rows == 0) return most;
  if (rows <= most) return rows;
  for (std::size_t r = most; r >= most - most / 3; --r)
    if (rows % r == 0) return r;
  return most;
}

/// A matrix whose element (i, k) lies at `data[i * row + k * step]`.
template <class T>
struct strided {
  const T* data;
  std::size_t row;
  std::size_t step;
};

/// Where vector `p` of a tile's columns begins: the last one at `last`, see `tile`.
template <std::size_t Lanes, std::size_t Packs>
constexpr std::size_t column_of(std::size_t p, std::size_t last) noexcept {
  return p + 1 < Packs ? p * Lanes : last;
}

/// `sum += a b`, the outer product of a column of A and a row of B.
template <std::size_t Lanes, std::size_t Live, std::size_t Rows, std::size_t Packs, class V,
          class T>
[[gnu::always_inline]] inline void add_outer(V (&sum)[Rows][Packs], const T* a,
                                             std::size_t a_row, const T* b,
                                             std::size_t b_last) noexcept {
#if defined(__clang__)
#pragma clang fp contract(fast)
#endif
  V right[Packs];
#pragma GCC unroll 32
  for (std::size_t p = 0; p < Packs; ++p)
    right[p] = load_some<V, Live>(b + column_of<Lanes, Packs>(p, b_last));
#pragma GCC unroll 32
  for (std::size_t r = 0; r < Rows; ++r) {
    const V left = a[r * a_row] - V{};
#pragma GCC unroll 32
    for (std::size_t p = 0; p < Packs; ++p) sum[r][p] += left * right[p];
  }
}

/// `C (+)= A B` for `Rows` rows and `Packs` vectors of columns, all of C in registers.
///
/// The last vector of columns begins at column `c_last`: less than its turn where the columns
/// are no multiple of `Lanes`, so that it overlaps the one before and nothing outside the row
/// is touched. In B the same columns are read from `b_last` on. `Live` is less than `Lanes`
/// where C has fewer columns than that.
template <std::size_t Lanes, std::size_t Live, std::size_t Rows, std::size_t Packs, class T>
[[gnu::always_inline]] inline void tile(std::size_t depth, T* c, std::size_t c_row,
                                        strided<T> a, const T* b, std::size_t b_row,
                                        std::size_t b_last, std::size_t c_last,
                                        bool accumulate) noexcept {
  using V = short_pack<T, Lanes>;
  // Few accumulators would wait for each other: their sums are split in independent chains.
  constexpr std::size_t chains = Rows * Packs >= 6 ? 1 : Rows * Packs >= 3 ? 2 : 4;
  const std::size_t chained = depth - depth % chains;
  V sum[chains][Rows][Packs];
#pragma GCC unroll 32
  for (std::size_t r = 0; r < Rows; ++r)
#pragma GCC unroll 32
    for (std::size_t p = 0; p < Packs; ++p) {
      const T* const from = c + r * c_row + column_of<Lanes, Packs>(p, c_last);
      sum[0][r][p] = accumulate ? load_some<V, Live>(from) : V{};
#pragma GCC unroll 32
      for (std::size_t u = 1; u < chains; ++u) sum[u][r][p] = V{};
    }
  for (std::size_t k = 0; k < chained; k += chains)
#pragma GCC unroll 32
    for (std::size_t u = 0; u < chains; ++u)
      add_outer<Lanes, Live>(sum[u], a.data + (k + u) * a.step, a.row, b + (k + u) * b_row,
                             b_last);
  if constexpr (chains > 1) {
    for (std::size_t k = chained; k < depth; ++k)
      add_outer<Lanes, Live>(sum[0], a.data + k * a.step, a.row, b + k * b_row, b_last);
    if (chained != 0)
#pragma GCC unroll 32
      for (std::size_t u = 1; u < chains; ++u)
#pragma GCC unroll 32
        for (std::size_t r = 0; r < Rows; ++r)
#pragma GCC unroll 32
          for (std::size_t p = 0; p < Packs; ++p) sum[0][r][p] += sum[u][r][p];
  }
#pragma GCC unroll 32
  for (std::size_t r = 0; r < Rows; ++r)
#pragma GCC unroll 32
    for (std::size_t p = 0; p < Packs; ++p)
      store_some<V, Live>(c + r * c_row + column_of<Lanes, Packs>(p, c_last), sum[0][r][p]);
}

/// Tiles of `Height` rows from row `row` on, as many as there are; the row after them.
template <std::size_t Lanes, std::size_t Live, std::size_t Height, std::size_t Packs, class T>
[[gnu::always_inline]] inline std::size_t tiles(std::size_t row, std::size_t rows,
                                                std::size_t depth, T* c, std::size_t c_row,
                                                strided<T> a, const T* b, std::size_t b_row,
                                                std::size_t b_last, std::size_t c_last,
                                                bool accumulate) noexcept {
  for (; row + Height <= rows; row += Height)
    tile<Lanes, Live, Height, Packs>(depth, c + row * c_row, c_row,
                                     strided<T>{a.data + row * a.row, a.row, a.step}, b, b_row,
                                     b_last, c_last, accumulate);
  return row;
}

/// Tiles down `rows` rows; `Rows` is their number where it is known, else 0.
template <std::size_t Lanes, std::size_t Live, std::size_t Rows, std::size_t Packs, class T,
          class... Rest>
[[gnu::always_inline]] inline void strip(std::size_t rows, std::size_t depth, T* c,
                                         Rest... rest) noexcept {
  constexpr std::size_t height = rows_of_tile(Rows, Packs);
  std::size_t row = tiles<Lanes, Live, height, Packs>(0, rows, depth, c, rest...);
  if constexpr (Rows % height != 0) {
    tiles<Lanes, Live, Rows % height, Packs>(row, rows, depth, c, rest...);
  } else if constexpr (Rows == 0) {
    if constexpr (height > 4) row = tiles<Lanes, Live, 4, Packs>(row, rows, depth, c, rest...);
    tiles<Lanes, Live, 1, Packs>(row, rows, depth, c, rest...);
  }
}

}  // namespace etch::kernel
