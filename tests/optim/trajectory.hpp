// SPDX-License-Identifier: BSL-1.0
/// Parameters of three ranks that follow the trajectories of oracles/optimisers.hpp.
#pragma once

#include "../oracles/optimisers.hpp"
#include <etch/expr/symbols.hpp>
#include <etch/tensor/parameter_map.hpp>

#include <array>
#include <cstddef>
#include <limits>
#include <type_traits>

namespace trajectory {

// More elements than two packs of any machine have, and some left over.
inline constexpr auto w = etch::param<"w", 5, 7>;
inline constexpr auto b = etch::param<"b", 3>;
inline constexpr auto s = etch::param<"s">;
inline constexpr auto unused = etch::param<"unused", 2>;

template <class T, const auto&... Symbols>
using map = etch::parameter_map<T, std::remove_cvref_t<decltype(Symbols)>...>;

template <class T>
using parameters = map<T, w, b, s>;
/// Another type than `parameters`: the order differs, and there is one more.
template <class T>
using gradients = map<T, s, unused, w, b>;

/// Which of the four trajectories an element follows: another first one in each tensor.
template <class Symbol>
constexpr std::size_t column(Symbol, std::size_t place) {
  return (place + static_cast<std::size_t>(Symbol::self.shape.rank)) % 4;
}

constexpr void spread(auto& map, const std::array<double, 4>& numbers) {
  map.for_each([&](auto symbol, auto& values) {
    using T = typename std::remove_cvref_t<decltype(values)>::value_type;
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] = static_cast<T>(numbers[column(symbol, i)]);
    }
  });
}

/// The largest distance of an element from its expected value.
constexpr double distance(const auto& map, const std::array<double, 4>& expected) {
  double largest = 0;
  map.for_each([&](auto symbol, const auto& values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double difference = static_cast<double>(values[i]) - expected[column(symbol, i)];
      const double size = difference < 0 ? -difference : difference;
      if (!(size <= largest)) largest = size;
    }
  });
  return largest;
}

/// The largest distance from `expected` in five updates of the optimiser that `make` makes.
template <class T, class Gradients = gradients<T>>
constexpr double worst(auto make, const oracle::trajectory& expected) {
  parameters<T> theta;
  spread(theta, oracle::start);
  auto optimiser = make(theta);
  double largest = 0;
  for (std::size_t t = 0; t < expected.size(); ++t) {
    Gradients gradient;
    spread(gradient, oracle::gradients[t]);
    optimiser.update(theta, gradient);
    const double found = distance(theta, expected[t]);
    if (!(found <= largest)) largest = found;
  }
  return largest;
}

/// A few units in the last place of the largest numbers.
template <class T>
inline constexpr double tolerance = 16 * static_cast<double>(std::numeric_limits<T>::epsilon());

}  // namespace trajectory
