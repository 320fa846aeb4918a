// SPDX-License-Identifier: BSL-1.0
/// Outer products, which cost their stores: every number of the result is written once.
#pragma once

#include <etch/kernel/pack.hpp>
#include <etch/math/machine.hpp>

#include <concepts>
#include <cstddef>

namespace etch::kernel {

/// `C = a b^T`, or `C += a b^T` where `Accumulate`, for rows of at least a pack.
template <std::size_t N, bool Accumulate, std::floating_point T>
[[gnu::always_inline]] inline void outer_product_by_rows(std::size_t rows, T* c, const T* a,
                                                         const T* b) noexcept {
  using math::machine::fused;
  constexpr std::size_t rest = N % lanes<T>, whole = N - rest;
  for (std::size_t m = 0; m < rows; ++m) {
    const pack<T> left = broadcast<pack<T>>(a[m]);
    T* const row = c + m * N;
#pragma GCC unroll 16
    for (std::size_t n = 0; n < whole; n += lanes<T>) {
      const pack<T> right = load(b + n);
      store(row + n, Accumulate ? fused(left, right, load(row + n)) : left * right);
    }
    if constexpr (rest != 0) {
      const pack<T> right = load_lanes<lanes<T>, rest>(b + whole);
      T* const end = row + whole;
      store_lanes<0, rest>(
          end, Accumulate ? fused(left, right, load_lanes<lanes<T>, rest>(end)) : left * right);
    }
  }
}

}  // namespace etch::kernel
