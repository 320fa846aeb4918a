// SPDX-License-Identifier: BSL-1.0
/// Random bits from a counter.
#pragma once

#include <cstdint>

namespace etch::math {

/// 64 random bits a call; every state is a good seed.
///
/// Source  Steele, Lea & Flood, Fast splittable pseudorandom number generators, OOPSLA 2014;
///         the mixer is variant 13 of D. Stafford, Better bit mixing, 2011.
struct splitmix64 {
  static constexpr std::uint64_t step = 0x9e3779b97f4a7c15u;

  std::uint64_t state = 0;

  static constexpr std::uint64_t mixed(std::uint64_t z) noexcept {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }

  constexpr std::uint64_t operator()() noexcept {
    state += step;
    return mixed(state);
  }
};

}  // namespace etch::math
