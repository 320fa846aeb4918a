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

/// The sums of the lanes of `quad` vectors in one, each 16 bytes of them on their own.
template <class T, class V>
[[gnu::always_inline]] inline V add_in_quads(const V* v) noexcept {
  constexpr std::make_index_sequence<sizeof(V) / sizeof(T)> all;
  if constexpr (quad<T> == 4) {
    const V ac = interleave<0, T>(v[0], v[2], all) + interleave<1, T>(v[0], v[2], all);
    const V bd = interleave<0, T>(v[1], v[3], all) + interleave<1, T>(v[1], v[3], all);
    return interleave<0, T>(ac, bd, all) + interleave<1, T>(ac, bd, all);
  } else {
    return interleave<0, T>(v[0], v[1], all) + interleave<1, T>(v[0], v[1], all);
  }
}

/// From two vectors, in turns, the blocks of `Block` lanes of their lower (Upper = 0) or upper
/// halves.
template <std::size_t Block, std::size_t Upper, std::size_t Lanes>
struct blocks_of_halves {
  static constexpr int lane(std::size_t i) {
    const std::size_t block = i / (2 * Block), second = i / Block % 2;
    return static_cast<int>(second * Lanes + Upper * Lanes / 2 + block * Block + i % Block);
  }
};

/// In each `Count` lanes their sums, of `Count` vectors. Halves are added as `add_parts` does,
/// so that a sum does not depend on how many others are made with it.
template <class T, std::size_t Count, class V>
[[gnu::always_inline]] inline V add_in_blocks(const V* v) noexcept {
  constexpr std::size_t all = sizeof(V) / sizeof(T), half = Count / 2;
  if constexpr (Count == quad<T>) {
    return add_in_quads<T>(v);
  } else {
    constexpr std::make_index_sequence<all> each;
    const V low = add_in_blocks<T, half>(v), high = add_in_blocks<T, half>(v + half);
    return shuffle<blocks_of_halves<half, 0, all>>(low, high, each) +
           shuffle<blocks_of_halves<half, 1, all>>(low, high, each);
  }
}

/// The sum of a vector's parts of `Count` lanes.
template <std::size_t Lanes, std::size_t Count, class V>
[[gnu::always_inline]] inline auto add_parts(V v) noexcept {
  constexpr std::size_t half = Lanes / 2;
  if constexpr (Lanes == Count)
    return v;
  else
    return add_parts<half, Count>(lanes_from<0, half>(v) + lanes_from<half, half>(v));
}

/// The products of a vector of `Rows` rows of A, from element `k` on, with such of B's rows,
/// added as `add` does.
template <std::size_t Rows, std::size_t Columns, class V, class T, class Add>
[[gnu::always_inline]] inline void add_dots(V (&sum)[Rows][Columns], std::size_t depth,
                                            const T* a, const T* b, std::size_t k,
                                            Add add) noexcept {
  V kept[Rows];
#pragma GCC unroll 32
  for (std::size_t m = 0; m < Rows; ++m)
    keep_in_register(kept[m] = load_as<V>(a + m * depth + k));
#pragma GCC unroll 32
  for (std::size_t n = 0; n < Columns; ++n) {
    V once = load_as<V>(b + n * depth + k);
    if constexpr (Rows > 1) keep_in_register(once);
#pragma GCC unroll 32
    for (std::size_t m = 0; m < Rows; ++m) sum[m][n] = add(kept[m], once, sum[m][n]);
  }
}

/// `to[n] (+)=` the sum of the lanes of `v[n]`, for as many n from `First` on as there are, or
/// as there are lanes.
template <class T, std::size_t First, std::size_t All, class V>
[[gnu::always_inline]] inline void store_dots(T* to, const V (&v)[All],
                                              bool accumulate) noexcept {
  constexpr std::size_t lanes_of_v = sizeof(V) / sizeof(T);
  constexpr std::size_t count = All - First < lanes_of_v ? All - First : lanes_of_v;
  constexpr std::size_t wide = count < quad<T> ? quad<T> : std::bit_ceil(count);
  V some[wide] = {};
#pragma GCC unroll 32
  for (std::size_t n = 0; n < count; ++n) some[n] = v[First + n];
  auto sums = add_parts<lanes_of_v, wide>(add_in_blocks<T, wide>(some));
  if (accumulate) sums += load_lanes<wide, count>(to + First);
  store_lanes<0, count>(to + First, sums);
}

