// SPDX-License-Identifier: BSL-1.0
/// Lesson 15: linear layers in a row are one linear layer, which the compiler proves and uses.
#include "plot.hpp"
#include <etch/etch.hpp>
#include <etch/io/summary.hpp>
#include <etch/io/text.hpp>
#include <etch/nn/collapse.hpp>

#include <array>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <numbers>
#include <vector>

using namespace etch;
using nn::linear;

// [collapse]
constexpr auto x = input<"x", 2>;
constexpr auto deep = linear<"a", 16> | linear<"b", 16> | linear<"c", 2>;
constexpr auto bent = linear<"a", 16> | nn::tanh | linear<"b", 16> | nn::tanh | linear<"c", 2>;

static_assert(is_affine(deep(x), x) && !is_affine(bent(x), x));

constexpr auto flat = collapse(deep(x), x);  // A x + c, A and c functions of parameters only
static_assert(shape(flat) == shape(deep(x)));
static_assert(products_with(deep(x), x) == 3 && products_with(flat, x) == 1);
// [collapse]

// [runs]
// Of a stack, every run of affine layers between non-linear ones.
constexpr auto mixed =
    linear<"a", 8> | linear<"b", 8> | nn::tanh | linear<"c", 8> | linear<"d", 2>;
constexpr auto shorter = collapse(mixed);  // linear, tanh, linear
static_assert(products_with(mixed(x), x) == 4 && products_with(shorter(x), x) == 2);
static_assert(products_with(collapse(bent)(x), x) == 3);  // tanh between them stops it
// [runs]

// [pays]
// As code, layers collapse where that is less work, once the parameters are known.
constexpr auto z = input<"z", 784>;
constexpr auto square_layers = summary((linear<"a", 64> | linear<"b", 64>)(input<"y", 64>));
constexpr auto bottleneck = summary((linear<"a", 10> | linear<"b", 784>)(z));
static_assert(square_layers.affine_runs[0].is_collapsed);
static_assert(!bottleneck.affine_runs[0].is_collapsed);
// [pays]

/// A circle, as the layers of `e` bring it on the plane.
template <Expression E>
std::vector<lesson::point> image_of_circle(E, const auto& theta, int points) {
  std::vector<lesson::point> image;
  for (int i = 0; i <= points; ++i) {
    const double angle = 2 * std::numbers::pi * i / points;
    const std::array<double, 2> at{std::cos(angle), std::sin(angle)};
    const auto to = compile<double>(E{})(theta, x = at);
    image.push_back({to[0], to[1]});
  }
  return image;
}

int main(int argument_count, char** arguments) {
  auto theta = parameters<double>(deep(x));
  glorot_uniform(theta, 12);
  theta["a.w"_s][0] *= 3;  // away from a circle
  for (double& bias : theta["b.b"_s]) bias = 0.1;
  std::cout << "deep = " << text(deep(x)) << "\nflat = " << text(flat) << "\n\n";

  const auto through_all = image_of_circle(deep(x), theta, 200);
  const auto at_once = image_of_circle(flat, theta, 200);
  double apart = 0, size = 0;
  for (std::size_t i = 0; i < through_all.size(); ++i) {
    apart = std::fmax(
        apart, std::hypot(through_all[i].x - at_once[i].x, through_all[i].y - at_once[i].y));
    size = std::fmax(size, std::hypot(through_all[i].x, through_all[i].y));
  }
  std::puts("Three layers against the one matrix that they are:");
  lesson::expect("greatest difference, of the greatest value", apart / size, 0, 1e-12);

  std::puts("What is opposite on the circle stays opposite, unless there is a tanh:");
  const auto curved = image_of_circle(bent(x), theta, 200);
  const auto bend = [](const auto& image) {
    double greatest = 0;
    for (std::size_t i = 0; i < 100; ++i) {
      const double across = image[i].x + image[i + 100].x - image[0].x - image[100].x;
      greatest = std::fmax(greatest, std::abs(across));
    }
    return greatest;
  };
  lesson::expect("three linear layers", bend(through_all), 0);
  lesson::expect_between("with tanh between them", bend(curved), 0.001, 1);

  std::puts("Multiply-adds of one sample with frozen parameters, and as written:");
  lesson::expect("64 to 64 to 64", square_layers.multiply_adds_when_frozen, 64 * 64 + 64);
  lesson::expect("64 to 64 to 64, as written", square_layers.multiply_adds, 2 * (64 * 64 + 64));
  lesson::expect("784 to 10 to 784", bottleneck.multiply_adds_when_frozen, 2 * 7840 + 10 + 784);
  lesson::expect("784 to 10 to 784, as one matrix", bottleneck.affine_runs[0].collapsed,
                 784 * 784 + 784);
  std::cout << '\n' << bottleneck << '\n';

  lesson::chart picture{
      .title = "A circle through three layers", .x = {"first output"}, .y = {"second output"}};
  picture.add("linear layers", through_all);
  picture.add("as one matrix", image_of_circle(flat, theta, 20), lesson::mark::spots);
  picture.add("with tanh between", curved, lesson::mark::dashes);
  lesson::show(picture, "15_linear_stacks.svg", argument_count, arguments);
  return lesson::result();
}
