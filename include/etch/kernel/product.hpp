// SPDX-License-Identifier: BSL-1.0
/// Products of dense row-major matrices of static sizes, blocked for registers and caches.
#pragma once

#include <etch/kernel/blocked_product.hpp>
#include <etch/kernel/dot_product.hpp>
#include <etch/kernel/dot_rows.hpp>
#include <etch/kernel/micro_kernel.hpp>
#include <etch/kernel/outer_product.hpp>
#include <etch/kernel/outer_rows.hpp>
#include <etch/kernel/pack.hpp>

#include <concepts>
#include <cstddef>
#include <type_traits>

namespace etch::kernel {

/// Products of up to this many multiplications may be inlined where they are called.
inline constexpr std::size_t inlined_products = 1024;

/// The definition, for constant evaluation.
template <layout A, layout B, class T>
[[gnu::always_inline]] constexpr void plain_product(std::size_t rows, std::size_t columns,
                                                    std::size_t depth, T* c, const T* a,
                                                    const T* b, bool accumulate) noexcept {
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t j = 0; j < columns; ++j) {
      T sum = accumulate ? c[i * columns + j] : T{};
      for (std::size_t k = 0; k < depth; ++k)
        sum += a[A == layout::plain ? i * depth + k : k * rows + i] *
               b[B == layout::plain ? k * columns + j : j * depth + k];
      c[i * columns + j] = sum;
    }
}

/// Whether workers can share a product: its columns make several strips.
template <std::floating_point T, std::size_t M, std::size_t N, std::size_t K, layout A,
          layout B>
constexpr bool is_cut_by_columns() noexcept {
  return M != 1 && N >= 4 * lanes<T> && K != 1 && !best_turned<T, M, N, K, A, B>();
}

/// Puts what is at `start`, if anything, in the place of the result that it is added to;
/// whether there is anything.
template <class T>
[[gnu::always_inline]] constexpr bool begin(std::size_t count, T* c, const T* start) noexcept {
  if (start != nullptr && start != c)
    for (std::size_t i = 0; i < count; ++i) c[i] = start[i];
  return start != nullptr;
}

/// Chooses by sizes alone. `M` or `K` is 0 where it is a run-time value. What is not made by
/// tiles, or is but one tile wide, is made by the first worker.
template <std::size_t M, std::size_t N, std::size_t K, layout A, layout B, class T>
[[gnu::always_inline]] inline void choose_product(std::size_t rows, std::size_t depth, T* c,
                                                  const T* start, const T* a, const T* b,
                                                  share part = {}) noexcept {
  constexpr bool rows_of_b = B == layout::transposed || N == 1;
  constexpr std::size_t dot_lanes = lanes_within<T>(K == 0 ? 1 : K);
  if (!is_cut_by_columns<T, M, N, K, A, B>() && part.worker != 0) return;
  if constexpr (M == 1 && N == 1 && K >= quad<T>) {
    dot_rows<dot_lanes, 1, K>(1, depth, c, a, b, begin(1, c, start));
  } else if constexpr (M * N * K != 0 && M * N * K <= 16) {
    plain_product<A, B>(M, N, K, c, a, b, begin(M * N, c, start));
  } else if constexpr (N == 1 && M > 1 && (A == layout::transposed || K == 1)) {
    // A column is a row read the other way, and its tiles are as wide as A's rows.
    choose_product<1, M, K, layout::plain, layout::plain>(1, depth, c, start, b, a);
  } else if constexpr (N == 1 && M != 1) {
    dot_rows<dot_lanes, M, K>(rows, depth, c, a, b, begin(rows, c, start));
  } else if constexpr (M == 1 && rows_of_b && K != 1) {
    dot_rows<dot_lanes, N, K>(N, depth, c, b, a, begin(N, c, start));
  } else if constexpr (N == 1) {
    dot_rows<1, 1, K>(1, depth, c, a, b, begin(1, c, start));
  } else if constexpr (best_by_dots<T, M, N, K, A, B>()) {
    product_by_dots<dot_lanes, M, N>(rows, depth, c, a, b, begin(rows * N, c, start));
  } else if constexpr (M != 0 && best_turned<T, M, N, K, A, B>()) {
    product_by_tiles<N, M, K, other(B), other(A), true>(N, depth, c, start, b, a);
  } else if constexpr (K == 1) {
    // An outer product costs its stores, which are best made in one run.
    const bool accumulate = begin(rows * N, c, start);
    std::size_t m = 0;
    if constexpr (N < 2 * lanes<T> && N % lanes<T> != 0 && M >= period_of_rows<T>(N))
      m = outer_product<N>(rows, c, a, b, accumulate);
    if constexpr (N < lanes<T>) {
      for (; m < rows; ++m)
        product_by_tiles<1, N, 1, layout::plain, layout::plain>(
            1, 1, c + m * N, accumulate ? c + m * N : nullptr, a + m, b);
    } else if (accumulate) {
      outer_product_by_rows<N, true>(rows - m, c + m * N, a + m, b);
    } else {
      outer_product_by_rows<N, false>(rows - m, c + m * N, a + m, b);
    }
  } else {
    std::size_t m = 0;
    if constexpr (M == 0 && best_turned<T, M, N, K, A, B>()) {
      // A row's sums are the same either way.
      constexpr std::size_t some = samples_of_tile<T>;
      if (start == nullptr)
        for (; m + some <= rows; m += some)
          product_by_tiles<N, some, K, other(B), other(A), true>(
              N, depth, c + m * N, static_cast<const T*>(nullptr), b, a + m * depth, part);
      if (m == rows) return;
    }
    product_by_tiles<M, N, K, A, B>(rows - m, depth, c + m * N,
                                    start == nullptr ? nullptr : start + m * N,
                                    a + (M == 0 ? m * depth : 0), b, part);
  }
}

