// SPDX-License-Identifier: BSL-1.0
/// The register tile every matrix product is made of, and tiles down a strip of rows.
#pragma once

#include <etch/kernel/pack.hpp>
#include <etch/math/machine.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstring>
#include <utility>

namespace etch::kernel {

/// Elements of 16 bytes, within which one instruction permutes on every target.
template <std::floating_point T>
inline constexpr std::size_t quad = 16 / sizeof(T);

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

template <class V, std::size_t... I>
[[gnu::always_inline]] inline auto join(V low, V high, std::index_sequence<I...>) noexcept {
  return __builtin_shufflevector(low, high, static_cast<int>(I)...);
}

/// Which of `live` columns a lane holds: the upper half of the lanes holds the last columns, so
/// that fewer columns than lanes are two halves of a vector that overlap.
constexpr std::size_t column_of_lane(std::size_t lane, std::size_t lanes,
                                     std::size_t live) noexcept {
  return lane < lanes / 2 ? lane : lane + live - lanes;
}

template <std::size_t Lanes, std::size_t Live, class T>
[[gnu::always_inline]] inline part<T, Lanes> load_columns(const T* from) noexcept {
  if constexpr (Live == Lanes) {
    return load_as<part<T, Lanes>>(from);
  } else if constexpr (Lanes == 4 && sizeof(T) == 4) {
    // Parts of 8 bytes would go through memory (g++ 12).
    return part<T, 4>{from[0], from[1], from[Live - 2], from[Live - 1]};
  } else {
    using half = part<T, Lanes / 2>;
    return join(load_as<half>(from), load_as<half>(from + Live - Lanes / 2),
                std::make_index_sequence<Lanes>());
  }
}

/// Each column is written once: who reads them next would else wait, see `load_lanes`.
template <std::size_t Lanes, std::size_t Live, class T>
[[gnu::always_inline]] inline void store_columns(T* to, part<T, Lanes> v) noexcept {
  constexpr std::size_t half = Lanes / 2;
  if constexpr (Live == Lanes) {
    store_as(to, v);
  } else {
    store_lanes<0, half>(to, v);
    if constexpr (Live > half) store_lanes<Lanes - (Live - half), Live - half>(to + half, v);
  }
}

/// In each 16 bytes the lower (Odd = 0) or upper halves of `a` and `b`, lane by lane in turns.
template <std::size_t Odd, class T, class V, std::size_t... I>
[[gnu::always_inline]] inline V interleave(V a, V b, std::index_sequence<I...>) noexcept {
  constexpr std::size_t n = sizeof...(I);
  constexpr auto from = [](std::size_t i) {
    const std::size_t at = i % quad<T>;
    return static_cast<int>(i - at + Odd * quad<T> / 2 + at / 2 + at % 2 * n);
  };
  return __builtin_shufflevector(a, b, from(I)...);
}

/// Transposes `quad` vectors, each 16 bytes of them on its own.
template <class T, class V>
[[gnu::always_inline]] inline std::array<V, quad<T>> transposed(
    const std::array<V, quad<T>>& rows) noexcept {
  constexpr std::make_index_sequence<sizeof(V) / sizeof(T)> all;
  if constexpr (quad<T> == 4) {
    const auto [a, b, c, d] = rows;
    const V ac = interleave<0, T>(a, c, all), bd = interleave<0, T>(b, d, all);
    const V ca = interleave<1, T>(a, c, all), db = interleave<1, T>(b, d, all);
    return {interleave<0, T>(ac, bd, all), interleave<1, T>(ac, bd, all),
            interleave<0, T>(ca, db, all), interleave<1, T>(ca, db, all)};
  } else {
    const auto [a, b] = rows;
    return {interleave<0, T>(a, b, all), interleave<1, T>(a, b, all)};
  }
}

/// Vector registers of the target.
#if defined(__AVX512F__) || defined(__aarch64__)
inline constexpr std::size_t registers = 32;
#else
inline constexpr std::size_t registers = 16;
#endif

/// The most accumulators of a tile; more gain nothing.
inline constexpr std::size_t accumulators = registers * 3 / 4;

/// The most rows of a tile that is `packs` wide. Beside its accumulators there is room for a
/// vector of one operand, all of the other, and one to spare: without, g++ reads B once a row.
constexpr std::size_t rows_of_tile(std::size_t packs) noexcept {
  std::size_t rows = accumulators / packs;
  while (rows > 1 && rows * packs + (rows < packs ? rows : packs) + 2 > registers) --rows;
  return rows;
}

/// `count` things in as few groups of at most `most` as will do, all as large as the first
/// `longer` or one smaller.
struct grouping {
  std::size_t size, longer, groups;

