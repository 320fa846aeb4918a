// SPDX-License-Identifier: BSL-1.0
/// A panel of a transposed operand, copied so that a tile can read it row by row.
#pragma once

#include <etch/kernel/micro_kernel.hpp>

#include <concepts>
#include <cstddef>
#include <utility>

namespace etch::kernel {

/// Elements of 16 bytes, within which one instruction permutes on every target.
template <std::floating_point T>
inline constexpr std::size_t quad = 16 / sizeof(T);

template <class V, std::size_t... I>
[[gnu::always_inline]] inline auto join(V low, V high, std::index_sequence<I...>) noexcept {
  return __builtin_shufflevector(low, high, static_cast<int>(I)...);
}

/// `Lanes` elements: the 16 bytes at `from`, and at every `stride` elements from there.
template <std::size_t Lanes, class T>
[[gnu::always_inline]] inline auto gather(const T* from, std::size_t stride) noexcept {
  if constexpr (Lanes == quad<T>) {
    return load_as<short_pack<T, Lanes>>(from);
  } else {
    return join(gather<Lanes / 2>(from, stride),
                gather<Lanes / 2>(from + stride * (Lanes / 2 / quad<T>), stride),
                std::make_index_sequence<Lanes>());
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

/// `panel[k][n] = from[n * row + k]` for `Lanes` values of n and `quad` values of k.
template <std::size_t Lanes, class T>
[[gnu::always_inline]] inline void transpose_block(T* panel, std::size_t width, const T* from,
                                                   std::size_t row) noexcept {
  constexpr std::make_index_sequence<Lanes> all;
  // Vector a holds rows 0, quad, 2 quad, ...; b the rows after these, and so on: what is left
  // is to transpose within each 16 bytes.
  if constexpr (quad<T> == 4) {
    const auto a = gather<Lanes>(from, 4 * row), b = gather<Lanes>(from + row, 4 * row);
    const auto c = gather<Lanes>(from + 2 * row, 4 * row);
    const auto d = gather<Lanes>(from + 3 * row, 4 * row);
    const auto ac = interleave<0, T>(a, c, all), bd = interleave<0, T>(b, d, all);
    const auto ca = interleave<1, T>(a, c, all), db = interleave<1, T>(b, d, all);
    store_as(panel, interleave<0, T>(ac, bd, all));
    store_as(panel + width, interleave<1, T>(ac, bd, all));
    store_as(panel + 2 * width, interleave<0, T>(ca, db, all));
    store_as(panel + 3 * width, interleave<1, T>(ca, db, all));
  } else {
    const auto a = gather<Lanes>(from, 2 * row), b = gather<Lanes>(from + row, 2 * row);
    store_as(panel, interleave<0, T>(a, b, all));
    store_as(panel + width, interleave<1, T>(a, b, all));
  }
}

/// `panel[k][p * Lanes + n] = from[(column(p) + n) * row + k]` for `Packs` vectors of columns,
/// the last of which begins at column `last`, and `depth` values of k. Where there are fewer
/// columns than lanes, `Live`, the rest is zero.
template <std::size_t Lanes, std::size_t Live, std::size_t Packs, class T>
[[gnu::always_inline]] inline void transpose_panel(T* panel, const T* from, std::size_t row,
                                                   std::size_t depth,
                                                   std::size_t last) noexcept {
  constexpr std::size_t width = Packs * Lanes;
  // Wider blocks gain nothing: stores are the limit.
  constexpr std::size_t block = Lanes < 32 / sizeof(T) ? Lanes : 32 / sizeof(T);
  for (std::size_t p = 0; p < Packs; ++p) {
    const T* const rows = from + (p + 1 < Packs ? p * Lanes : last) * row;
    T* const to = panel + p * Lanes;
    std::size_t k = 0;
    if constexpr (Live == Lanes)
      for (; k + quad<T> <= depth; k += quad<T>)
#pragma GCC unroll 8
        for (std::size_t n = 0; n < Lanes; n += block)
          transpose_block<block>(to + k * width + n, width, rows + n * row + k, row);
    for (; k < depth; ++k)
      for (std::size_t n = 0; n < Lanes; ++n)
        to[k * width + n] = n < Live ? rows[n * row + k] : T{};
  }
}

}  // namespace etch::kernel
