// SPDX-License-Identifier: BSL-1.0
/// Lesson 12: through sigmoids the gradient vanishes; relu keeps it, and so does a bypass.
#include "plot.hpp"
#include <etch/data/generator.hpp>
#include <etch/etch.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <utility>
#include <vector>

using namespace etch;

constexpr int width = 16;
constexpr auto x = input<"x", width>;
constexpr auto y = input<"y">;
constexpr auto t = input<"t">;
template <fixed_string Name>
constexpr auto w = param<Name, width, width>;

// [nets]
constexpr auto sigmoid_layer = [](auto weights, auto h) { return sigmoid(weights * h); };
constexpr auto relu_layer = [](auto weights, auto h) { return relu(weights * h); };
constexpr auto residual_layer = [](auto weights, auto h) { return h + sigmoid(weights * h); };

/// Eight layers and a linear neuron that reads them.
constexpr auto loss_of(auto layer) {
  const auto half = layer(w<"4">, layer(w<"3">, layer(w<"2">, layer(w<"1">, x))));
  const auto h = layer(w<"8">, layer(w<"7">, layer(w<"6">, layer(w<"5">, half))));
  return batch_mean(square(sum(param<"out", 1, width> * h) - y));
}
// [nets]

// [stacked]
/// Sigmoid upon sigmoid, `Layers` of them.
template <int Layers>
constexpr auto stacked(Expression auto a) {
  if constexpr (Layers == 1)
    return sigmoid(a);
  else
    return sigmoid(stacked<Layers - 1>(a));
}

/// The greatest slope through 1, 2, ... sigmoids among inputs from -5 to 5.
template <int... Before>
std::vector<double> greatest_slopes(std::integer_sequence<int, Before...>) {
  std::vector<double> inputs;
  for (int i = -500; i <= 500; ++i) inputs.push_back(i / 100.0);
  return {compile<double>(batch_max(grad(stacked<Before + 1>(t), t)))(t = inputs)...};
}
// [stacked]

struct Batch {
  std::vector<std::array<double, width>> samples{256};
  std::vector<double> targets = std::vector<double>(256);

  Batch() {
    data::generator rng(3);
    const auto draw = [&] { return 2 * (rng() + 0.5) / 0x1p32 - 1; };
    for (auto& sample : samples) std::generate(sample.begin(), sample.end(), draw);
    std::generate(targets.begin(), targets.end(), draw);
  }
};

/// The norm of each layer's gradient as the net begins, from the first to the last.
std::vector<double> norms(auto layer, const Batch& batch) {
  constexpr auto loss = loss_of(layer);
  auto theta = parameters<double>(loss);
  he_normal(theta, 12);  // draws follow from the names: the same matrices for every net
  const auto g = compile<double>(gradient(loss))(theta, x = batch.samples, y = batch.targets);
  const auto length = [](const auto& slopes) {
    double sum = 0;
    for (const double slope : slopes) sum += slope * slope;
    return std::sqrt(sum);
  };
  return {length(g[w<"1">]), length(g[w<"2">]), length(g[w<"3">]), length(g[w<"4">]),
          length(g[w<"5">]), length(g[w<"6">]), length(g[w<"7">]), length(g[w<"8">])};
}

int main(int argument_count, char** arguments) {
  std::puts("The slope through n sigmoids is at most 0.25^n:");
  const auto slopes = greatest_slopes(std::make_integer_sequence<int, 5>{});
  lesson::expect("through one", slopes[0], 0.25);
  double bound = 1;
  bool bounded = true;
  for (const double slope : slopes) bounded = bounded && slope <= (bound *= 0.25) * (1 + 1e-12);
  lesson::expect_that("through one to five it is", bounded);

  const Batch batch;
  const auto squashed = norms(sigmoid_layer, batch);
  const auto rectified = norms(relu_layer, batch);
  const auto bypassed = norms(residual_layer, batch);
  std::puts("Eight layers of 16: the first layer's gradient over the last one's:");
  const auto ratio = [](const auto& lengths) { return lengths.front() / lengths.back(); };
  lesson::expect_between("sigmoid(W h)", ratio(squashed), 0, 1e-3);
  lesson::expect_between("relu(W h)", ratio(rectified), 0.1, 10);
  lesson::expect_between("h + sigmoid(W h)", ratio(bypassed), 0.1, 10);

  lesson::chart picture{.title = "How long the gradient of a layer is",
                        .x = {"layer", false, {"1", "2", "3", "4", "5", "6", "7", "8"}},
                        .y = {"norm", true}};
  picture.add("sigmoid", lesson::numbered(squashed));
  picture.add("relu", lesson::numbered(rectified));
  picture.add("residual, with sigmoid", lesson::numbered(bypassed));
  lesson::show(picture, "12_vanishing_gradient.svg", argument_count, arguments);
  return lesson::result();
}
