// SPDX-License-Identifier: BSL-1.0
/// Single instructions: sum and product, the lesser, the greater, the root, whether there is
/// any.
#pragma once

#include <etch/kernel/pack.hpp>

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace etch::math::machine {

/// Whether a product and the sum it stands in are rounded once, together: compilers see to it
/// where the machine can, unless they are told not to.
#if defined(__FMA__) || defined(__ARM_FEATURE_FMA) || defined(__FP_FAST_FMA)
inline constexpr bool fuses = true;
#else
inline constexpr bool fuses = false;
#endif

/// `c + a b` of numbers or vectors, rounded once where the machine can. Said outright, for
/// compilers fuse as it suits the code around: how many rows a tile has would decide what a
/// row's sum is. (g++ takes sums that wait for each other apart for some processors.)
template <class V>
[[gnu::always_inline]] inline V fused(V a, V b, V c) noexcept {
  if constexpr (!fuses) {
    return c + a * b;
  } else if constexpr (std::same_as<V, float>) {
    return __builtin_fmaf(a, b, c);
  } else if constexpr (std::same_as<V, double>) {
    return __builtin_fma(a, b, c);
  } else {
#if defined(__clang__)
#pragma clang fp contract(fast)
    // By a builtin, clang 19 would load more ahead than there are registers.
    return c + a * b;
#elif defined(__x86_64__)
    constexpr bool single = sizeof a[0] == sizeof(float);
    if constexpr (sizeof a == 64 && single)
      return __builtin_ia32_vfmaddps512_mask(a, b, c, -1, 4);
    else if constexpr (sizeof a == 64)
      return __builtin_ia32_vfmaddpd512_mask(a, b, c, 0xff, 4);
    else if constexpr (sizeof a == 32 && single)
      return __builtin_ia32_vfmaddps256(a, b, c);
    else if constexpr (sizeof a == 32)
      return __builtin_ia32_vfmaddpd256(a, b, c);
    else if constexpr (single)
      return __builtin_ia32_vfmaddps(a, b, c);
    else
      return __builtin_ia32_vfmaddpd(a, b, c);
#else
    return c + a * b;
#endif
  }
}

#if defined(__x86_64__) && !defined(__clang__)

// g++ 12 makes a comparison and a choice of `a < b ? a : b` for packs, and of roots a call of
// libm where they set errno, lane by lane. To go with the first g++ that does without.

template <kernel::Pack V>
[[gnu::always_inline]] inline V lesser(V a, V b) noexcept {
  constexpr bool single = std::same_as<V, kernel::pack<float>>;
  if constexpr (sizeof a == 64 && single)
    return __builtin_ia32_minps512_mask(a, b, a, -1, 4);
  else if constexpr (sizeof a == 64)
    return __builtin_ia32_minpd512_mask(a, b, a, 0xff, 4);
  else if constexpr (sizeof a == 32 && single)
    return __builtin_ia32_minps256(a, b);
  else if constexpr (sizeof a == 32)
    return __builtin_ia32_minpd256(a, b);
  else if constexpr (single)
    return __builtin_ia32_minps(a, b);
  else
    return __builtin_ia32_minpd(a, b);
}

template <kernel::Pack V>
[[gnu::always_inline]] inline V greater(V a, V b) noexcept {
  constexpr bool single = std::same_as<V, kernel::pack<float>>;
  if constexpr (sizeof a == 64 && single)
    return __builtin_ia32_maxps512_mask(a, b, a, -1, 4);
  else if constexpr (sizeof a == 64)
    return __builtin_ia32_maxpd512_mask(a, b, a, 0xff, 4);
  else if constexpr (sizeof a == 32 && single)
    return __builtin_ia32_maxps256(a, b);
  else if constexpr (sizeof a == 32)
    return __builtin_ia32_maxpd256(a, b);
  else if constexpr (single)
    return __builtin_ia32_maxps(a, b);
  else
    return __builtin_ia32_maxpd(a, b);
}

template <kernel::Pack V>
[[gnu::always_inline]] inline V sqrt(V x) noexcept {
  constexpr bool single = std::same_as<V, kernel::pack<float>>;
  if constexpr (sizeof x == 64 && single)
    return __builtin_ia32_sqrtps512_mask(x, x, -1, 4);
  else if constexpr (sizeof x == 64)
    return __builtin_ia32_sqrtpd512_mask(x, x, -1, 4);
  else if constexpr (sizeof x == 32 && single)
    return __builtin_ia32_sqrtps256(x);
  else if constexpr (sizeof x == 32)
    return __builtin_ia32_sqrtpd256(x);
  else if constexpr (single)
    return __builtin_ia32_sqrtps(x);
  else
    return __builtin_ia32_sqrtpd(x);
}

[[gnu::always_inline]] inline float sqrt(float x) noexcept {
  [[gnu::vector_size(16)]] float lanes = {x};
  return __builtin_ia32_sqrtss(lanes)[0];
}
[[gnu::always_inline]] inline double sqrt(double x) noexcept {
  [[gnu::vector_size(16)]] double lanes = {x};
  return __builtin_ia32_sqrtsd(lanes)[0];
}

#else

template <kernel::Pack V>
[[gnu::always_inline]] inline V lesser(V a, V b) noexcept {
  return a < b ? a : b;
}

template <kernel::Pack V>
[[gnu::always_inline]] inline V greater(V a, V b) noexcept {
  return a > b ? a : b;
}

[[gnu::always_inline]] inline float sqrt(float x) noexcept { return __builtin_sqrtf(x); }
[[gnu::always_inline]] inline double sqrt(double x) noexcept { return __builtin_sqrt(x); }

template <kernel::Pack V>
[[gnu::always_inline]] inline V sqrt(V x) noexcept {
#if __has_builtin(__builtin_elementwise_sqrt)
  return __builtin_elementwise_sqrt(x);
#else
  for (std::size_t i = 0; i != sizeof x / sizeof x[0]; ++i) x[i] = machine::sqrt(x[i]);
  return x;
#endif
}

#endif

/// Whether `mask`, the comparison of two packs, holds in some lane.
template <class Mask>
[[gnu::always_inline]] inline bool any(Mask mask) noexcept {
#if __has_builtin(__builtin_reduce_or)
  return __builtin_reduce_or(mask) != 0;
#else
#if defined(__x86_64__)
  if constexpr (sizeof mask == 32)
    return __builtin_ia32_movmskps256(std::bit_cast<kernel::pack<float>>(mask)) != 0;
  else if constexpr (sizeof mask == 16)
    return __builtin_ia32_movmskps(std::bit_cast<kernel::pack<float>>(mask)) != 0;
#endif
  // Lanes that are named stay in registers.
  return [&]<std::size_t... I>(std::index_sequence<I...>) {
    const auto all = std::bit_cast<kernel::pack<std::uint64_t>>(mask);
    return (all[I] | ...) != 0;
  }(std::make_index_sequence<sizeof mask / sizeof(std::uint64_t)>());
#endif
}

}  // namespace etch::math::machine
