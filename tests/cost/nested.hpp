// Nested scalar operations, sigmoid and tanh by turns: value and gradient.
#pragma once

#include <etch/etch.hpp>

template <int Depth>
constexpr auto nested(auto x) {
  if constexpr (Depth == 0) return x;
  else if constexpr (Depth % 2 == 0) return etch::tanh(nested<Depth - 1>(x));
  else return etch::sigmoid(nested<Depth - 1>(x));
}

inline double nested_argument = 0.9;

template <int Depth>
int run_nested() {
  using namespace etch;
  constexpr auto x = input<"x">;
  constexpr auto u = nested<Depth>(x);
  constexpr auto f = compile<double>(u, grad(u, x));
  const auto [value, slope] = f(x = nested_argument);
  return value > 0 && slope >= 0 ? 0 : 1;
}
