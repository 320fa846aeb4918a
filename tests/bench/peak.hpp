// SPDX-License-Identifier: BSL-1.0
/// The most that one core can do: fused multiply-adds of floats that stay in registers.
#pragma once

#include <benchmark/benchmark.h>

#include <cstddef>

namespace bench {

inline constexpr const char* peak_name = "multiply-adds in registers/peak";

/// What a contender sets as its counter "flop": floating-point operations of one iteration, as
/// many of floats as take the same time. A core does half as many of doubles.
template <class T>
constexpr double float_operations(double count) {
  return count * static_cast<double>(sizeof(T)) / sizeof(float);
}

inline void peak(benchmark::State& state) {
#if defined __AVX512F__
  using pack [[gnu::vector_size(64)]] = float;
#elif defined __AVX__
  using pack [[gnu::vector_size(32)]] = float;
#else
  using pack [[gnu::vector_size(16)]] = float;
#endif
  // Twelve chains hide the latency and, with the two factors, fit 16 registers.
  constexpr std::size_t chains = 12, turns = 1000;
  float factor = 0.5f, summand = 1;
  benchmark::DoNotOptimize(factor);
  benchmark::DoNotOptimize(summand);
  const pack a = factor - pack{}, b = summand - pack{};
  pack sums[chains]{};
  for (auto _ : state) {
    for (std::size_t turn = 0; turn < turns; ++turn) {
#pragma GCC unroll 12
      for (std::size_t i = 0; i < chains; ++i) sums[i] = sums[i] * a + b;
    }
  }
  for (pack& sum : sums) benchmark::DoNotOptimize(sum);
  state.counters["flop"] = 2.0 * turns * chains * (sizeof(pack) / sizeof(float));
}

}  // namespace bench
