// SPDX-License-Identifier: BSL-1.0
/// Outer products, which cost their stores: every number of the result is written once.
#pragma once

#include <etch/kernel/pack.hpp>

#include <concepts>
#include <cstddef>
#include <type_traits>

namespace etch::kernel {

/// `c[n] (+)= a b[n]`, row by row; the last pack of a row may overlap the one before.
template <std::size_t N, bool Accumulate, std::floating_point T>
[[gnu::always_inline]] inline void scaled_row(T* c, T a, const T* b) noexcept {
  const pack<T> left = broadcast<pack<T>>(a);
  constexpr std::size_t whole = N - N % lanes<T>;
  // A sum that two packs share is made from what was there before either.
  pack<T> last{};
  if constexpr (Accumulate && whole != N && N > lanes<T>) last = load(c + N - lanes<T>);
#pragma GCC unroll 16
  for (std::size_t n = 0; n < whole; n += lanes<T>) {
    if constexpr (Accumulate)
      store(c + n, load(c + n) + left * load(b + n));
    else
      store(c + n, left * load(b + n));
  }
  if constexpr (whole == N) {
    return;
  } else if constexpr (N > lanes<T>) {
    const pack<T> product = left * load(b + N - lanes<T>);
    store(c + N - lanes<T>, Accumulate ? last + product : product);
  } else {
    const pack<T> product = left * load_first<N>(b);
    store_first<N>(c, Accumulate ? load_first<N>(c) + product : product);
  }
}

/// `C = a b^T`, or `C += a b^T` where `Accumulate`. C is row-major and overlaps no other.
///
/// Shape   C `[M x N]`; a `[M]`; b `[N]`.
template <std::floating_point T, std::size_t M, std::size_t N, bool Accumulate>
constexpr void outer_product(T* c, const T* a, const T* b) noexcept {
  if (std::is_constant_evaluated() || N == 1) {
    for (std::size_t m = 0; m < M; ++m)
      for (std::size_t n = 0; n < N; ++n)
        c[m * N + n] = a[m] * b[n] + (Accumulate ? c[m * N + n] : T{});
  } else {
    for (std::size_t m = 0; m < M; ++m) scaled_row<N, Accumulate>(c + m * N, a[m], b);
  }
}

}  // namespace etch::kernel
