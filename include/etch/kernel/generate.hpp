// SPDX-License-Identifier: BSL-1.0
/// Elements that follow from their places.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace etch::kernel {

/// A number uniform in [0, 1) for each place of a seed's sequence: the same for float and
/// double but for the digits that float lacks, for any target, tiling and number of threads.
///
/// Source  SplitMix64: Steele, Lea & Flood, Fast splittable pseudorandom number generators,
///         OOPSLA 2014.
template <class T>
constexpr T uniform(double seed, std::uint64_t place) {
  std::uint64_t z = std::bit_cast<std::uint64_t>(seed) + (place + 1) * 0x9E3779B97F4A7C15u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  z ^= z >> 31;
  constexpr int digits = sizeof(T) == 4 ? 24 : 53;
  return static_cast<T>(z >> (64 - digits)) / static_cast<T>(std::uint64_t{1} << digits);
}

}  // namespace etch::kernel
