// SPDX-License-Identifier: BSL-1.0
/// Lesson 10: every activation and its slope, and what is wrongly said of some.
#include "plot.hpp"
#include <etch/etch.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdio>
#include <string>
#include <type_traits>
#include <vector>

using namespace etch;

constexpr auto x = input<"x">;
constexpr auto v = input<"v", 3>;
constexpr auto u = input<"u", 3>;

// [slopes]
constexpr auto s = sigmoid(x);
static_assert(grad(s, x) == s * (1_c - s));
static_assert(grad(tanh(x), x) == (1_c + tanh(x)) * (1_c - tanh(x)));
static_assert(grad(logistic(x, 3_c, 2_c, 0.5_c), x) ==
              2_c * logistic(x, 3_c, 2_c, 0.5_c) * (1_c - logistic(x, 3_c, 2_c, 0.5_c) / 3_c));
static_assert(grad(softplus(x, 4_c), x) == sigmoid(4_c * x));
static_assert(grad(swish(x), x) == s + x * s * (1_c - s));
// [slopes]

// What can be read elsewhere, and is not so:
// [refuted]
static_assert(grad(tanh(x), x) != 2_c * tanh(x) * (1_c - tanh(x)), "it is 1 - tanh(x)^2");
static_assert(evaluate(grad(leaky_relu(x), x), x = 3.0) == 1, "not x, where x > 0");
static_assert(evaluate(swish(x), x = -800.0) == 0, "no other constant is its limit");
// Softmax has a slope everywhere, at 0 and below too; and not only on the diagonal.
constexpr auto a = softmax(v);
constexpr std::array<double, 3> zeros{}, below{-1, -2, -3}, ones{1, 1, 1}, scores{3, 1, -3};
constexpr auto at_zero = evaluate(jacobian(a, v), v = zeros);
constexpr auto below_zero = evaluate(jacobian(a, v), v = below);
static_assert(at_zero(0, 0) > 0.2 && at_zero(0, 1) < -0.1 && below_zero(2, 2) > 0.05);
// [refuted]

/// By `grad`; by `jvp` for the step, where `grad` makes compilers warn that the slope is lost.
constexpr auto slope_of(Expression auto y) {
  if constexpr (gradient_is_through_step<decltype(y), std::remove_const_t<decltype(x)>>)
    return jvp(y, x, 1_c);
  else
    return grad(y, x);
}

/// Adds a chart of one activation, and prints a line of figures.
void describe(auto activation, lesson::sheet& pictures) {
  constexpr auto y = activation(x);
  auto theta = parameters<double>(y);
  theta.for_each([](auto, auto& number) { number = 0.25; });  // of prelu, the one that has any
  std::vector<double> places, values(201), slopes(201);
  for (int i = -100; i <= 100; ++i) places.push_back(i / 20.0);
  compile<double>(y, slope_of(y)).into(values, slopes, theta, x = places);

  const std::string name(activation.name);
  std::printf("  %-12s", name.c_str());
  for (const std::size_t i : {40u, 100u, 160u})
    std::printf(" %9.4f %8.4f", values[i], slopes[i]);
  std::puts("");

  lesson::chart picture{.title = name};
  picture.add("value", lesson::joined(places, values));
  picture.add("slope", lesson::joined(places, slopes));
  pictures.charts.push_back(picture);
}

/// The figures of an activation that takes a whole vector.
void describe_vectorwise(auto activation) {
  constexpr auto four = input<"four", 4>;
  std::printf("  %-12s", std::string(activation.name).c_str());
  for (const double value : evaluate(activation(four), four = std::array{3.0, 1.0, -3.0, 0.0}))
    std::printf(" %9.4f", value);
  std::puts("");
}

/// Visits what is registered of one kind.
template <class Kind, class... Activations>
void visit(activation::list<Activations...>, auto visitor) {
  const auto one = [&]<class Activation>(Activation activation) {
    if constexpr (std::derived_from<Activation, Kind>) visitor(activation);
  };
  (one(Activations{}), ...);
}

int main(int argument_count, char** arguments) {
  constexpr activation::registered all;
  lesson::sheet pictures{
      .title = "Activations and their slopes", .columns = 6, .width = 230, .height = 170};
  std::puts("Values and slopes at -3, 0 and 3:");
  visit<activation::elementwise>(all, [&](auto one) { describe(one, pictures); });
  std::puts("Of the vector (3, 1, -3, 0):");
  visit<activation::vectorwise>(all, [](auto one) { describe_vectorwise(one); });

  std::puts("Slopes at 0:");
  const auto slope = [](auto y) { return evaluate(grad(y, x), x = 0.0); };
  lesson::expect("sigmoid", slope(sigmoid(x)), 0.25);
  lesson::expect("tanh", slope(tanh(x)), 1);
  lesson::expect("relu", slope(relu(x)), 0);
  lesson::expect("leaky relu", slope(leaky_relu(x)), 0.01);
  lesson::expect("softplus and swish", slope(softplus(x)) + slope(swish(x)), 1);

  std::puts("Softmax of (3, 1, -3), a vector of shares:");
  const auto shares = evaluate(a, v = scores);
  lesson::expect("the first", shares[0], 0.88, 0.005);
  lesson::expect("the second", shares[1], 0.12, 0.005);
  lesson::expect("the third", shares[2], 0.00, 0.005);
  constexpr auto pair = input<"pair", 2>;
  const auto of_two = evaluate(softmax(pair), pair = std::array{3.0, 1.0});
  lesson::expect("of two scores it is sigmoid(3 - 1)", of_two[0], evaluate(s, x = 2.0));
  std::puts("Its slope along (1, 1, 1), which changes no share:");
  lesson::expect("by the Jacobian", evaluate(norm(vjp(a, v, u)), v = scores, u = ones), 0);
  const double wrong = evaluate(norm(hadamard(a, 1_c - a)), v = scores);
  lesson::expect_between("by its diagonal alone, wrongly", wrong, 0.14, 0.16);

  lesson::write_svg(lesson::path_of("10_activations.svg", argument_count, arguments), pictures);
  return lesson::result();
}
