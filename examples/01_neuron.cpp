// SPDX-License-Identifier: BSL-1.0
/// Lesson 1: one neuron, its error, and the derivative that nobody wrote.
#include "lesson.hpp"
#include <etch/etch.hpp>

using namespace etch;

// [neuron]
constexpr auto w = param<"w">;  // a weight
constexpr auto b = param<"b">;  // a bias
constexpr auto x = input<"x">;  // how large the bean is
constexpr auto y = input<"y">;  // 1 if it is toxic, 0 if not

constexpr auto a = sigmoid(w * x + b);
constexpr auto error = square(y - a);
// [neuron]

// The chain rule by hand: de/da = -2 (y - a), da/dz = a (1 - a), dz/dw = x, dz/db = 1. That the
// gradient is their product is checked by the compiler, for all values at once.
// [by hand]
static_assert(grad(error, w) == -2_c * (y - a) * (a * (1_c - a)) * x);
static_assert(grad(error, b) == -2_c * (y - a) * (a * (1_c - a)));
// [by hand]

// A program is a constant; this call runs inside the compiler.
static_assert(evaluate(a, w = 0.0, x = 1.0, b = 0.0) == 0.5);

int main() {
  std::puts("One neuron, a = sigmoid(w x + b), at w = 5, b = -5:");
  // [call]
  constexpr auto neuron = compile<double>(a);
  lesson::expect("the middle of the curve is at x = 1", neuron(w = 5, b = -5, x = 1), 0.5);
  // [call]
  lesson::expect("and at x = 0.5 for w = 10, b = -5", neuron(w = 10, b = -5, x = 0.5), 0.5);

  std::puts("Trained on beans of size 0 to 1, toxic above 0.6, rate 0.05, 1000 passes:");
  // [train]
  constexpr auto step = compile<double>(error, gradient(error));
  auto theta = parameters<double>(error);
  theta[w] = 1;
  auto optimiser = optim::sgd(theta, {.rate = 0.05});
  for (int pass = 0; pass < 1000; ++pass) {
    for (int bean = 0; bean <= 20; ++bean) {
      const double size = bean / 20.0, toxic = size > 0.6 ? 1 : 0;
      const auto [e, g] = step(theta, x = size, y = toxic);
      optimiser.update(theta, g);
    }
  }
  // [train]
  lesson::expect("boundary -b/w", -theta[b][0] / theta[w][0], 0.625, 0.03);
  lesson::expect("a safe bean of size 0.3", neuron(theta, x = 0.3), 0, 0.1);
  lesson::expect("a toxic bean of size 0.9", neuron(theta, x = 0.9), 1, 0.1);
  return lesson::result();
}
