// SPDX-License-Identifier: BSL-1.0
/// Outer products of few columns: all of C in one run of vectors, each over several rows.
#pragma once

#include <etch/kernel/micro_kernel.hpp>

#include <algorithm>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <type_traits>
#include <utility>

namespace etch::kernel {

/// Element `i` of C counted row by row, from `First` on: its row, or its column.
template <std::size_t First, std::size_t N>
struct row_of_element {
  static constexpr int lane(std::size_t i) { return static_cast<int>((First + i) / N); }
};
/// The lane of its column in a vector of `Lanes` that `load_columns` has loaded; or in two, the
/// first and the last columns.
template <std::size_t First, std::size_t N, std::size_t Lanes>
struct column_of_element {
  static constexpr int lane(std::size_t i) {
    const std::size_t c = (First + i) % N;
    const std::size_t at =
        N > Lanes ? (c < Lanes ? c : c + 2 * Lanes - N) : (c < Lanes / 2 ? c : c + Lanes - N);
    return static_cast<int>(at);
  }
};

/// `one` in the lanes that lie in the same row as the first, `other` in those behind. (g++ 12
/// makes moves through memory of a shuffle of broadcasts.)
template <std::size_t First, std::size_t N, class T, std::size_t... I>
[[gnu::always_inline]] inline pack<T> up_to_end_of_row(pack<T> one, pack<T> other,
                                                       std::index_sequence<I...>) noexcept {
  using lane = std::conditional_t<sizeof(T) == 4, std::int32_t, std::int64_t>;
  using mask [[gnu::vector_size(pack_bytes)]] = lane;
  constexpr mask same{((First + I) / N == First / N ? lane{-1} : lane{0})...};
  return same ? one : other;
}

/// `v` again and again, until it is a pack.
template <class T, std::size_t Lanes>
[[gnu::always_inline]] inline pack<T> filled(part<T, Lanes> v) noexcept {
  if constexpr (Lanes == lanes<T>)
    return v;
  else
    return filled<T, 2 * Lanes>(join(v, v, std::make_index_sequence<2 * Lanes>()));
}

/// Rows after which the pattern of packs over rows begins anew.
template <std::floating_point T>
constexpr std::size_t period_of_rows(std::size_t columns) noexcept {
  return lanes<T> / std::gcd(columns, lanes<T>);
}

/// What pack `P` of a period's rows is made of: elements of b, one for each column.
template <std::size_t P, std::size_t N, class T>
[[gnu::always_inline]] inline pack<T> columns_of_pack(const T* b) noexcept {
  constexpr std::make_index_sequence<lanes<T>> all;
  constexpr std::size_t width = std::min(lanes<T>, std::max(quad<T>, std::bit_ceil(N)));
  using from = column_of_element<P * lanes<T>, N, width>;
  if constexpr (N > width) {
    return shuffle<from>(load(b), load(b + N - width), all);
  } else {
    const pack<T> v = filled<T, width>(load_columns<width, N>(b));
    return shuffle<from>(v, v, all);
  }
}

/// The same of a, one for each row of the period.
template <std::size_t P, std::size_t N, class T>
[[gnu::always_inline]] inline pack<T> rows_of_pack(const T* a) noexcept {
  using from = row_of_element<P * lanes<T>, N>;
  constexpr std::make_index_sequence<lanes<T>> all;
  constexpr auto first = static_cast<std::size_t>(from::lane(0)),
                 last = static_cast<std::size_t>(from::lane(lanes<T> - 1));
  if constexpr (last - first < 2) {
    // Two broadcasts, which cost nothing, and a blend.
    return up_to_end_of_row<P * lanes<T>, N, T>(broadcast<pack<T>>(a[first]),
                                                broadcast<pack<T>>(a[last]), all);
  } else {
    constexpr std::size_t some = std::max(quad<T>, period_of_rows<T>(N));
    const pack<T> v = filled<T, some>(load_as<part<T, some>>(a));
    return shuffle<from>(v, v, all);
  }
}

/// `c (+)= left right`.
template <class T>
[[gnu::always_inline]] inline void put_product(T* c, pack<T> left, pack<T> right,
                                               bool accumulate) noexcept {
  store(c, accumulate ? math::machine::fused(left, right, load(c)) : left * right);
}

/// All rows of whole periods, each `sizeof...(P)` packs.
template <std::size_t N, class T, std::size_t... P>
[[gnu::always_inline]] inline std::size_t outer_product_by_periods(
    std::size_t rows, T* c, const T* a, const T* b, bool accumulate,
    std::index_sequence<P...>) noexcept {
  const pack<T> right[] = {columns_of_pack<P, N>(b)...};
  constexpr std::size_t period = period_of_rows<T>(N);
  std::size_t row = 0;
  for (; row + period <= rows; row += period)
    (put_product(c + row * N + P * lanes<T>, rows_of_pack<P, N>(a + row), right[P], accumulate),
     ...);
  return row;
}

/// `C (+)= a b^T`, as many rows as are whole periods; returns the row after them.
template <std::size_t N, class T>
[[gnu::always_inline]] inline std::size_t outer_product(std::size_t rows, T* c, const T* a,
                                                        const T* b, bool accumulate) noexcept {
  constexpr std::size_t packs = period_of_rows<T>(N) * N / lanes<T>;
  return outer_product_by_periods<N>(rows, c, a, b, accumulate,
                                     std::make_index_sequence<packs>());
}

}  // namespace etch::kernel