/// `c[m][n] (+)= sum over k of a[m][k] b[n][k]` for `Rows` rows of A and `Columns` of B, which
/// lie `depth` apart; `depth >= Lanes`.
template <std::size_t Lanes, std::size_t Rows, std::size_t Columns, std::size_t Chains, class T>
[[gnu::always_inline]] inline void dot_tile(std::size_t depth, matrix<T> c, const T* a,
                                            const T* b, bool accumulate) noexcept {
  using V = part<T, Lanes>;
  struct all_lanes {
    [[gnu::always_inline]] V operator()(V left, V right, V total) const noexcept {
      return math::machine::fused(left, right, total);
    }
  };
  V sum[Chains][Rows][Columns] = {};
  const std::size_t whole = depth - depth % Lanes;
  const std::size_t chained = depth - depth % (Chains * Lanes);
#if defined(__clang__)
  // Out of a loop clang (19) loads more ahead than there are registers.
#pragma clang loop unroll_count(4)
#endif
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
      [[gnu::always_inline]] V operator()(V left, V right, V total) const noexcept {
        return total + (kept ? left * right : V{});
      }
    };
    const last_lanes last{index >= (static_cast<lane>(whole + Lanes - depth) - mask{})};
    add_dots(sum[0], depth, a, b, depth - Lanes, last);
  }
  merge_chains<Chains / 2, Rows * Columns>(&sum[0][0][0]);
#pragma GCC unroll 32
  for (std::size_t m = 0; m < Rows; ++m) {
    T* const to = c.data + m * c.row;
    [&]<std::size_t... At>(std::index_sequence<At...>) __attribute__((always_inline)) {
      (store_dots<T, At * Lanes>(to, sum[0][m], accumulate), ...);
    }(std::make_index_sequence<(Columns + Lanes - 1) / Lanes>());
  }
}

/// In how many chains each sum is split where a tile makes `rows` of them: few would wait for
/// each other. `Depth` is 0 where it is a run-time value.
template <std::size_t Lanes, std::size_t Depth>
constexpr std::size_t chains_of_dots(std::size_t rows) noexcept {
  const std::size_t wanted = rows < 3 ? 4 : rows < 6 ? 2 : 1;
  return Depth == 0 || Depth >= wanted * Lanes ? wanted : std::bit_floor(Depth / Lanes);
}

/// `c[n] (+)= sum over k of w[n * depth + k] x[k]` for `rows` values of n; `Rows` is their
/// number where it is known, else 0, as is `Depth`. `Lanes` is at most `depth`.
template <std::size_t Lanes, std::size_t Rows, std::size_t Depth, class T>
[[gnu::always_inline]] inline void dot_rows(std::size_t rows, std::size_t depth, T* c,
                                            const T* w, const T* x, bool accumulate) noexcept {
  using math::machine::fused;
  if constexpr (Lanes < quad<T>) {
    const std::size_t fours = Lanes == 2 && depth == 2 ? rows - rows % 4 : 0;
    if constexpr (Lanes == 2) {
      using Q = part<T, 4>;
      for (std::size_t n = 0; n < fours; n += 4) {
        const Q low = load_as<Q>(w + 2 * n), high = load_as<Q>(w + 2 * n + 4);
        Q sum = accumulate ? load_as<Q>(c + n) : Q{};
        sum = fused(__builtin_shufflevector(low, high, 0, 2, 4, 6), x[0] - Q{}, sum);
        sum = fused(__builtin_shufflevector(low, high, 1, 3, 5, 7), x[1] - Q{}, sum);
        store_as(c + n, sum);
      }
    }
    for (std::size_t n = fours; n < rows; ++n) {
      T sum = accumulate ? c[n] : T{};
      for (std::size_t k = 0; k < depth; ++k) sum = fused(w[n * depth + k], x[k], sum);
      c[n] = sum;
    }
  } else {
    // All rows are summed in the same order where their number is a run-time value: it must not
    // decide what a row's sum is. Else the last tile may be higher, rather than low.
    constexpr std::size_t high = Rows == 0 && Depth >= 16 * Lanes ? 4 : 8;
    constexpr std::size_t low = Rows % high;
    constexpr std::size_t last = Rows == 0 ? 1 : Rows > high && low <= 4 ? high + low : low;
    const std::size_t whole = Rows == 0 ? rows - rows % high : Rows - last;
    std::size_t n = 0;
    for (; n < whole; n += high)
      dot_tile<Lanes, 1, high, chains_of_dots<Lanes, Depth>(high)>(
          depth, matrix<T>{c + n, 0}, x, w + n * depth, accumulate);
    if constexpr (last != 0)
      for (; n < rows; n += last)
        dot_tile<Lanes, 1, last, chains_of_dots<Lanes, Depth>(Rows == 0 ? high : last)>(
            depth, matrix<T>{c + n, 0}, x, w + n * depth, accumulate);
  }
}

}  // namespace etch::kernel