/// The one copy of a product too large to inline. Where there are no rows, operands may be
/// null.
template <class T, std::size_t M, std::size_t N, std::size_t K, layout A, layout B>
[[gnu::noinline]] void mm(std::size_t rows, std::size_t depth, T* c, const T* start, const T* a,
                          const T* b, share part = {}) noexcept {
  if (M == 0 && rows == 0) return;
  if (K == 0 && depth == 0) {
    if (part.worker == 0 && !begin(M * N, c, start))
      for (std::size_t i = 0; i < M * N; ++i) c[i] = T{};
    return;
  }
  choose_product<M, N, K, A, B>(M == 0 ? rows : M, K == 0 ? depth : K, c, start, a, b, part);
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
  else if constexpr (M * N * K <= inlined_products) {
    // g++ would follow, and warn of, a null C into the product that begins with nothing.
    if (c == nullptr) __builtin_unreachable();
    choose_product<M, N, K, A, B>(M, K, c, Accumulate ? c : static_cast<T*>(nullptr), a, b);
  } else
    mm<T, M, N, K, A, B>(M, K, c, Accumulate ? c : nullptr, a, b);
}

/// `product` with a run-time number of rows (a tile of samples).
///
/// Shape   C `[rows x N]`; A `[rows x K]`; B `[K x N]`, stored as `[N x K]` where transposed.
template <std::floating_point T, std::size_t N, std::size_t K, layout B, bool Accumulate>
constexpr void product_of_rows(std::size_t rows, T* c, const T* a, const T* b,
                               share part = {}) noexcept {
  if (std::is_constant_evaluated())
    plain_product<layout::plain, B>(rows, N, K, c, a, b, Accumulate);
  else
    mm<T, 0, N, K, layout::plain, B>(rows, K, c, Accumulate ? c : nullptr, a, b, part);
}

/// `A^T B`, the sum of outer products over a run-time number of rows (a weight's gradient
/// summed over samples), added to what is at `start`, if anything, which may be C itself. Zero
/// rows have the sum zero.
///
/// Shape   C and `start` `[M x N]`; A `[rows x M]`; B `[rows x N]`.
template <std::floating_point T, std::size_t M, std::size_t N>
constexpr void product_over_rows(std::size_t rows, T* c, const T* start, const T* a, const T* b,
                                 share part = {}) noexcept {
  if (std::is_constant_evaluated())
    plain_product<layout::transposed, layout::plain>(M, N, rows, c, a, b,
                                                     begin(M * N, c, start));
  else
    mm<T, M, N, 0, layout::transposed, layout::plain>(M, rows, c, start, a, b, part);
}

}  // namespace etch::kernel
