// SPDX-License-Identifier: BSL-1.0
/// Random first values of parameters, the same bits on every compiler and standard library.
#pragma once

#include <etch/math/splitmix64.hpp>
#include <etch/math/sqrt.hpp>
#include <etch/tensor/first_value.hpp>
#include <etch/tensor/parameter_map.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace etch {

namespace draw {

using math::splitmix64;

/// The generator of one parameter: a function of the seed and the name alone.
constexpr splitmix64 generator_of(std::uint64_t seed, std::string_view name) noexcept {
  splitmix64 next{seed};
  for (const char letter : name) {
    next.state = next() ^ static_cast<unsigned char>(letter);
  }
  return {next()};
}

/// Uniform in (-1, 1): the 2^53 odd multiples of 2^-53, hence symmetric and never 0.
struct uniform {
  static constexpr double scale = 0x1p-53;

  /// The draw over `scale`, exactly.
  static constexpr std::int64_t multiple(splitmix64& next) noexcept {
    constexpr std::int64_t one = std::int64_t{1} << 53;
    return static_cast<std::int64_t>(next() >> 10 | 1) - one;
  }
};

/// Standard normal, by comparing uniform integers: no floating-point number, whose last bit the
/// compiler's use of fused operations would decide, has a say in which draw is taken.
///
/// Source  Karney, Sampling exactly from the normal distribution, arXiv:1303.6257, algorithms
/// N,
///         H and B; uniform deviates are cut to 56 bits.
struct normal {
  static constexpr int bits = 56;
  static constexpr double scale = 0x1p-56;

  static constexpr std::uint64_t deviate(splitmix64& next) noexcept {
    return next() >> (64 - bits);
  }

  /// True with probability `exp(-1/2)`: a run of deviates falling from 1/2 has even length.
  static constexpr bool exp_minus_half(splitmix64& next) noexcept {
    std::uint64_t last = std::uint64_t{1} << (bits - 1);
    for (bool even = true;; even = !even) {
      const std::uint64_t z = deviate(next);
      if (z >= last) return even;
      last = z;
    }
  }

  /// True with probability `exp(-x (2k + x) / (2k + 2))`: likewise, falling from `x`, where
  /// each step is also taken with probability `(2k + x) / (2k + 2)` only.
  static constexpr bool accepts(splitmix64& next, std::uint64_t k, std::uint64_t x) noexcept {
    const std::uint64_t numerator = (2 * k << bits) + x;
    std::uint64_t last = x;
    for (bool even = true;; even = !even) {
      const std::uint64_t z = deviate(next);
      if (z >= last || deviate(next) * (2 * k + 2) >= numerator) return even;
      last = z;
    }
  }

  static constexpr bool every(std::uint64_t count, auto event) {
    for (; count != 0; --count) {
      if (!event()) return false;
    }
    return true;
  }

  /// The draw over `scale`.
  static constexpr std::int64_t multiple(splitmix64& next) noexcept {
    const auto half = [&] { return exp_minus_half(next); };
    for (;;) {
      std::uint64_t k = 0;
      while (half()) ++k;
      if (k > 1 && !every(k * (k - 1), half)) continue;
      const std::uint64_t x = deviate(next);
      if (!every(k + 1, [&] { return accepts(next, k, x); })) continue;
      const std::int64_t size = static_cast<std::int64_t>((k << bits) + x);
      return next() >> 63 ? -size : size;
    }
  }
};

/// Numbers that one output is computed from, and outputs that one input has a part in.
template <class Tensor>
inline constexpr double fan_in = static_cast<double>(Tensor::size()) / Tensor::extents[0];
template <class Tensor>
inline constexpr double fan_out = static_cast<double>(Tensor::size()) / Tensor::extents[1];

/// Fills matrices with draws times `Spread{}(in, out)`, everything else with `first_value`.
template <class Distribution, class Spread, class T, class... Symbols>
constexpr void into(parameter_map<T, Symbols...>& theta, std::uint64_t seed, Spread) {
  theta.for_each([&]<class Symbol, class Tensor>(Symbol symbol, Tensor& values) {
    if constexpr (Tensor::extents.rank < 2) {
      values.fill(first_value<T>(symbol));
    } else {
      constexpr double unit = Spread{}(fan_in<Tensor>, fan_out<Tensor>)*Distribution::scale;
      splitmix64 next = generator_of(seed, Symbol::self.name);
      for (T& value : values) {
        value = static_cast<T>(static_cast<double>(Distribution::multiple(next)) * unit);
      }
    }
  });
}

}  // namespace draw

/// Matrices uniform in `+-sqrt(6 / (in + out))`; vectors and scalars are set to 0, the biases, or
/// to 1 where they are named `scale`.
///
/// A parameter's values depend on the seed and its own name and shape, so that they stay when
/// other parameters come and go. They are drawn as doubles and rounded to the map's scalar
/// type.
///
/// Shape   matrices are [out x in]; any further axes count towards both.
/// Source  Glorot & Bengio, AISTATS 2010, equation 16.
template <class T, class... Symbols>
constexpr void glorot_uniform(parameter_map<T, Symbols...>& theta, std::uint64_t seed) {
  draw::into<draw::uniform>(theta, seed,
                            [](double in, double out) { return math::sqrt(6 / (in + out)); });
}

/// Matrices normal with variance `2 / (in + out)`; vectors and scalars
/// as in `glorot_uniform`.
///
/// Source  Glorot & Bengio, AISTATS 2010, equation 12.
template <class T, class... Symbols>
constexpr void glorot_normal(parameter_map<T, Symbols...>& theta, std::uint64_t seed) {
  draw::into<draw::normal>(theta, seed,
                           [](double in, double out) { return math::sqrt(2 / (in + out)); });
}

/// Matrices uniform in `+-sqrt(6 / in)`, for layers before relu; vectors and scalars as in
/// `glorot_uniform`.
///
/// Source  He, Zhang, Ren & Sun, arXiv:1502.01852, equation 10: the variance is 2 / in.
template <class T, class... Symbols>
constexpr void he_uniform(parameter_map<T, Symbols...>& theta, std::uint64_t seed) {
  draw::into<draw::uniform>(theta, seed, [](double in, double) { return math::sqrt(6 / in); });
}

/// Matrices normal with variance `2 / in`, for layers before relu; vectors and scalars as in
/// `glorot_uniform`.
///
/// Source  He, Zhang, Ren & Sun, arXiv:1502.01852, equation 10.
template <class T, class... Symbols>
constexpr void he_normal(parameter_map<T, Symbols...>& theta, std::uint64_t seed) {
  draw::into<draw::normal>(theta, seed, [](double in, double) { return math::sqrt(2 / in); });
}

}  // namespace etch
