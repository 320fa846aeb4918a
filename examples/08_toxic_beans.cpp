// SPDX-License-Identifier: BSL-1.0
/// Lesson 8: a neuron learns which beans are toxic, by a chain rule written out and by etch's.
#include "plot.hpp"
#include <etch/etch.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>

using namespace etch;

constexpr auto w = param<"w">;
constexpr auto b = param<"b">;
constexpr auto x = input<"x">;  // how large the bean is
constexpr auto y = input<"y">;  // 1 if it is toxic, 0 if not

constexpr auto a = sigmoid(w * x + b);
constexpr auto error = square(y - a);

constexpr double boundary = 0.6, rate = 0.05;
constexpr int beans = 50, passes = 1000;

struct Neuron {
  double weight, bias;
};

// [by hand]
void descend(Neuron& neuron, double size, double toxic) {
  const double z = neuron.weight * size + neuron.bias;
  const double answer = 1 / (1 + std::exp(-z));

  const double de_da = -2 * (toxic - answer);
  const double da_dz = answer * (1 - answer);
  const double dz_dw = size;
  const double dz_db = 1;

  neuron.weight -= rate * de_da * da_dz * dz_dw;
  neuron.bias -= rate * de_da * da_dz * dz_db;
}
// [by hand]

int main(int argument_count, char** arguments) {
  constexpr auto answer = compile<double>(a);
  constexpr auto middle = [](const auto& line) { return -line[b][0] / line[w][0]; };
  auto theta = parameters<double>(error);

  constexpr auto slope = compile<double>(grad(a, x));
  const auto size_of = [](int bean) { return (bean + 0.5) / beans; };
  const auto rightly_judged = [&] {
    int count = 0;
    for (int i = 0; i < beans; ++i) {
      count += (answer(theta, x = size_of(i)) > 0.5) == (size_of(i) > boundary);
    }
    return count;
  };

  std::puts("Where the curve a = sigmoid(w x + b) has its middle:");
  theta[w] = 5, theta[b] = -5;
  lesson::expect("w = 5, b = -5", middle(theta), 1);
  lesson::expect("the answer there", answer(theta, x = 1), 0.5);
  lesson::expect("the slope there", slope(theta, x = 1), 1.25);
  lesson::expect("w = 10, b = -5", answer(w = 10, b = -5, x = 0.5), 0.5);
  lesson::expect("and twice as steep", slope(w = 10, b = -5, x = 0.5), 2.5);

  lesson::chart picture{.title = "Which beans are toxic", .x = {"size of the bean"}};
  const auto draw = [&](const char* when, lesson::mark drawn_as = lesson::mark::line) {
    picture.add(when, lesson::curve([&](double size) { return answer(theta, x = size); }, 0, 1),
                drawn_as);
  };
  draw("before", lesson::mark::dashes);

  std::puts("Trained on 50 beans, toxic above 0.6, one at a time, 1000 passes at rate 0.05:");
  lesson::expect("beans rightly judged before", rightly_judged(), 30);
  Neuron by_hand{5, -5};
  double difference = 0;
  // [by etch]
  constexpr auto step = compile<double>(gradient(error));
  auto optimiser = optim::sgd(theta, {.rate = rate});
  for (int pass = 1; pass <= passes; ++pass) {
    for (int bean = 0; bean < beans; ++bean) {
      const double size = size_of(bean), toxic = size > boundary ? 1 : 0;
      optimiser.update(theta, step(theta, x = size, y = toxic));
      // [by etch]
      descend(by_hand, size, toxic);
      difference = std::max({difference, std::abs(theta[w][0] - by_hand.weight),
                             std::abs(theta[b][0] - by_hand.bias)});
    }
    if (pass == 30) draw("after 30 passes");
    if (pass == 200) draw("after 200 passes");
  }
  lesson::expect("greatest difference in any of the steps", difference, 0);
  lesson::expect("the middle of the curve has moved from 1 to", middle(theta), boundary, 0.01);
  lesson::expect("beans rightly judged after", rightly_judged(), 50);
  lesson::expect("a bean of size 0.2", answer(theta, x = 0.2), 0, 0.01);
  lesson::expect("a bean of size 0.9", answer(theta, x = 0.9), 1, 0.02);

  draw("after 1000 passes");
  picture.add("the boundary", {{boundary, 0}, {boundary, 1}}, lesson::mark::dashes);
  lesson::show(picture, "08_toxic_beans.svg", argument_count, arguments);
  return lesson::result();
}
