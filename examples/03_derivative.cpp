// SPDX-License-Identifier: BSL-1.0
/// Lesson 3: the derivative you can read, and the proofs that it is right.
#include "lesson.hpp"
#include <etch/etch.hpp>
#include <etch/io/text.hpp>

#include <array>
#include <iostream>

using namespace etch;

constexpr auto x = input<"x", 784>;
constexpr auto y = distribution<"y", 10>;  // its elements are known to sum to 1
constexpr auto w = param<"w", 10, 784>;
constexpr auto b = param<"b", 10>;

constexpr auto z = w * x + b;
constexpr auto loss = cross_entropy(softmax(z), y);
constexpr auto t = input<"t">;

// [proofs]
static_assert(grad(loss, z) == softmax(z) - y);  // because y is a distribution
static_assert(grad(loss, w) == outer(softmax(z) - y, x));
static_assert(grad(sigmoid(t), t) == sigmoid(t) * (1_c - sigmoid(t)));
static_assert(grad(tanh(t), t) == 1_c - square(tanh(t)));
static_assert(grad(tanh(t), t) == (1_c + tanh(t)) * (1_c - tanh(t)));
static_assert(grad(grad(square(t) * t, t), t) == 6_c * t);  // a gradient is an expression
// [proofs]

// A formula found in print, tanh'(t) = 2 tanh(t) (1 - tanh(t)), is not the derivative:
// [refuted]
static_assert(grad(tanh(t), t) != 2_c * tanh(t) * (1_c - tanh(t)));
static_assert(evaluate(grad(tanh(t), t), t = 0.0) == 1);
static_assert(evaluate(2_c * tanh(t) * (1_c - tanh(t)), t = 0.0) == 0);
// [refuted]

int main() {
  // [text]
  std::cout << "loss          = " << text(loss) << '\n'
            << "d loss / d z  = " << text(grad(loss, z)) << '\n'
            << "d loss / d w  = " << text(grad(loss, w)) << '\n'
            << "sigmoid'(t)   = " << text(grad(sigmoid(t), t)) << '\n'
            << "tanh'(t)      = " << text(grad(tanh(t), t)) << "\n\n";
  // [text]
  const bool readable = text(grad(loss, z)) == "softmax(b + w * x) - y";
  if (!readable) ++lesson::wrong_figures;

  std::puts("Written in the naive form, yet stable: logits of 1000 and -1000 in float.");
  constexpr auto u = input<"u", 3>;
  constexpr auto v = distribution<"v", 3>;
  constexpr auto naive = cross_entropy(softmax(u), v);
  // [stable]
  const auto [l, slope] = compile<float>(naive, grad(naive, u))(
      u = std::array{1000.f, -1000.f, 0.f}, v = std::array{0.f, 1.f, 0.f});
  // [stable]
  lesson::expect("loss", static_cast<double>(l), 2000);
  lesson::expect("slope along u[0]", static_cast<double>(slope[0]), 1);
  lesson::expect("slope along u[1]", static_cast<double>(slope[1]), -1);
  return lesson::result();
}
