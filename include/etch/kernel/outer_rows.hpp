// SPDX-License-Identifier: BSL-1.0
/// Outer products, which cost their stores: every number of the result is written once.
#pragma once

#include <etch/kernel/pack.hpp>

#include <concepts>
#include <cstddef>

namespace etch::kernel {

/// `c[m][n] (+)= a[m] b[n]` for `Rows` rows; the last pack of a row may overlap the one before.
template <std::size_t N, std::size_t Rows, bool Accumulate, std::floating_point T>
[[gnu::always_inline]] inline void scaled_rows(T* c, const T* a, const T* b) noexcept {
  constexpr std::size_t whole = N - N % lanes<T>;
  pack<T> left[Rows], last[Rows]{};
  for (std::size_t m = 0; m < Rows; ++m) left[m] = broadcast<pack<T>>(a[m]);
  // A sum that two packs share is made from what was there before either.
  if constexpr (Accumulate && whole != N)
    for (std::size_t m = 0; m < Rows; ++m) last[m] = load(c + m * N + N - lanes<T>);
  const auto put = [&](std::size_t n, auto before) __attribute__((always_inline)) {
    const pack<T> right = load(b + n);
#pragma GCC unroll 4
    for (std::size_t m = 0; m < Rows; ++m) {
      T* const to = c + m * N + n;
      store(to, Accumulate ? before(m, to) + left[m] * right : left[m] * right);
    }
  };
#pragma GCC unroll 16
  for (std::size_t n = 0; n < whole; n += lanes<T>)
    put(n, [](std::size_t, const T* to) __attribute__((always_inline)) { return load(to); });
  if constexpr (whole != N)
    put(N - lanes<T>,
        [&](std::size_t m, const T*) __attribute__((always_inline)) { return last[m]; });
}

/// `C = a b^T`, or `C += a b^T` where `Accumulate`, for rows of at least a pack.
template <std::size_t N, bool Accumulate, std::floating_point T>
[[gnu::always_inline]] inline void outer_product_by_rows(std::size_t rows, T* c, const T* a,
                                                         const T* b) noexcept {
  std::size_t m = 0;
  for (; m + 2 <= rows; m += 2) scaled_rows<N, 2, Accumulate>(c + m * N, a + m, b);
  if (m < rows) scaled_rows<N, 1, Accumulate>(c + m * N, a + m, b);
}

}  // namespace etch::kernel
