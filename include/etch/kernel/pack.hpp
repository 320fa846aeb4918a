// SPDX-License-Identifier: BSL-1.0
/// Packs: the compiler's vector extensions, as wide as the target, and the few moves kernels
/// need.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace etch::kernel {

/// Bytes of one pack: 64 with AVX-512, 32 with AVX, 16 elsewhere (SSE2, NEON, or the compiler's
/// own lowering to scalars).
#if defined(__AVX512F__)
inline constexpr std::size_t pack_bytes = 64;
#elif defined(__AVX__)
inline constexpr std::size_t pack_bytes = 32;
#else
inline constexpr std::size_t pack_bytes = 16;
#endif

/// Elements of type `T` in one pack.
template <std::floating_point T>
inline constexpr std::size_t lanes = pack_bytes / sizeof(T);

template <class T>
struct pack_of {
  using type [[gnu::vector_size(pack_bytes)]] = T;
};

/// `lanes<T>` elements of type `T` in one register. Arithmetic and comparison are the
/// compiler's.
template <class T>
using pack = typename pack_of<T>::type;

template <class V>
concept Pack = std::same_as<V, pack<float>> || std::same_as<V, pack<double>>;

/// Every lane holds `x`. (`x - V{}` and not `V{} + x`: `0 + x` is a real addition, `x - 0` is
/// none.)
template <Pack V, class T>
[[gnu::always_inline]] inline V broadcast(T x) noexcept {
  return x - V{};
}

template <std::floating_point T>
[[gnu::always_inline]] inline pack<T> load(const T* from) noexcept {
  pack<T> v;
  std::memcpy(&v, from, sizeof v);
  return v;
}

template <std::floating_point T>
[[gnu::always_inline]] inline void store(T* to, pack<T> v) noexcept {
  std::memcpy(to, &v, sizeof v);
}

/// The first `count` lanes from memory, zeros behind them; reads nothing past `from + count`.
/// There are `count` lanes. (g++ is told, for it warns of impossible counts it has made up.)
template <std::floating_point T>
[[gnu::always_inline]] inline pack<T> load(const T* from, std::size_t count) noexcept {
  if (count > lanes<T>) __builtin_unreachable();
  pack<T> v{};
  std::memcpy(&v, from, count * sizeof(T));
  return v;
}

/// The first `count` lanes to memory; writes nothing past `to + count`.
template <std::floating_point T>
[[gnu::always_inline]] inline void store(T* to, pack<T> v, std::size_t count) noexcept {
  if (count > lanes<T>) __builtin_unreachable();
  std::memcpy(to, &v, count * sizeof(T));
}

}  // namespace etch::kernel
