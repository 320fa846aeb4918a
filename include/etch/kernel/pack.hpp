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

/// `Lanes` elements of type `T`, a power of two and fewer than a pack's: a part of a pack.
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

/// Lanes `First` to `Last` of the first, the others of the second of two vectors of `Lanes`.
template <std::size_t First, std::size_t Last, std::size_t Lanes>
struct blended {
  static constexpr int lane(std::size_t i) {
    return static_cast<int>(i >= First && i < Last ? i : Lanes + i);
  }
};

/// `Count` elements from two parts of `Lanes` lanes, which begin at the first and end with the
/// last of them; behind these repeats the first.
template <std::size_t Lanes, std::size_t Count>
struct joined {
  static constexpr int lane(std::size_t i) {
    if (i < Lanes) return static_cast<int>(i);
    return static_cast<int>(i < Count ? i + 2 * Lanes - Count : 0);
  }
};

/// `Lanes` lanes of `v` from lane `First` on.
template <std::size_t First, std::size_t Lanes, class V>
[[gnu::always_inline]] inline auto lanes_from(V v) noexcept {
  return shuffle<repeated<First, Lanes>>(v, v, std::make_index_sequence<Lanes>());
}

/// The first `Count` lanes from memory, in the others elements read before; reads nothing past
/// `from + Count`.
template <std::size_t Count, std::floating_point T>
[[gnu::always_inline]] inline pack<T> load_first(const T* from) noexcept {
  constexpr std::make_index_sequence<lanes<T>> all;
  if constexpr (Count == lanes<T>) {
    return load(from);
  } else if constexpr (Count == 1) {
    return broadcast<pack<T>>(*from);
  } else if constexpr (Count < 4 && sizeof(T) == 4) {
    // Parts of 8 bytes would go through memory (g++ 12).
    const part<T, 4> few{from[0], from[1], from[Count - 1], from[0]};
    return shuffle<repeated<0, 4>>(few, few, all);
  } else {
    constexpr std::size_t n = std::bit_floor(Count);
    part<T, n> low, high;
    std::memcpy(&low, from, sizeof low);
    std::memcpy(&high, from + Count - n, sizeof high);
    return shuffle<joined<n, Count>>(low, high, all);
  }
}

/// The first `Count` lanes to memory; writes nothing past `to + Count`.
template <std::size_t Count, std::floating_point T>
[[gnu::always_inline]] inline void store_first(T* to, pack<T> v) noexcept {
  if constexpr (Count == lanes<T>) {
    store(to, v);
  } else if constexpr (Count == 1) {
    *to = v[0];
  } else {
    constexpr std::size_t n = std::bit_floor(Count);
    const part<T, n> low = lanes_from<0, n>(v), high = lanes_from<Count - n, n>(v);
    std::memcpy(to, &low, sizeof low);
    std::memcpy(to + Count - n, &high, sizeof high);
  }
}

}  // namespace etch::kernel
