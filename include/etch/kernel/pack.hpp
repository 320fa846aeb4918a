// SPDX-License-Identifier: BSL-1.0
/// Packs: the compiler's vector extensions, as wide as the target, and the few moves kernels
/// need.
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <utility>

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

template <std::floating_point T, std::size_t Lanes>
struct part_of {
  using type [[gnu::vector_size(Lanes * sizeof(T))]] = T;
};

/// `Lanes` elements of type `T`, a power of two, at most a pack's: a part of a pack.
template <std::floating_point T, std::size_t Lanes>
using part = typename part_of<T, Lanes>::type;

/// Lanes chosen from those of `a` and, counted on, those of `b`: lane `i` is `From::lane(i)`.
template <class From, class V, std::size_t... I>
[[gnu::always_inline]] inline auto shuffle(V a, V b, std::index_sequence<I...>) noexcept {
  return __builtin_shufflevector(a, b, From::lane(I)...);
}

/// From `First` on, again and again the same `Count` lanes.
template <std::size_t First, std::size_t Count>
struct repeated {
  static constexpr int lane(std::size_t i) { return static_cast<int>(First + i % Count); }
};

/// The first `Count` lanes of the first, the others of the second of two vectors of `Lanes`.
template <std::size_t Count, std::size_t Lanes>
struct blended {
  static constexpr int lane(std::size_t i) {
    return static_cast<int>(i < Count ? i : Lanes + i);
  }
};

/// `Lanes` lanes of `v` from lane `First` on.
template <std::size_t First, std::size_t Lanes, class V>
[[gnu::always_inline]] inline auto lanes_from(V v) noexcept {
  return shuffle<repeated<First, Lanes>>(v, v, std::make_index_sequence<Lanes>());
}

/// `Count` elements in a vector of `Lanes`, in the other lanes some of them again. They are
/// read in parts of 2^n, each once, as `store_lanes` writes them: a processor hands on what it
/// has just written to who reads the same part, and else waits until it is in the cache.
template <std::size_t Lanes, std::size_t Count, std::floating_point T>
[[gnu::always_inline]] inline part<T, Lanes> load_lanes(const T* from) noexcept {
  using V = part<T, Lanes>;
  constexpr std::size_t half = Lanes / 2;
  if constexpr (Count == Lanes) {
    V v;
    std::memcpy(&v, from, sizeof v);
    return v;
  } else if constexpr (Count == 1) {
    return *from - V{};
  } else if constexpr (sizeof(V) == 16) {
    // Two floats as a double: parts of 8 bytes would go through memory (g++ 12).
    double two;
    std::memcpy(&two, from, sizeof two);
    V v = std::bit_cast<V>(part<double, 2>{two, two});
    if constexpr (Count == 3) v[2] = from[2];
    return v;
  } else {
    constexpr std::make_index_sequence<Lanes> all;
    constexpr std::size_t low_count = Count < half ? Count : half;
    const auto low = load_lanes<half, low_count>(from);
    if constexpr (Count <= half)
      return shuffle<repeated<0, half>>(low, low, all);
    else
      return shuffle<repeated<0, Lanes>>(low, load_lanes<half, Count - half>(from + half), all);
  }
}

/// Lanes `First` to `First + Count` of `v` to memory, in parts of 2^n; writes nothing else.
template <std::size_t First, std::size_t Count, std::floating_point T, class V>
[[gnu::always_inline]] inline void store_lanes(T* to, V v) noexcept {
  constexpr std::size_t n = std::bit_floor(Count);
  if constexpr (n == 1) {
    *to = v[First];
  } else if constexpr (n * sizeof(T) == 8) {
    const auto quad =
        shuffle<repeated<First, n>>(v, v, std::make_index_sequence<16 / sizeof(T)>());
    const double two = std::bit_cast<part<double, 2>>(quad)[0];
    std::memcpy(to, &two, sizeof two);
  } else {
    const auto low = lanes_from<First, n>(v);
    std::memcpy(to, &low, sizeof low);
  }
  if constexpr (Count > n) store_lanes<First + n, Count - n>(to + n, v);
}

}  // namespace etch::kernel
