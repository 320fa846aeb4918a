// SPDX-License-Identifier: BSL-1.0
/// Lesson 9: from 0.9 down to 0.5 takes a sigmoid 67 steps, and a relu 2.
#include "plot.hpp"
#include <etch/etch.hpp>

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <vector>

using namespace etch;

constexpr auto z = param<"z">;
constexpr double rate = 0.2;

// [error]
// The error is the distance from 0.5, so its slope is that of the activation alone: all that
// differs between the two descents.
constexpr auto distance(Expression auto a) { return abs(a - 0.5_c); }
static_assert(evaluate(grad(distance(sigmoid(z)), z), z = 1.0) ==
              evaluate(grad(sigmoid(z), z), z = 1.0));
static_assert(evaluate(grad(distance(relu(z)), z), z = 1.0) == 1);
// [error]

/// The activation before each step and after the last, which takes it to 0.5 or below.
std::vector<double> descend(Expression auto a, Expression auto error, double start) {
  const auto step = compile<double>(a, grad(error, z));
  double at = start;
  std::vector<double> values;
  for (;;) {
    const auto [value, slope] = step(z = at);
    values.push_back(value);
    if (value <= 0.5 + 1e-12 || values.size() > 1000) return values;
    at -= rate * slope;
  }
}

double steps(const std::vector<double>& values) {
  return static_cast<double>(values.size() - 1);
}

int main(int argument_count, char** arguments) {
  constexpr double tolerance = 5e-7;  // the figures have six digits
  std::puts("The sigmoid from ln 9, where it is 0.9:");
  const auto curved = descend(sigmoid(z), distance(sigmoid(z)), std::log(9));
  lesson::expect("before the first step", curved[0], 0.9);
  lesson::expect("after it", curved[1], 0.898368, tolerance);
  lesson::expect("steps to 0.5", steps(curved), 67);
  lesson::expect("after 66 steps", curved[66], 0.511583, tolerance);
  lesson::expect("after 67 steps", curved[67], 0.499091, tolerance);

  std::puts("The relu from 0.9:");
  const auto straight = descend(relu(z), distance(relu(z)), 0.9);
  lesson::expect("after one step", straight[1], 0.7);
  lesson::expect("after another", straight[2], 0.5);
  lesson::expect("steps to 0.5", steps(straight), 2);

  std::puts("With the squared error the first step of the sigmoid is shorter:");
  constexpr auto squared = square(sigmoid(z) - 0.5_c);
  const auto slowed = descend(sigmoid(z), squared, std::log(9));
  lesson::expect("by the factor 2 (0.9 - 0.5)",
                 (std::log(slowed[1] / (1 - slowed[1])) - std::log(9)) /
                     (std::log(curved[1] / (1 - curved[1])) - std::log(9)),
                 0.8, 1e-9);

  lesson::chart picture{.title = "From 0.9 down to 0.5", .x = {"step"}, .y = {"activation"}};
  picture.add("sigmoid", lesson::numbered(curved));
  picture.add("relu", lesson::numbered(straight));
  picture.add("0.5", {{0, 0.5}, {steps(curved), 0.5}}, lesson::mark::dashes);
  lesson::show(picture, "09_descents.svg", argument_count, arguments);
  return lesson::result();
}