  /// The sum of `cost(other, size)` over all groups.
  template <class Cost, class Other>
  constexpr std::size_t total(Cost cost, Other other) const noexcept {
    return longer * cost(other, size) + (groups - longer) * cost(other, size - 1);
  }
};

constexpr grouping evenly(std::size_t count, std::size_t most) noexcept {
  const std::size_t groups = (count + most - 1) / most, size = (count + groups - 1) / groups;
  return {size, count - groups * (size - 1), groups};
}

/// Instructions that a tile of `rows` and `packs` issues per step of depth, of the kind that is
/// the limit: multiplications, loads (as many a cycle), or what their latency allows.
constexpr std::size_t cost_of_tile(std::size_t rows, std::size_t packs) noexcept {
  const std::size_t sums = rows * packs, loads = rows + packs, latency = 9;
  return sums > latency ? (sums > loads ? sums : loads) : (latency > loads ? latency : loads);
}

/// The same for a strip of tiles.
constexpr std::size_t cost_of_strip(std::size_t rows, std::size_t packs) noexcept {
  if (packs == 0) return 0;
  // (A tile costs the same turned.)
  return evenly(rows, rows_of_tile(packs)).total(cost_of_tile, packs);
}

/// How wide strips are best, where `rows` times `packs` are to be covered. A last pack that is
/// not `whole` overlaps the one before, and must be in a strip with it: each is added once.
constexpr std::size_t packs_of_strip(std::size_t rows, std::size_t packs, bool whole) noexcept {
  std::size_t best = 1, least = static_cast<std::size_t>(-1);
  for (std::size_t most = 1; most <= packs && most <= accumulators; ++most) {
    const grouping strips = evenly(packs, most);
    const std::size_t last = strips.longer < strips.groups ? strips.size - 1 : strips.size;
    if (!whole && last == 1 && packs > 1) continue;
    const std::size_t cost = strips.total(cost_of_strip, rows);
    if (cost < least) least = cost, best = most;
  }
  return best;
}

/// What the code of a strip of tiles depends on: `packs` vectors of `lanes` columns, of which
/// there are but `live` where they are fewer, `live_right` in B; of the last vector's columns
/// `overlap` are in the one before as well and are not stored again; sums are split in
/// `chains`, a power of two. C is written transposed where it is `turned`.
struct strip_shape {
  std::size_t lanes, live, live_right, packs, overlap, chains;
  bool turned;
};

/// A matrix whose element (i, k) lies at `data[i * row + k * step]`.
template <class T>
struct strided {
  const T* data;
  std::size_t row;
  std::size_t step;
};

/// The columns of a row-major matrix that a strip covers. The last vector of them begins at
/// column `last`: before its turn where the columns are no multiple of a vector, so that it
/// overlaps the one before and nothing outside the row is touched.
template <class T>
struct columns {
  T* data;
  std::size_t row;
  std::ptrdiff_t last;

