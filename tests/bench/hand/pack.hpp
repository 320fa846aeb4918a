// SPDX-License-Identifier: BSL-1.0
/// Eight floats at once, for the networks written by hand.
#pragma once

#ifdef __AVX__
#include <immintrin.h>
#endif

#include <bit>
#include <cstddef>
#include <cstring>

namespace bench::hand {

using std::size_t;

using v8 [[gnu::vector_size(32)]] = float;
using v4 [[gnu::vector_size(16)]] = float;
using i8 [[gnu::vector_size(32)]] = int;

[[gnu::always_inline]] inline v8 load(const float* from) {
  v8 v;
  std::memcpy(&v, from, sizeof v);
  return v;
}
[[gnu::always_inline]] inline void store(float* to, v8 v) { std::memcpy(to, &v, sizeof v); }

/// `x` in all lanes. Not `x + v8{}`, which is an addition: -0 + 0 is 0.
[[gnu::always_inline]] inline v8 all(float x) { return x - v8{}; }

/// g++ 12 makes two instructions, a comparison and a choice, of a conditional; remove when it
/// makes one.
[[gnu::always_inline]] inline v8 greater(v8 a, v8 b) {
#ifdef __AVX__
  return _mm256_max_ps(a, b);
#else
  return a > b ? a : b;
#endif
}
[[gnu::always_inline]] inline v8 lesser(v8 a, v8 b) {
#ifdef __AVX__
  return _mm256_min_ps(a, b);
#else
  return a < b ? a : b;
#endif
}

[[gnu::always_inline]] inline v8 relu(v8 x) { return greater(x, v8{}); }

/// The rational function of degrees 13 and 6 in which Eigen 3.4 has it: within 4.4 ulp.
[[gnu::always_inline]] inline v8 tanh(v8 x) {
  x = lesser(greater(x, all(-7.90531110763549805f)), all(7.90531110763549805f));
  const v8 s = x * x;
  v8 p = s * -2.76076847742355e-16f + 2.00018790482477e-13f;
  p = p * s + -8.60467152213735e-11f;
  p = p * s + 5.12229709037114e-08f;
  p = p * s + 1.48572235717979e-05f;
  p = p * s + 6.37261928875436e-04f;
  p = p * s + 4.89352455891786e-03f;
  v8 q = s * 1.19825839466702e-06f + 1.18534705686654e-04f;
  q = q * s + 2.26843463243900e-03f;
  q = q * s + 4.89352518554385e-03f;
  return x * p / q;
}
[[gnu::always_inline]] inline v8 sigmoid(v8 x) { return tanh(x * 0.5f) * 0.5f + 0.5f; }

/// For x <= 0, as softmax needs it; below -87 as if it were -87. Adding 1.5 2^23 rounds to a
/// whole number, which then stands in the lowest bits.
[[gnu::always_inline]] inline v8 exp(v8 x) {
  const v8 shift = all(0x1.8p23f);
  x = greater(x, all(-87.f));
  const v8 shifted = x * 1.44269504f + shift;
  const v8 whole = shifted - shift;
  v8 r = x - whole * 0.693359375f;
  r = r + whole * 2.12194440e-4f;
  v8 p = r * 1.9875691500e-4f + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * (r * r) + (r + 1.f);
  return p * std::bit_cast<v8>((std::bit_cast<i8>(shifted) << 23) + (127 << 23));
}

[[gnu::always_inline]] inline float sum(v8 v) {
  const v4 four =
      __builtin_shufflevector(v, v, 0, 1, 2, 3) + __builtin_shufflevector(v, v, 4, 5, 6, 7);
  const v4 two = four + __builtin_shufflevector(four, four, 2, 3, 2, 3);
  return two[0] + two[1];
}
[[gnu::always_inline]] inline float greatest(v8 v) {
  v = greater(v, __builtin_shufflevector(v, v, 4, 5, 6, 7, 4, 5, 6, 7));
  v = greater(v, __builtin_shufflevector(v, v, 2, 3, 2, 3, 2, 3, 2, 3));
  return v[0] > v[1] ? v[0] : v[1];
}

/// Sixteen logits of which the first ten count, to probabilities; zeros behind.
[[gnu::always_inline]] inline void softmax_of_ten(v8& low, v8& high) {
  const v8 ten = all(-1e30f);
  high = __builtin_shufflevector(high, ten, 0, 1, 10, 11, 12, 13, 14, 15);
  const v8 top = all(greatest(greater(low, high)));
  low = exp(low - top);
  high = __builtin_shufflevector(exp(high - top), v8{}, 0, 1, 10, 11, 12, 13, 14, 15);
  const float scale = 1 / sum(low + high);
  low *= scale;
  high *= scale;
}
[[gnu::always_inline]] inline void store_ten(float* to, v8 low, v8 high) {
  store(to, low);
  std::memcpy(to + 8, &high, 2 * sizeof(float));
}

}  // namespace bench::hand
