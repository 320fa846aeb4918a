// SPDX-License-Identifier: BSL-1.0
/// Lesson 13: on positive inputs a neuron's weights move one way together, and so zig-zag.
#include "plot.hpp"
#include <etch/etch.hpp>

#include <array>
#include <cmath>
#include <cstdio>
#include <vector>

using namespace etch;

// [sign]
constexpr auto w = param<"w", 2>;
constexpr auto x = input<"x", 2>;
constexpr auto y = input<"y">;

constexpr auto z = dot(w, x);
constexpr auto error = square(z - y);

// The gradient is one number times the inputs. Where these are positive, all of its elements
// have the sign of that number; with an activation too.
static_assert(grad(error, w) == grad(error, z) * x);
static_assert(grad(error, w) == 2_c * (z - y) * x);
constexpr auto bent = square(tanh(z) - y);
static_assert(grad(bent, w) == grad(bent, z) * x);
// [sign]

constexpr int steps = 100;

struct Descent {
  std::vector<lesson::point> path{{0, 0}};
  int steps_of_one_sign = 0, steps_of_two = 0;
  double length = 0;
};

using Samples = std::array<std::array<double, 2>, 2>;

/// Towards the weights 1 and -1, one sample after the other.
Descent descend(const Samples& samples) {
  constexpr auto slopes = compile<double>(grad(error, w));
  Descent result;
  std::array<double, 2> at{0, 0};
  for (int i = 0; i < steps; ++i) {
    const auto& sample = samples[i % 2 == 0 ? 0 : 1];
    const auto g = slopes(w = at, x = sample, y = sample[0] - sample[1]);
    result.steps_of_one_sign += g[0] * g[1] > 0;
    result.steps_of_two += g[0] * g[1] < 0;
    constexpr double rate = 0.3;
    at[0] -= rate * g[0], at[1] -= rate * g[1];
    result.length += rate * std::hypot(g[0], g[1]);
    result.path.push_back({at[0], at[1]});
  }
  return result;
}

int main(int argument_count, char** arguments) {
  const Samples positive{{{1, 0.25}, {0.25, 1}}};
  const Samples centred{{{0.375, -0.375}, {-0.375, 0.375}}};  // the same less their mean
  const Descent crooked = descend(positive), straight = descend(centred);
  const double distance = std::sqrt(2);

  std::puts("From weights (0, 0) to (1, -1), on positive inputs:");
  lesson::expect("steps that move both weights one way", crooked.steps_of_one_sign, steps);
  lesson::expect("the first weight", crooked.path.back().x, 1, 1e-6);
  lesson::expect("the second weight", crooked.path.back().y, -1, 1e-6);
  // a (1, 1/4) - a (1/4, 1) = (1, -1) where a = 4/3.
  lesson::expect("length of the path over the distance", crooked.length / distance,
                 2 * 4.0 / 3 * std::hypot(1, 0.25) / distance, 1e-6);

  std::puts("On inputs of mean 0:");
  lesson::expect("steps that move them opposite ways", straight.steps_of_two, steps);
  lesson::expect("the first weight", straight.path.back().x, 1, 1e-6);
  lesson::expect("the second weight", straight.path.back().y, -1, 1e-6);
  lesson::expect("length of the path over the distance", straight.length / distance, 1, 1e-6);

  lesson::chart picture{.title = "Two weights on their way to (1, -1)",
                        .x = {"first weight"},
                        .y = {"second weight"}};
  picture.add("inputs of mean 0", straight.path);
  picture.add("positive inputs", crooked.path);
  picture.add("the least error", {{1, -1}}, lesson::mark::spots);
  lesson::show(picture, "13_zig_zag.svg", argument_count, arguments);
  return lesson::result();
}
