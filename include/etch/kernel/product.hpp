// SPDX-License-Identifier: BSL-1.0
/// Products of dense row-major matrices of static sizes, blocked for registers and caches.
#pragma once

#include <etch/kernel/dot_rows.hpp>
#include <etch/kernel/micro_kernel.hpp>
#include <etch/kernel/pack.hpp>
#include <etch/kernel/transpose.hpp>

#include <concepts>
#include <cstddef>
#include <type_traits>

namespace etch::kernel {

/// How an operand of a product lies in memory: as written, row-major, or to be read transposed.
enum class layout : unsigned char { plain, transposed };

/// Bytes of the panel of a transposed operand that is copied at a time: at most half of an L1
/// cache, and on the stack.
inline constexpr std::size_t panel_bytes = 16384;

/// Products of up to this many multiplications may be inlined where they are called.
inline constexpr std::size_t inlined_products = 1024;

/// The definition, for constant evaluation.
template <layout A, layout B, class T>
constexpr void plain_product(std::size_t rows, std::size_t columns, std::size_t depth, T* c,
                             const T* a, const T* b, bool accumulate) noexcept {
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t j = 0; j < columns; ++j) {
      T sum = accumulate ? c[i * columns + j] : T{};
      for (std::size_t k = 0; k < depth; ++k)
        sum += a[A == layout::plain ? i * depth + k : k * rows + i] *
               b[B == layout::plain ? k * columns + j : j * depth + k];
      c[i * columns + j] = sum;
    }
}

/// Tiles of `Packs` vectors from column `column` on, all rows down. See `product_by_tiles`.
template <std::size_t Lanes, std::size_t Packs, std::size_t M, std::size_t N, std::size_t K,
          layout A, layout B, class T>
[[gnu::always_inline]] inline void product_columns(std::size_t column, std::size_t rows,
                                                   std::size_t depth, T* c, const T* a,
                                                   const T* b, bool accumulate) noexcept {
  constexpr bool copied = B == layout::transposed && K != 1;
  constexpr std::size_t live = N < Lanes ? N : Lanes;
  constexpr std::size_t width = Packs * Lanes;
  constexpr std::size_t fits = panel_bytes / (width * sizeof(T));
  constexpr std::size_t block = copied ? (K < fits ? K : fits) : 512;
  const std::size_t a_row = A == layout::plain ? depth : 1;
  const std::size_t a_step = A == layout::plain ? 1 : rows;
  // Where the last vector would pass the end of the row it begins earlier, over the one before.
  const std::size_t last =
      N < Lanes || column + width <= N ? width - Lanes : N - Lanes - column;
  std::size_t k = 0;
  do {
    const std::size_t here = depth - k < block ? depth - k : block;
    const strided<T> left{a + k * a_step, a_row, a_step};
    if constexpr (copied) {
      alignas(64) T panel[block * width];
      transpose_panel<Lanes, live, Packs>(panel, b + column * depth + k, depth, here, last);
      strip<Lanes, live, M, Packs>(rows, here, c + column, N, left, panel, width, width - Lanes,
                                   last, accumulate || k != 0);
    } else {
      strip<Lanes, live, M, Packs>(rows, here, c + column, N, left, b + k * N + column, N, last,
                                   last, accumulate || k != 0);
    }
    k += here;
  } while (k < depth);
}

/// A product by tiles. `M` is `rows` and `K` is `depth` where these are known, else 0.
template <std::size_t M, std::size_t N, std::size_t K, layout A, layout B, class T>
[[gnu::always_inline]] inline void product_by_tiles(std::size_t rows, std::size_t depth, T* c,
                                                    const T* a, const T* b,
                                                    bool accumulate) noexcept {
  constexpr std::size_t width = lanes_within<T>(N < quad<T> ? quad<T> : N);
  constexpr std::size_t packs = (N + width - 1) / width;
  constexpr std::size_t wanted =
      M == 0 || M * 2 > accumulators ? 2 : accumulators / (M + (M == 0));
  constexpr std::size_t most = wanted < 8 ? wanted : 8;
  if constexpr (packs <= most) {
    product_columns<width, packs, M, N, K, A, B>(0, rows, depth, c, a, b, accumulate);
  } else {
    // A tile of one vector has nothing to overlap, so the last one takes it in.
    constexpr std::size_t rest = packs % most == 1 ? most + 1 : packs % most;
    constexpr std::size_t whole = (packs - rest) * width;
    for (std::size_t n = 0; n < whole; n += most * width)
      product_columns<width, most, M, N, K, A, B>(n, rows, depth, c, a, b, accumulate);
    if constexpr (rest != 0)
      product_columns<width, rest, M, N, K, A, B>(whole, rows, depth, c, a, b, accumulate);
  }
}

