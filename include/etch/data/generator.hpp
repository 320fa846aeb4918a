// SPDX-License-Identifier: BSL-1.0
/// Random numbers that are the same on every compiler and standard library.
#pragma once

#include <bit>
#include <concepts>
#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>

namespace etch::data {

/// A seeded generator of 32 random bits at a time: PCG32 (XSH RR 64/32). The stream is one of
/// its constants; for independent sequences take different seeds, not just different streams.
///
/// Source  O'Neill, PCG: a family of simple fast space-efficient statistically good
///         algorithms for random number generation, HMC-CS-2014-0905.
class generator {
 public:
  using result_type = std::uint32_t;
  static constexpr std::uint64_t default_stream = 721347520444481703u;

  constexpr explicit generator(std::uint64_t seed, std::uint64_t stream = default_stream)
      : increment_(stream << 1 | 1) {
    advance();
    state_ += seed;
    advance();
  }

  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }

  constexpr result_type operator()() {
    const std::uint64_t old = state_;
    advance();
    const auto folded = static_cast<std::uint32_t>((old >> 18 ^ old) >> 27);
    return std::rotr(folded, static_cast<int>(old >> 59));
  }

  constexpr bool operator==(const generator&) const = default;

 private:
  constexpr void advance() { state_ = state_ * 6364136223846793005u + increment_; }

  std::uint64_t state_ = 0;
  std::uint64_t increment_;
};

/// A source of 32 random bits at a time: `generator`, `std::mt19937`.
template <class Rng>
concept RandomBits =
    std::unsigned_integral<std::invoke_result_t<Rng&>> && Rng::min() == 0 &&
    Rng::max() == std::numeric_limits<std::uint32_t>::max();

/// A number below `bound`, each with the same probability.
///
/// Source  Lemire, Fast random integer generation in an interval, arXiv:1805.10941,
///         algorithm 5.
template <RandomBits Rng>
constexpr std::uint32_t below(std::uint32_t bound, Rng& rng) {
  const auto draw = [&] { return std::uint64_t{static_cast<std::uint32_t>(rng())} * bound; };
  std::uint64_t product = draw();
  if (static_cast<std::uint32_t>(product) < bound) {
    const std::uint32_t rejected = (0u - bound) % bound;
    while (static_cast<std::uint32_t>(product) < rejected) product = draw();
  }
  return static_cast<std::uint32_t>(product >> 32);
}

/// Writes a random permutation of the numbers below `order.size()`. It depends on nothing but
/// the generator: what was in `order` does not matter.
///
/// Domain  at most 2^32 - 1 numbers.
/// Source  Knuth, The art of computer programming 2, section 3.4.2, algorithm P.
template <RandomBits Rng>
constexpr void permute(std::span<std::uint32_t> order, Rng& rng) {
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    const std::uint32_t place = below(i + 1, rng);
    order[i] = order[place];
    order[place] = i;
  }
}

}  // namespace etch::data
