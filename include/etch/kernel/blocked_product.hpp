// SPDX-License-Identifier: BSL-1.0
/// A product by tiles, blocked for caches.
#pragma once

#include <etch/kernel/micro_kernel.hpp>
#include <etch/kernel/transpose.hpp>

#include <bit>
#include <concepts>
#include <cstddef>

namespace etch::kernel {

/// How an operand of a product lies in memory: as written, row-major, or to be read transposed.
enum class layout : unsigned char { plain, transposed };

/// Bytes of a panel, the part of B that all rows of C meet before the next: half of an L1
/// cache.
inline constexpr std::size_t panel_bytes = 16384;

/// Bytes of a block of A, which meets all panels before the next: a part of an L2 cache.
inline constexpr std::size_t block_bytes = 98304;

/// What one of several workers computes of a product: as many strips of its columns as others.
struct share {
  std::size_t worker = 0, workers = 1;

  /// Of `count` things this worker's begin here, and end where the next one's begin.
  constexpr std::size_t first(std::size_t count) const { return count * worker / workers; }
  constexpr std::size_t last(std::size_t count) const { return count * (worker + 1) / workers; }
};

/// How a product is cut up. `M` and `K` are 0 where they are known at run time only.
template <std::floating_point T, std::size_t M, std::size_t N, std::size_t K, layout A,
          layout B, bool Turned>
struct blocking {
  static constexpr std::size_t n = N;
  static constexpr std::size_t lanes_wanted = std::bit_ceil(N < quad<T> ? quad<T> : N);
  /// Lanes of a vector of columns: no more than it takes, if columns are fewer than a pack's.
  static constexpr std::size_t width = lanes_wanted < lanes<T> ? lanes_wanted : lanes<T>;
  static constexpr std::size_t packs = (N + width - 1) / width;
  static constexpr grouping strips =
      evenly(packs, packs_of_strip(M == 0 ? 2 * accumulators : M, packs, N % width == 0));

  /// Rows of the highest tile.
  static constexpr std::size_t most_rows = rows_of_tile(strips.size);
  static constexpr std::size_t height = M != 0          ? evenly(M, most_rows).size
                                        : most_rows < 8 ? most_rows
                                                        : 8;

  // Few sums would wait for each other, and are split in independent chains. Not where rows
  // are a run-time value, lest their number decide what a row's sum is.
  static constexpr std::size_t sums = M == 0 ? accumulators : height * strips.size;
  static constexpr std::size_t wanted = sums >= 6 ? 1 : sums >= 3 ? 2 : 4;
  static constexpr std::size_t chains = K == 0 || K >= 2 * wanted ? wanted : K < 4 ? 1 : 2;
  static constexpr bool turned = Turned;
  static constexpr bool transposes_right = B == layout::transposed && K != 1;
  static constexpr std::size_t live = N < width ? N : width;
  // A single row is soon read again, and of more it would cost more than it saves.
  static constexpr std::size_t overlap = M == 1 && strips.groups == 1 ? packs * width - N : 0;
  static constexpr strip_shape strip(std::size_t p) {
    return {width,  live,  transposes_right ? width : live, p, p > 1 ? overlap : 0,
            chains, Turned};
  }
  static constexpr strip_shape wide = strip(strips.size), narrow = strip(strips.size - 1);

  static constexpr bool reuses_right = transposes_right || M == 0 || M > height;
  static constexpr std::size_t fits = panel_bytes / (strips.size * width * sizeof(T));
  /// Steps of depth in a block.
  static constexpr bool streams_right = !reuses_right && K * N * sizeof(T) > 2 * panel_bytes;
  /// As many as fit, or a quarter more, so that all parts are about as deep.
  static constexpr std::size_t parts = (K + fits / 4) / fits;
  static constexpr std::size_t even_depth =
      parts == 0 ? K : ((K + parts - 1) / parts + lanes<T> - 1) / lanes<T> * lanes<T>;
  static constexpr std::size_t depth = streams_right                ? 16
                                       : K == 0                     ? fits
                                       : !reuses_right || K <= fits ? K
                                                                    : even_depth;
  static constexpr std::size_t strips_of_panel = streams_right ? strips.groups
                                                 : transposes_right || fits < depth
                                                     ? 1
                                                     : fits / depth;
  static constexpr std::size_t panel_row =
      (strips_of_panel < strips.groups ? strips_of_panel : strips.groups) * strips.size * width;