/// Chooses by sizes alone. `M` or `K` is 0 where it is a run-time value.
template <std::size_t M, std::size_t N, std::size_t K, layout A, layout B, class T>
[[gnu::always_inline]] inline void choose_product(std::size_t rows, std::size_t depth, T* c,
                                                  const T* a, const T* b,
                                                  bool accumulate) noexcept {
  constexpr bool rows_of_b = B == layout::transposed || N == 1;
  constexpr std::size_t dot_lanes = lanes_within<T>(K == 0 ? 1 : K);
  if constexpr (N == 1 && M > 1 && (A == layout::transposed || K == 1)) {
    // A column is a row read the other way, and its tiles are as wide as A's rows.
    choose_product<1, M, K, layout::plain, layout::plain>(1, depth, c, b, a, accumulate);
  } else if constexpr (N == 1 && M != 1) {
    dot_rows<dot_lanes, M>(rows, depth, c, a, b, accumulate);
  } else if constexpr (M == 1 && rows_of_b && K != 1) {
    dot_rows<dot_lanes, N>(N, depth, c, b, a, accumulate);
  } else if constexpr (N == 1) {
    dot_rows<1, 1>(1, depth, c, a, b, accumulate);
  } else if constexpr (M <= 2 && A == layout::plain && rows_of_b && K >= quad<T>) {
    // Copying B would cost more than it saves.
    if (rows <= 2) {
      for (std::size_t m = 0; m < rows; ++m)
        dot_rows<dot_lanes, N>(N, depth, c + m * N, b, a + m * depth, accumulate);
    } else {
      product_by_tiles<M, N, K, A, B>(rows, depth, c, a, b, accumulate);
    }
  } else if constexpr (K == 1 && M != 1) {
    // An outer product costs its stores, which are best made in one run: row by row.
    for (std::size_t m = 0; m < rows; ++m)
      product_by_tiles<1, N, 1, layout::plain, layout::plain>(1, 1, c + m * N, a + m, b,
                                                              accumulate);
  } else {
    product_by_tiles<M, N, K, A, B>(rows, depth, c, a, b, accumulate);
  }
}

/// The one copy of a product too large to inline. Where there are no rows, operands may be
/// null.
template <class T, std::size_t M, std::size_t N, std::size_t K, layout A, layout B>
[[gnu::noinline]] void mm(std::size_t rows, std::size_t depth, T* c, const T* a, const T* b,
                          bool accumulate) noexcept {
  if (M == 0 && rows == 0) return;
  if (K == 0 && depth == 0) {
    if (!accumulate)
      for (std::size_t i = 0; i < M * N; ++i) c[i] = T{};
    return;
  }
  choose_product<M, N, K, A, B>(M == 0 ? rows : M, K == 0 ? depth : K, c, a, b, accumulate);
}

/// `C = A B`, or `C += A B` where `Accumulate`. All are dense and row-major; C overlaps no
/// other.
///
/// Shape   C `[M x N]`; A `[M x K]`, stored as `[K x M]` where it is transposed; B `[K x N]`,
///         stored as `[N x K]` where it is transposed.
template <std::floating_point T, std::size_t M, std::size_t N, std::size_t K, layout A,
          layout B, bool Accumulate>
constexpr void product(T* c, const T* a, const T* b) noexcept {
  if (std::is_constant_evaluated())
    plain_product<A, B>(M, N, K, c, a, b, Accumulate);
  else if constexpr (M * N * K <= inlined_products)
    choose_product<M, N, K, A, B>(M, K, c, a, b, Accumulate);
  else
    mm<T, M, N, K, A, B>(M, K, c, a, b, Accumulate);
}

/// `product` with a run-time number of rows (a tile of samples).
///
/// Shape   C `[rows x N]`; A `[rows x K]`; B `[K x N]`, stored as `[N x K]` where transposed.
template <std::floating_point T, std::size_t N, std::size_t K, layout B, bool Accumulate>
constexpr void product_of_rows(std::size_t rows, T* c, const T* a, const T* b) noexcept {
  if (std::is_constant_evaluated())
    plain_product<layout::plain, B>(rows, N, K, c, a, b, Accumulate);
  else
    mm<T, 0, N, K, layout::plain, B>(rows, K, c, a, b, Accumulate);
}

/// `A^T B`, the sum of outer products over a run-time number of rows (a weight's gradient
/// summed over samples). Zero rows have the sum zero.
///
/// Shape   C `[M x N]`; A `[rows x M]`; B `[rows x N]`.
template <std::floating_point T, std::size_t M, std::size_t N, bool Accumulate>
constexpr void product_over_rows(std::size_t rows, T* c, const T* a, const T* b) noexcept {
  if (std::is_constant_evaluated())
    plain_product<layout::transposed, layout::plain>(M, N, rows, c, a, b, Accumulate);
  else
    mm<T, M, N, 0, layout::transposed, layout::plain>(M, rows, c, a, b, Accumulate);
}

}  // namespace etch::kernel
