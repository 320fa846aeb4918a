// SPDX-License-Identifier: BSL-1.0
/// Lesson 14: one step too large kills a relu for good; a leaky one comes back.
#include "plot.hpp"
#include <etch/etch.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

using namespace etch;

constexpr auto w = param<"w">;
constexpr auto b = param<"b">;
constexpr auto x = input<"x">;
constexpr auto y = input<"y">;

// [slopes]
constexpr auto z = w * x + b;
constexpr auto dying = relu(z);
constexpr auto leaking = leaky_relu(z, 0.1_c);

// Below 0 the one has no slope, and the other a tenth.
static_assert(grad(dying, b) == where(z > 0_c, 1_c, 0_c));
static_assert(grad(leaking, b) == where(z > 0_c, 1_c, 0.1_c));
// [slopes]

constexpr int steps = 1000, mishap = 5;

struct Training {
  std::vector<double> losses, slopes;  // before each step; a slope is the larger of the two
  std::vector<double> answers;         // after the last
};

/// Learns y = x, from w = 1 and b = 1, with one step 200 times too large.
Training train(Expression auto a, const std::vector<double>& samples) {
  const auto loss = batch_mean(square(a - y));
  const auto step = compile<double>(loss, gradient(loss));
  auto theta = parameters<double>(loss);
  theta[w] = 1, theta[b] = 1;
  auto optimiser = optim::sgd(theta);

  Training result;
  for (int i = 0; i < steps; ++i) {
    const auto [value, g] = step(theta, x = samples, y = samples);
    result.losses.push_back(value);
    result.slopes.push_back(std::max(std::abs(g[w][0]), std::abs(g[b][0])));
    optimiser.settings.rate = i == mishap ? 20 : 0.1;
    optimiser.update(theta, g);
  }
  result.answers.resize(samples.size());
  compile<double>(a).into(result.answers, theta, x = samples);
  return result;
}

int main(int argument_count, char** arguments) {
  std::vector<double> samples;
  for (int i = 0; i < 20; ++i) samples.push_back((i + 0.5) / 20);
  const Training dead = train(dying, samples), alive = train(leaking, samples);
  const auto is_zero = [](double number) { return number == 0; };
  const auto after = [](const std::vector<double>& numbers) {
    return std::vector(numbers.begin() + mishap + 1, numbers.end());
  };

  std::puts("Both learn y = x, and before the large step they are one:");
  lesson::expect("difference of their losses", dead.losses[mishap] - alive.losses[mishap], 0);
  lesson::expect_between("loss", dead.losses[mishap], 0, 0.1);

  std::puts("After it, the relu:");
  const auto still = after(dead.slopes), stuck = after(dead.losses);
  lesson::expect_that("answers 0 to every sample",
                      std::all_of(dead.answers.begin(), dead.answers.end(), is_zero));
  lesson::expect_that("has no slope, in any of 994 steps",
                      std::all_of(still.begin(), still.end(), is_zero));
  lesson::expect("so its loss changes by", stuck.back() - stuck.front(), 0, 0);
  lesson::expect("and is the mean of y^2", stuck.back(), 0.333125);

  std::puts("The leaky relu:");
  lesson::expect_between("loss after the large step", alive.losses[mishap + 1], 1, 10);
  lesson::expect_between("loss at the end", alive.losses.back(), 0, 0.001);

  lesson::chart picture{
      .title = "One step that is too large", .x = {"step"}, .y = {"mean squared error", true}};
  picture.add("relu", lesson::numbered(dead.losses));
  picture.add("leaky relu, 0.1", lesson::numbered(alive.losses));
  lesson::show(picture, "14_dead_relu.svg", argument_count, arguments);
  return lesson::result();
}