  static constexpr bool may_copy_right = N * sizeof(T) >= 1024 && N >= panel_row;

  static constexpr std::size_t rows_wanted = block_bytes / (depth * sizeof(T));

  /// Rows in a block: about as many as wanted, and equal but for whole tiles.
  static constexpr std::size_t rows_of_block(std::size_t all) noexcept {
    if (all < 2 * rows_wanted) return all;
    const std::size_t blocks = all / rows_wanted;
    return (all / blocks + accumulators) / accumulators * accumulators;
  }
  /// The rows of a block, 0 where they differ from block to block.
  static constexpr std::size_t rows = rows_of_block(M) == M ? M : 0;

  /// Whether blocks of A are copied (and transposed): what many panels read, from memory whose
  /// rows lie far apart.
  static constexpr bool copies_left = M * K * sizeof(T) > 65536 && K % lanes<T> == 0 &&
                                      depth % lanes<T> == 0 &&
                                      (A == layout::plain
                                           ? strips.groups >= 8 && K * sizeof(T) >= 2048 &&
                                                 K % depth == 0
                                           : strips.groups >= 4 && M * sizeof(T) >= 256);
  static constexpr std::size_t left_row = depth + 64 / sizeof(T);

  /// Whether the next rows of C are fetched while a tile is made: few steps are done to a C
  /// that does not stay in an L1 cache, and no processor foresees which lines are next.
  static constexpr bool fetches_ahead = !Turned && K == 0 && M * N * sizeof(T) > panel_bytes;