  template <strip_shape S>
  [[gnu::always_inline]] T* at(std::size_t r, std::size_t p) const noexcept {
    T* const begin = data + r * row;
    return p + 1 < S.packs ? begin + p * S.lanes : begin + last;
  }
};

/// Says that `v` may have changed: where g++ (12) unrolls a loop, it would read it from memory
/// again for each use.
template <class V>
[[gnu::always_inline]] inline void keep_in_register([[maybe_unused]] V& v) noexcept {
#if defined(__x86_64__) && !defined(__clang__)
  asm("" : "+v"(v));
#elif defined(__aarch64__) && !defined(__clang__)
  asm("" : "+w"(v));
#endif
}

/// `sum += a b`, the outer product of a column of A and a row of B.
template <strip_shape S, std::size_t Rows, class V, class T>
[[gnu::always_inline]] inline void add_outer(V (&sum)[Rows][S.packs], strided<T> a,
                                             columns<const T> b, std::size_t k) noexcept {
  using math::machine::fused;
  const auto left = [&](std::size_t row) __attribute__((always_inline)) {
    return a.data[row * a.row + k * a.step] - V{};
  };
  const auto right = [&](std::size_t column) __attribute__((always_inline)) {
    return load_columns<S.lanes, S.live_right>(b.template at<S>(k, column));
  };
  // The fewer vectors are those kept.
  if constexpr (Rows < S.packs) {
    V kept[Rows];
#pragma GCC unroll 32
    for (std::size_t r = 0; r < Rows; ++r) keep_in_register(kept[r] = left(r));
#pragma GCC unroll 32
    for (std::size_t p = 0; p < S.packs; ++p) {
      const V once = right(p);
#pragma GCC unroll 32
      for (std::size_t r = 0; r < Rows; ++r) sum[r][p] = fused(kept[r], once, sum[r][p]);
    }
  } else {
    V kept[S.packs];
#pragma GCC unroll 32
    for (std::size_t p = 0; p < S.packs; ++p) keep_in_register(kept[p] = right(p));
#pragma GCC unroll 32
    for (std::size_t r = 0; r < Rows; ++r) {
      const V once = left(r);
#pragma GCC unroll 32
      for (std::size_t p = 0; p < S.packs; ++p) sum[r][p] = fused(once, kept[p], sum[r][p]);
    }
  }
}

/// Where block `n` of `count` begins: the last one overlaps the one before.
constexpr std::size_t first_of(std::size_t n, std::size_t count, std::size_t size) noexcept {
  return count < size ? 0 : (n + 1) * size <= count ? n * size : count - size;
}

/// One row of C, from lane `At` of sums: 16 bytes at a time, all read before any is written.
template <strip_shape S, std::size_t Rows, std::size_t At, class V, std::size_t Q,
          std::size_t Blocks, class T>
[[gnu::always_inline]] inline void store_turned_row(
    T* to, const T* start, const std::array<std::array<V, Q>, Blocks>& turned) noexcept {
  constexpr std::size_t live = Rows < Q ? Rows : Q;
  std::array<part<T, Q>, Blocks> row;
#pragma GCC unroll 32
  for (std::size_t n = 0; n < Blocks; ++n) {
    row[n] = lanes_from<At / Q * Q, Q>(turned[n][At % Q]);
    if (start != nullptr) row[n] += load_columns<Q, live>(start + first_of(n, Rows, Q));
  }
#pragma GCC unroll 32
  for (std::size_t n = 0; n < Blocks; ++n)
    store_columns<Q, live>(to + first_of(n, Rows, Q), row[n]);
}

/// Lanes of elements of rows of `Columns`, from element `First` on, as the second of two
/// vectors of `Lanes` joins the first: it holds column `Column`, a row a lane. The first holds
/// what is joined so far, in place, or column 0, a row a lane. Later columns' lanes hold
/// anything.
template <std::size_t First, std::size_t Columns, std::size_t Column, std::size_t Lanes>
struct in_turns {
  static constexpr int lane(std::size_t i) {
    const std::size_t row = (First + i) / Columns, column = (First + i) % Columns;
    return static_cast<int>(column == Column ? Lanes + row : Column == 1 ? row : i);
  }
};

/// From element `First` on, a vector of a matrix of two or three columns.
template <std::size_t First, class V, std::size_t Columns>
[[gnu::always_inline]] inline V row_by_row(const V (&column)[Columns]) noexcept {
  constexpr std::size_t all = sizeof(V) / sizeof(column[0][0]);
  constexpr std::make_index_sequence<all> each;
  const V two = shuffle<in_turns<First, Columns, 1, all>>(column[0], column[1], each);
  if constexpr (Columns == 2)
    return two;
  else
    return shuffle<in_turns<First, Columns, 2, all>>(two, column[2], each);
}

/// `c[i][n] = sum[n][i]`, or with what is at `start` added, for the lanes i of vectors: rows of
/// two and three columns together, others 16 bytes at a time.
template <strip_shape S, std::size_t Rows, class V, class T>
[[gnu::always_inline]] inline void store_turned(columns<T> c, const T* start,
                                                V (&sum)[Rows][S.packs]) noexcept {
  constexpr std::size_t q = quad<T>, blocks = (Rows + q - 1) / q;
  constexpr std::size_t live = Rows < q ? Rows : q;
#pragma GCC unroll 32
  for (std::size_t p = 0; p < S.packs; ++p) {
    // The last vector's first lanes may be those of the vector before.
    const std::size_t begin = p + 1 < S.packs ? p * S.lanes : static_cast<std::size_t>(c.last);
    const std::size_t done = p * S.lanes - begin;
    T* const to = c.data + begin * c.row;
    const T* const from = start == nullptr ? nullptr : start + begin * c.row;
    if constexpr ((Rows == 2 || Rows == 3) && S.live == S.lanes) {
      if (c.row == Rows && from == nullptr) {
        V column[Rows];
#pragma GCC unroll 32
        for (std::size_t n = 0; n < Rows; ++n) column[n] = sum[n][p];
        [&]<std::size_t... At>(std::index_sequence<At...>) __attribute__((always_inline)) {
          (store_as(to + At * S.lanes, row_by_row<At * S.lanes>(column)), ...);
        }(std::make_index_sequence<Rows>());
        continue;
      }
    }
    if constexpr (Rows == 1) {
#pragma GCC unroll 32
      for (std::size_t i = done; i < S.lanes; ++i)
        to[i * c.row] = from == nullptr ? sum[0][p][i] : from[i * c.row] + sum[0][p][i];
    } else {
      std::array<std::array<V, q>, blocks> turned;
#pragma GCC unroll 32
      for (std::size_t n = 0; n < blocks; ++n) {
#pragma GCC unroll 4
        for (std::size_t j = 0; j < q; ++j)
          turned[n][j] = sum[first_of(n, Rows, q) + column_of_lane(j, q, live)][p];
        turned[n] = transposed<T>(turned[n]);
      }
      [&]<std::size_t... At>(std::index_sequence<At...>) __attribute__((always_inline)) {
        ((At < done
              ? void()
              : store_turned_row<S, Rows, At>(
                    to + At * c.row, from == nullptr ? nullptr : from + At * c.row, turned)),
         ...);
      }(std::make_index_sequence<S.lanes>());
    }
  }
}

/// Adds `2 * Chains` chains of `Size` sums each up in the first, in pairs.
template <std::size_t Chains, std::size_t Size, class V>
[[gnu::always_inline]] inline void merge_chains(V* sum) noexcept {
  if constexpr (Chains > 0) {
#pragma GCC unroll 64
    for (std::size_t i = 0; i < Chains * Size; ++i) sum[i] += sum[Chains * Size + i];
    merge_chains<Chains / 2, Size>(sum);
  }
}

/// `C = A B` for `Rows` rows of a strip, all of C in registers; what is at `start`, if
/// anything, is added: an array as C is, and maybe C itself.
template <strip_shape S, std::size_t Rows, class T>
[[gnu::always_inline]] inline void tile(std::size_t depth, columns<T> c, const T* start,
                                        strided<T> a, columns<const T> b) noexcept {
  using V = part<T, S.lanes>;
  // g++ would keep all sums in memory too, for the case that nothing is added.
  if (depth == 0) __builtin_unreachable();
  // One row is little work a step: several steps make up for the loop.
  constexpr std::size_t steps = S.chains > 1 ? S.chains : Rows == 1 ? 4 : 1;
  V sum[S.chains][Rows][S.packs];
#pragma GCC unroll 32
  for (std::size_t r = 0; r < Rows; ++r)
#pragma GCC unroll 32
    for (std::size_t p = 0; p < S.packs; ++p) {
      sum[0][r][p] = !S.turned && start != nullptr
                         ? load_columns<S.lanes, S.live>(
                               columns<const T>{start, c.row, c.last}.template at<S>(r, p))
                         : V{};
#pragma GCC unroll 32
      for (std::size_t u = 1; u < S.chains; ++u) sum[u][r][p] = V{};
    }
  const std::size_t whole = depth - depth % steps;
#if !defined(__clang__)
#pragma GCC unroll 2
#endif
  for (std::size_t k = 0; k < whole; k += steps)
#pragma GCC unroll 32
    for (std::size_t u = 0; u < steps; ++u) add_outer<S>(sum[u % S.chains], a, b, k + u);
  if constexpr (steps > 1)
    for (std::size_t k = whole; k < depth; ++k) add_outer<S>(sum[0], a, b, k);
  if (whole != 0) merge_chains<S.chains / 2, Rows * S.packs>(&sum[0][0][0]);
  if constexpr (S.turned) {
    store_turned<S, Rows>(c, start, sum[0]);
  } else {
#pragma GCC unroll 32
    for (std::size_t r = 0; r < Rows; ++r) {
      constexpr std::size_t last = S.packs - 1;
#pragma GCC unroll 32
      for (std::size_t p = 0; p < last; ++p) store_as(c.template at<S>(r, p), sum[0][r][p]);
      T* const to = c.template at<S>(r, last);
      if constexpr (S.overlap != 0)
        store_lanes<S.overlap, S.lanes - S.overlap>(to + S.overlap, sum[0][r][last]);
      else
        store_columns<S.lanes, S.live>(to, sum[0][r][last]);
    }
  }
}

}  // namespace etch::kernel
