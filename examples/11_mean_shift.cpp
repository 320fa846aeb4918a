// SPDX-License-Identifier: BSL-1.0
/// Lesson 11: what a sigmoid makes of inputs of mean 0, and what a tanh leaves of them.
#include "plot.hpp"
#include <etch/data/generator.hpp>
#include <etch/etch.hpp>

#include <array>
#include <cstdio>
#include <tuple>
#include <vector>

using namespace etch;

constexpr auto x = input<"x">;
constexpr int layers = 5;

// [means]
/// The means over a batch of x, f(x), f(f(x)), ...
template <int Layers = layers>
constexpr auto means(auto f, Expression auto h) {
  if constexpr (Layers == 0)
    return std::tuple{batch_mean(h)};
  else
    return std::tuple_cat(std::tuple{batch_mean(h)}, means<Layers - 1>(f, f(h)));
}

/// All of them in one call.
std::array<double, layers + 1> measure(auto f, const std::vector<double>& samples) {
  const auto program = compile<double>(means(f, x));
  return std::apply([](auto... mean) { return std::array{mean...}; }, program(x = samples));
}
// [means]

int main(int argument_count, char** arguments) {
  std::vector<double> samples(200'000);
  data::generator rng(11);
  for (double& sample : samples) sample = 2 * (rng() + 0.5) / 0x1p32 - 1;

  const auto shifted = measure(nn::sigmoid, samples);
  const auto kept = measure(nn::tanh, samples);
  const auto cut = measure(nn::relu, samples);

  // The mean of n such samples strays from 0 by about 0.58 / sqrt(n).
  constexpr double tolerance = 0.005;
  std::puts("200000 inputs, uniform on (-1, 1), and their mean through a layer:");
  lesson::expect("before", kept[0], 0, tolerance);
  lesson::expect("after a sigmoid", shifted[1], 0.5, tolerance);
  lesson::expect("after a tanh", kept[1], 0, tolerance);
  lesson::expect("after a relu", cut[1], 0.25, tolerance);

  std::puts("Sigmoid upon sigmoid moves on, to where a = sigmoid(a):");
  lesson::expect("after two sigmoids", shifted[2], 0.622, tolerance);
  lesson::expect("after five", shifted[5], 0.659, tolerance);
  lesson::expect("after five of tanh", kept[5], 0, tolerance);

  lesson::chart picture{.title = "The mean of activations, layer by layer",
                        .x = {.names = {"input", "1", "2", "3", "4", "5"}},
                        .y = {"mean"}};
  picture.add("sigmoid", lesson::numbered(shifted), lesson::mark::bars);
  picture.add("tanh", lesson::numbered(kept), lesson::mark::bars);
  picture.add("relu", lesson::numbered(cut), lesson::mark::bars);
  lesson::show(picture, "11_mean_shift.svg", argument_count, arguments);
  return lesson::result();
}