  /// The column at which strip `s` begins.
  static constexpr std::size_t column(std::size_t s) noexcept {
    return (s * strips.size - (s > strips.longer ? s - strips.longer : 0)) * width;
  }
  /// The last vector of a strip begins here, counted from the strip: earlier than its turn
  /// where it would pass the end of the row.
  template <strip_shape S>
  static constexpr std::ptrdiff_t last(std::size_t begin) noexcept {
    constexpr std::size_t turn = (S.packs - 1) * width;
    if (begin + turn + width <= N || N < width) return static_cast<std::ptrdiff_t>(turn);
    return static_cast<std::ptrdiff_t>(N - width) - static_cast<std::ptrdiff_t>(begin);
  }
};

/// Tiles of `Height` rows from row `row` on, as many as there are, over strips `from` to `to`;
/// the row after them. `right` begins with the column of strip `from`.
template <class Plan, std::size_t Height, class T>
[[gnu::always_inline]] inline std::size_t tiles(std::size_t row, std::size_t rows,
                                                std::size_t depth, std::size_t from,
                                                std::size_t to, matrix<T> c, const T* start,
                                                strided<T> a, matrix<const T> right) noexcept {
  const auto one = [&]<strip_shape S>(std::size_t s) __attribute__((always_inline)) {
    const std::size_t begin = Plan::column(s);
    const std::ptrdiff_t last = Plan::template last<S>(begin);
    constexpr auto turn = static_cast<std::ptrdiff_t>((S.packs - 1) * S.lanes);
    const std::size_t corner = Plan::turned ? begin * c.row + row : row * c.row + begin;
    if constexpr (Plan::fetches_ahead)
#pragma GCC unroll 32
      for (std::size_t r = Height; r < 2 * Height; ++r)
        __builtin_prefetch(c.data + (corner + r * c.row), 1);
    tile<S, Height>(depth, columns<T>{c.data + corner, c.row, last},
                    start == nullptr ? nullptr : start + corner,
                    strided<T>{a.data + row * a.row, a.row, a.step},
                    columns<const T>{right.data + (begin - Plan::column(from)), right.row,
                                     Plan::transposes_right ? turn : last});
  };
  constexpr grouping strips = Plan::strips;
  for (; row + Height <= rows; row += Height) {
    std::size_t s = from;
    for (; s < to && s < strips.longer; ++s) one.template operator()<Plan::wide>(s);
    if constexpr (strips.longer < strips.groups)
      for (; s < to; ++s) one.template operator()<Plan::narrow>(s);
  }
  return row;
}

/// All rows of a block over a panel.
template <class Plan, class... Rest>
[[gnu::always_inline]] inline void tiles_of_panel(std::size_t rows, Rest... rest) noexcept {
  if constexpr (Plan::rows != 0) {
    constexpr grouping heights = evenly(Plan::rows, Plan::most_rows);
    const std::size_t row =
        tiles<Plan, heights.size>(0, heights.longer * heights.size, rest...);
    if constexpr (heights.longer < heights.groups)
      tiles<Plan, heights.size - 1>(row, rows, rest...);
  } else {
    constexpr std::size_t high = Plan::height;
    std::size_t row = 0;
    if constexpr (high > 4) {
      // Equal tiles but for a row, if there are rows enough, rather than a low one at the end.
      const std::size_t most = (rows + high - 1) / high;
      const bool even = rows >= most * (high - 1);
      row = tiles<Plan, high>(0, even ? (rows - most * (high - 1)) * high : rows, rest...);
      if (even) row = tiles<Plan, high - 1>(row, rows, rest...);
      row = tiles<Plan, 4>(row, rows, rest...);
    } else {
      row = tiles<Plan, high>(0, rows, rest...);
    }
    if constexpr (Plan::height > 2) row = tiles<Plan, 2>(row, rows, rest...);
    if constexpr (Plan::height > 1) tiles<Plan, 1>(row, rows, rest...);
  }
}

/// A block of A times all of B's rows that meet it.
template <class Plan, layout B, class T>
[[gnu::always_inline]] inline void product_of_block(std::size_t rows, std::size_t depth,
                                                    matrix<T> c, const T* start, strided<T> a,
                                                    matrix<const T> b, bool copies,
                                                    share part) noexcept {
  alignas(64) T panel[Plan::depth * Plan::panel_row];
  constexpr std::size_t groups = Plan::strips.groups;
  const std::size_t last = part.last(groups);
  for (std::size_t s = part.first(groups); s < last; s += Plan::strips_of_panel) {
    const std::size_t end = last - s < Plan::strips_of_panel ? last : s + Plan::strips_of_panel;
    const std::size_t begin = Plan::column(s);
    const std::size_t wide = (end == groups ? Plan::n : Plan::column(end)) - begin;
    const matrix<T> to{panel, Plan::panel_row};
    matrix<const T> right{b.data + begin, b.row};
    if constexpr (Plan::transposes_right) {
      transpose<Plan::width, Plan::live>(to, matrix<const T>{b.data + begin * b.row, b.row},
                                         wide, depth);
      right = {panel, Plan::panel_row};
    } else if (Plan::may_copy_right && copies) {
      // As many columns for the last panel as for the others.
      const std::size_t first =
          Plan::n - begin < Plan::panel_row ? Plan::n - Plan::panel_row : begin;
      copy<Plan::panel_row>(to, matrix<const T>{b.data + first, b.row}, depth);
      right = {panel + (begin - first), Plan::panel_row};
    }
    tiles_of_panel<Plan>(rows, depth, s, end, c, start, a, right);
  }
}

/// A product by tiles, to which what is at `start`, if anything, is added. `M` is `rows` and
/// `K` is `depth` where these are known, else 0. C is written transposed where it is `Turned`.
template <std::size_t M, std::size_t N, std::size_t K, layout A, layout B, bool Turned = false,
          class T>
[[gnu::always_inline]] inline void product_by_tiles(std::size_t rows, std::size_t depth, T* c,
                                                    const T* start, const T* a, const T* b,
                                                    share part = {}) noexcept {
  using plan = blocking<T, M, N, K, A, B, Turned>;
  const std::size_t down = plan::rows_of_block(rows);
  // Worth it for many rows only, and where the panel lies so that it would not stay in L1.
  const bool copies = rows >= 48 && depth * N * sizeof(T) > 2 * panel_bytes;
  for (std::size_t m = 0; m < rows; m += down) {
    const std::size_t high = rows - m < down ? rows - m : down;
    std::size_t k = 0;
    do {
      const std::size_t deep = depth - k < plan::depth ? depth - k : plan::depth;
      strided<T> left = A == layout::plain ? strided<T>{a + m * depth + k, depth, 1}
                                           : strided<T>{a + k * rows + m, 1, rows};
      alignas(64) T block[plan::copies_left ? plan::rows_of_block(M) * plan::left_row : 1];
      if constexpr (plan::copies_left) {
        const matrix<T> to{block, plan::left_row};
        if constexpr (A == layout::plain)
          copy<plan::depth>(to, matrix<const T>{left.data, depth}, high);
        else
          transpose<lanes<T>, lanes<T>>(to, matrix<const T>{left.data, rows}, deep, high);
        left = {block, plan::left_row, 1};
      }
      const std::size_t corner = Turned ? m : m * N;
      const T* const before = k != 0 ? c : start;
      product_of_block<plan, B>(
          high, deep, matrix<T>{c + corner, Turned ? M : N},
          before == nullptr ? nullptr : before + corner, left,
          B == layout::plain ? matrix<const T>{b + k * N, N} : matrix<const T>{b + k, depth},
          copies, part);
      k += deep;
    } while (k < depth);
  }
}

constexpr layout other(layout l) noexcept {
  return l == layout::plain ? layout::transposed : layout::plain;
}

/// What a product by tiles costs, per step of depth and in the units of `cost_of_tile`; an
/// operand that is copied costs as much as many multiplications for each of its vectors.
template <std::floating_point T>
constexpr std::size_t cost_of_product(std::size_t m, std::size_t n, std::size_t k, layout b) {
  const std::size_t packs = (n + lanes<T> - 1) / lanes<T>;
  const std::size_t most = packs_of_strip(m, packs, n % lanes<T> == 0);
  return evenly(packs, most).total(cost_of_strip, m) +
         (b == layout::transposed && k != 1 ? 3 * packs : 0);
}

/// The same for all steps of depth together, where `C^T = B^T A^T` is made of A with rows as
/// columns; C is turned as it is stored.
template <std::floating_point T>
constexpr std::size_t cost_of_turned(std::size_t m, std::size_t n, std::size_t k,
                                     layout a) noexcept {
  return cost_of_product<T>(n, m, k, other(a)) * k + 3 * n * ((m + lanes<T> - 1) / lanes<T>);
}

/// Samples whose products are made together where a sample is a column of a tile.
template <std::floating_point T>
inline constexpr std::size_t samples_of_tile = 4 * lanes<T>;

/// Whether a product is best made as `C^T = B^T A^T`, as narrow ones are.
template <std::floating_point T, std::size_t M, std::size_t N, std::size_t K, layout A,
          layout B>
constexpr bool best_turned() noexcept {
  constexpr std::size_t m = M == 0 ? samples_of_tile<T> : M, k = K == 0 ? 64 : K;
  // Where rows are a run-time value, one that is in no whole tile must have the same sums.
  if constexpr (M == 0)
    if (blocking<T, 0, N, K, A, B, false>::depth < K ||
        blocking<T, N, samples_of_tile<T>, K, other(B), other(A), true>::depth < K ||
        blocking<T, N, samples_of_tile<T>, K, other(B), other(A), true>::chains != 1)
      return false;
  // Rows of less than 16 bytes would be multiplied and stored one by one, those of 16 bytes
  // fill no vector: C's rows are lanes where they fill one, and A need not be transposed or is
  // deep enough for that to pay.
  constexpr bool is_turned = A == layout::transposed;
  constexpr bool narrow = M != 0 && (N < quad<T> || (N == quad<T> && is_turned));
  constexpr bool fills = m >= lanes<T> || (N == 2 && m >= quad<T> && std::has_single_bit(m));
  if (N > 1 && narrow && fills) return k >= (N == 2 || is_turned ? 2 : quad<T>);
  return N > 1 && k >= quad<T> && N * 2 <= m && m >= lanes<T> &&
         cost_of_turned<T>(m, N, k, A) < cost_of_product<T>(m, N, k, B) * k;
}

}  // namespace etch::kernel
