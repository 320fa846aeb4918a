// SPDX-License-Identifier: BSL-1.0
/// Elements that follow from their places.
#pragma once

#include <etch/math/splitmix64.hpp>

#include <bit>
#include <cstdint>

namespace etch::kernel {

/// A number uniform in [0, 1) for each place of a seed's sequence, of which there are many
/// streams: the same for float and double but for the digits that float lacks, for any target,
/// tiling and number of threads.
template <class T, std::uint64_t Stream>
constexpr T uniform(double seed, std::uint64_t place) {
  const std::uint64_t first =
      std::bit_cast<std::uint64_t>(seed) ^ math::splitmix64::mixed(Stream);
  const std::uint64_t before = first + place * math::splitmix64::step;
  const std::uint64_t z = math::splitmix64{before}();
  constexpr int digits = sizeof(T) == 4 ? 24 : 53;
  return static_cast<T>(z >> (64 - digits)) / static_cast<T>(std::uint64_t{1} << digits);
}

}  // namespace etch::kernel
