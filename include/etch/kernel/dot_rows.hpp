// SPDX-License-Identifier: BSL-1.0
/// A matrix times a vector, where the matrix's rows are contiguous: several inner products at
/// once.
#pragma once

#include <etch/kernel/micro_kernel.hpp>
#include <etch/kernel/transpose.hpp>

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace etch::kernel {

template <std::floating_point T>
constexpr std::size_t lanes_within(std::size_t extent) noexcept {
  std::size_t found = lanes<T>;
  while (found > extent) found /= 2;
  return found;
}

template <class V, std::size_t... I>
[[gnu::always_inline]] inline auto add_halves(V v, std::index_sequence<I...>) noexcept {
  return __builtin_shufflevector(v, v, static_cast<int>(I)...) +
         __builtin_shufflevector(v, v, static_cast<int>(I + sizeof...(I))...);
}

/// Sums of halves until 16 bytes are left.
template <class T, std::size_t Lanes, class V>
[[gnu::always_inline]] inline auto add_to_quad(V v) noexcept {
  if constexpr (Lanes == quad<T>)
    return v;
  else
    return add_to_quad<T, Lanes / 2>(add_halves(v, std::make_index_sequence<Lanes / 2>()));
}

/// The sums of the lanes of `quad` vectors in one, each 16 bytes of them on their own.
template <class T, class V>
[[gnu::always_inline]] inline V add_across(const V* v) noexcept {
  constexpr std::make_index_sequence<sizeof(V) / sizeof(T)> all;
  if constexpr (quad<T> == 4) {
    const V ac = interleave<0, T>(v[0], v[2], all) + interleave<1, T>(v[0], v[2], all);
    const V bd = interleave<0, T>(v[1], v[3], all) + interleave<1, T>(v[1], v[3], all);
    return interleave<0, T>(ac, bd, all) + interleave<1, T>(ac, bd, all);
  } else {
    return interleave<0, T>(v[0], v[1], all) + interleave<1, T>(v[0], v[1], all);
  }
}

/// The products of a vector of `Rows` rows of A, from element `k` on, with such of B's rows,
/// each added as `term` has it.
template <std::size_t Rows, std::size_t Columns, class V, class T, class Term>
[[gnu::always_inline]] inline void add_dots(V (&sum)[Rows][Columns], std::size_t depth,
                                            const T* a, const T* b, std::size_t k,
                                            Term term) noexcept {
#if defined(__clang__)
#pragma clang fp contract(fast)
#endif
  V kept[Rows];
#pragma GCC unroll 32
  for (std::size_t m = 0; m < Rows; ++m)
    keep_in_register(kept[m] = load_as<V>(a + m * depth + k));
#pragma GCC unroll 32
  for (std::size_t n = 0; n < Columns; ++n) {
    V once = load_as<V>(b + n * depth + k);
    if constexpr (Rows > 1) keep_in_register(once);
#pragma GCC unroll 32
    for (std::size_t m = 0; m < Rows; ++m) sum[m][n] += term(kept[m] * once);
  }
}

/// `c[m][n] (+)= sum over k of a[m][k] b[n][k]` for `Rows` rows of A and `Columns` of B, which
/// lie `depth` apart; `depth >= Lanes`.
template <std::size_t Lanes, std::size_t Rows, std::size_t Columns, std::size_t Chains, class T>
[[gnu::always_inline]] inline void dot_tile(std::size_t depth, matrix<T> c, const T* a,
                                            const T* b, bool accumulate) noexcept {
  using V = part<T, Lanes>;
  using Q = part<T, quad<T>>;
  struct all_lanes {
    [[gnu::always_inline]] V operator()(V products) const noexcept { return products; }
  };
  V sum[Chains][Rows][Columns] = {};
  const std::size_t whole = depth - depth % Lanes;
  const std::size_t chained = depth - depth % (Chains * Lanes);
  for (std::size_t k = 0; k < chained; k += Chains * Lanes)
#pragma GCC unroll 32
    for (std::size_t u = 0; u < Chains; ++u)
      add_dots(sum[u], depth, a, b, k + u * Lanes, all_lanes{});
  if constexpr (Chains > 1)
    for (std::size_t k = chained; k < whole; k += Lanes)
      add_dots(sum[0], depth, a, b, k, all_lanes{});
  if (whole < depth) {
    // The last lanes overlap those already summed, whose products are dropped (not multiplied
    // by zero, which would make NaN of an infinity).
    using lane = std::conditional_t<sizeof(T) == 4, std::int32_t, std::int64_t>;
    using mask [[gnu::vector_size(sizeof(V))]] = lane;
    mask index;
    for (std::size_t i = 0; i < Lanes; ++i) index[i] = static_cast<lane>(i);
    struct last_lanes {
      mask kept;
      [[gnu::always_inline]] V operator()(V products) const noexcept {
        return kept ? products : V{};
      }
    };
    const last_lanes last{index >= (static_cast<lane>(whole + Lanes - depth) - mask{})};
    add_dots(sum[0], depth, a, b, depth - Lanes, last);
  }
  merge_chains<Chains / 2, Rows * Columns>(&sum[0][0][0]);
#pragma GCC unroll 32
  for (std::size_t m = 0; m < Rows; ++m) {
    T* const to = c.data + m * c.row;
#pragma GCC unroll 32
    for (std::size_t n = 0; n < Columns; n += quad<T>) {
      V part[quad<T>] = {};
#pragma GCC unroll 32
      for (std::size_t i = 0; i < quad<T>; ++i)
        if (n + i < Columns) part[i] = sum[0][m][n + i];
      const Q sums = add_to_quad<T, Lanes>(add_across<T>(part));
      if (n + quad<T> <= Columns) {
        store_as(to + n, accumulate ? load_as<Q>(to + n) + sums : sums);
      } else {
#pragma GCC unroll 32
        for (std::size_t i = 0; i < quad<T>; ++i)
          if (n + i < Columns) to[n + i] = accumulate ? to[n + i] + sums[i] : sums[i];
      }
    }
  }
}

/// `c[n] (+)= sum over k of w[n * depth + k] x[k]` for `rows` values of n; `Rows` is their
/// number where it is known, else 0, as is `Depth`. `Lanes` is at most `depth`.
template <std::size_t Lanes, std::size_t Rows, std::size_t Depth, class T>
[[gnu::always_inline]] inline void dot_rows(std::size_t rows, std::size_t depth, T* c,
                                            const T* w, const T* x, bool accumulate) noexcept {
#if defined(__clang__)
#pragma clang fp contract(fast)
#endif
  if constexpr (Lanes < quad<T>) {
    const std::size_t fours = Lanes == 2 && depth == 2 ? rows - rows % 4 : 0;
    if constexpr (Lanes == 2) {
      using Q = part<T, 4>;
      for (std::size_t n = 0; n < fours; n += 4) {
        const Q low = load_as<Q>(w + 2 * n), high = load_as<Q>(w + 2 * n + 4);
        Q sum = accumulate ? load_as<Q>(c + n) : Q{};
        sum += __builtin_shufflevector(low, high, 0, 2, 4, 6) * (x[0] - Q{});
        sum += __builtin_shufflevector(low, high, 1, 3, 5, 7) * (x[1] - Q{});
        store_as(c + n, sum);
      }
    }
    for (std::size_t n = fours; n < rows; ++n) {
      T sum = accumulate ? c[n] : T{};
      for (std::size_t k = 0; k < depth; ++k) sum += w[n * depth + k] * x[k];
      c[n] = sum;
    }
  } else {
    // All rows are summed in the same order: where their number is a run-time value, it must
    // not decide what a row's sum is.
    constexpr std::size_t most = Rows == 0 && Depth >= 16 * Lanes ? 4 : 8;
    constexpr grouping heights = evenly(Rows == 0 ? most : Rows, most);
    constexpr std::size_t height = heights.size;
    constexpr std::size_t wanted = Rows == 0 ? 8 / most : height >= 4 ? 1 : 4;
    constexpr std::size_t chains =
        Depth == 0 || Depth >= wanted * Lanes ? wanted : std::bit_floor(Depth / Lanes);
    std::size_t n = 0;
    for (std::size_t i = 0; Rows == 0 ? n + height <= rows : i < heights.longer;
         ++i, n += height)
      dot_tile<Lanes, 1, height, chains>(depth, matrix<T>{c + n, 0}, x, w + n * depth,
                                         accumulate);
    if constexpr (Rows == 0 || heights.longer < heights.groups) {
      constexpr std::size_t rest = Rows == 0 ? 1 : height - 1;
      for (; n < rows; n += rest)
        dot_tile<Lanes, 1, rest, chains>(depth, matrix<T>{c + n, 0}, x, w + n * depth,
                                         accumulate);
    }
  }
}

}  // namespace etch::kernel
