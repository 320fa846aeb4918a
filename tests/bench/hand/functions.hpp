// SPDX-License-Identifier: BSL-1.0
/// exp and tanh of doubles for the gradients written by hand: the C library's, and four at a
/// time.
#pragma once

#ifdef __AVX__
#include <immintrin.h>
#endif

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstring>

namespace bench::hand {

using std::size_t;

using d4 [[gnu::vector_size(32)]] = double;
using pair [[gnu::vector_size(16)]] = double;
using l4 [[gnu::vector_size(32)]] = long long;

[[gnu::always_inline]] inline d4 load(const double* from) {
  d4 v;
  std::memcpy(&v, from, sizeof v);
  return v;
}
[[gnu::always_inline]] inline void store(double* to, d4 v) { std::memcpy(to, &v, sizeof v); }

/// `x` in all lanes. Not `x + d4{}`, which is an addition: -0 + 0 is 0.
[[gnu::always_inline]] inline d4 all(double x) { return x - d4{}; }

/// g++ 12 makes two instructions, a comparison and a choice, of a conditional; remove when it
/// makes one.
[[gnu::always_inline]] inline d4 greater(d4 a, d4 b) {
#ifdef __AVX__
  return _mm256_max_pd(a, b);
#else
  return a > b ? a : b;
#endif
}
[[gnu::always_inline]] inline d4 lesser(d4 a, d4 b) {
#ifdef __AVX__
  return _mm256_min_pd(a, b);
#else
  return a < b ? a : b;
#endif
}

[[gnu::always_inline]] inline double sum(d4 v) {
  const pair two = __builtin_shufflevector(v, v, 0, 1) + __builtin_shufflevector(v, v, 2, 3);
  return two[0] + two[1];
}
[[gnu::always_inline]] inline double greatest(d4 v) {
  v = greater(v, __builtin_shufflevector(v, v, 2, 3, 2, 3));
  return v[0] > v[1] ? v[0] : v[1];
}

/// The C library's, one number after the other: of the first `Lanes` numbers.
struct libm {
  template <size_t Lanes, size_t Packs>
  [[gnu::always_inline]] static void exp(d4 (&x)[Packs]) {
    one_by_one<Lanes>(x, [](double v) { return std::exp(v); });
  }
  template <size_t Lanes, size_t Packs>
  [[gnu::always_inline]] static void tanh(d4 (&x)[Packs]) {
    one_by_one<Lanes>(x, [](double v) { return std::tanh(v); });
  }

 private:
  template <size_t Lanes, size_t Packs, class F>
  [[gnu::always_inline]] static void one_by_one(d4 (&x)[Packs], F f) {
    alignas(32) double numbers[4 * Packs];
    for (size_t p = 0; p < Packs; ++p) store(numbers + 4 * p, x[p]);
    for (size_t i = 0; i < Lanes; ++i) numbers[i] = f(numbers[i]);
    for (size_t p = 0; p < Packs; ++p) x[p] = load(numbers + 4 * p);
  }
};

/// Four at a time, within 2 ulp; the arguments are moderate, as a network's are.
struct vectors {
  template <size_t Lanes, size_t Packs>
  [[gnu::always_inline]] static void exp(d4 (&x)[Packs]) {
#pragma GCC unroll 4
    for (d4& v : x) {
      const reduced r = reduce(greater(v, all(-708)));
      v = r.scale + r.scale * r.rest;
    }
  }
  template <size_t Lanes, size_t Packs>
  [[gnu::always_inline]] static void tanh(d4 (&x)[Packs]) {
#pragma GCC unroll 4
    for (d4& v : x) {
      const reduced r = reduce(2 * lesser(greater(v, all(-20)), all(20)));
      const d4 expm1 = r.scale * r.rest + (r.scale - 1);
      v = expm1 / (expm1 + 2);
    }
  }

 private:
  /// exp(x) = scale (1 + rest).
  struct reduced {
    d4 scale, rest;
  };
  /// `scale` is a power of two and |r| <= ln(2) / 2. Adding 1.5 2^52 rounds to a whole number,
  /// which then stands in the lowest bits. Taylor's series, in three chains.
  [[gnu::always_inline]] static reduced reduce(d4 x) {
    const d4 shift = all(0x1.8p52);
    const d4 shifted = x * 0x1.71547652b82fep0 + shift, whole = shifted - shift;
    d4 r = x - whole * 0x1.62e42fefa3800p-1;
    r = r - whole * 0x1.ef35793c76730p-45;
    const d4 s = r * r, t = s * s;
    d4 low = r * (1 / 6.) + 1 / 2.;
    d4 middle = r * (1 / 120.) + 1 / 24.;
    middle = s * (r * (1 / 5040.) + 1 / 720.) + middle;
    d4 high = r * (1 / 362880.) + 1 / 40320.;
    high = s * (r * (1 / 39916800.) + 1 / 3628800.) + high;
    high = t * (r * (1 / 6227020800.) + 1 / 479001600.) + high;
    low = s * (t * high + middle) + low;
    return {std::bit_cast<d4>((std::bit_cast<l4>(shifted) << 52) + (1023LL << 52)),
            s * low + r};
  }
};

}  // namespace bench::hand
