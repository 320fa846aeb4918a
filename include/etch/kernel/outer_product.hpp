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

/// `C (+)= a b^T`, as many rows as are whole periods; returns the row after them.
template <std::size_t N, class T>
[[gnu::always_inline]] inline std::size_t outer_product(std::size_t rows, T* c, const T* a,
                                                        const T* b, bool accumulate) noexcept {
#if defined(__clang__)
#pragma clang fp contract(fast)
#endif
  constexpr std::size_t period = period_of_rows<T>(N), packs = period * N / lanes<T>;
  constexpr std::make_index_sequence<lanes<T>> all;
  constexpr std::size_t width = std::min(lanes<T>, std::max(quad<T>, std::bit_ceil(N)));
  const auto right = [&]<std::size_t P>() __attribute__((always_inline)) {
    using from = column_of_element<P * lanes<T>, N, width>;
    if constexpr (N > width)
      return shuffle<from>(load(b), load(b + N - width), all);
    else {
      const pack<T> v = filled<T, width>(load_columns<width, N>(b));
      return shuffle<from>(v, v, all);
    }
  };
  const auto left = [&]<std::size_t P>(const T* at) __attribute__((always_inline)) {
    using from = row_of_element<P * lanes<T>, N>;
    constexpr auto first = static_cast<std::size_t>(from::lane(0)),
                   last = static_cast<std::size_t>(from::lane(lanes<T> - 1));
    if constexpr (last - first < 2) {
      // Two broadcasts, which cost nothing, and a blend.
      return up_to_end_of_row<P * lanes<T>, N, T>(broadcast<pack<T>>(at[first]),
                                                  broadcast<pack<T>>(at[last]), all);
    } else {
      constexpr std::size_t some = std::max(quad<T>, period);
      const pack<T> v = filled<T, some>(load_as<part<T, some>>(at));
      return shuffle<from>(v, v, all);
    }
  };
  return [&]<std::size_t... P>(std::index_sequence<P...>) __attribute__((always_inline)) {
    const pack<T> kept[] = { right.template operator()<P>()... };
    std::size_t row = 0;
    for (; row + period <= rows; row += period) {
      T* const to = c + row * N;
      const auto one = [&]<std::size_t Q>() __attribute__((always_inline)) {
        T* const out = to + Q * lanes<T>;
        const pack<T> v = left.template operator()<Q>(a + row);
        store(out, accumulate ? load(out) + v * kept[Q] : v * kept[Q]);
      };
      (one.template operator()<P>(), ...);
    }
    return row;
  }(std::make_index_sequence<packs>());
}

}  // namespace etch::kernel
