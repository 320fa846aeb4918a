// SPDX-License-Identifier: BSL-1.0
/// Outer products, which cost their stores: every number of the result is written once.
#pragma once

#include <etch/kernel/pack.hpp>

#include <concepts>
#include <cstddef>
#include <type_traits>

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
  const auto put = [&](std::size_t n, auto before) {
    const pack<T> right = load(b + n);
#pragma GCC unroll 4
    for (std::size_t m = 0; m < Rows; ++m) {
      T* const to = c + m * N + n;
      store(to, Accumulate ? before(m, to) + left[m] * right : left[m] * right);
    }
  };
#pragma GCC unroll 16
  for (std::size_t n = 0; n < whole; n += lanes<T>)
    put(n, [](std::size_t, const T* to) { return load(to); });
  if constexpr (whole != N) put(N - lanes<T>, [&](std::size_t m, const T*) { return last[m]; });
}

/// `C = a b^T`, or `C += a b^T` where `Accumulate`. C is row-major and overlaps no other.
///
/// Shape   C `[M x N]`; a `[M]`; b `[N]`, at least a pack.
template <std::floating_point T, std::size_t M, std::size_t N, bool Accumulate>
constexpr void outer_product_by_rows(T* c, const T* a, const T* b) noexcept {
  if (std::is_constant_evaluated()) {
    for (std::size_t m = 0; m < M; ++m)
      for (std::size_t n = 0; n < N; ++n)
        c[m * N + n] = a[m] * b[n] + (Accumulate ? c[m * N + n] : T{});
  } else {
    std::size_t m = 0;
    for (; m + 2 <= M; m += 2) scaled_rows<N, 2, Accumulate>(c + m * N, a + m, b);
    if constexpr (M % 2 != 0) scaled_rows<N, 1, Accumulate>(c + m * N, a + m, b);
  }
}

}  // namespace etch::kernel
