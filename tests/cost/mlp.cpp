// A multilayer perceptron 2-16-16-1: value and all gradients.
#include <etch/etch.hpp>

using namespace etch;

tensor<double, 2> sample{0.3, -0.7};
double target = 0.5;

int main() {
  constexpr auto x = input<"x", 2>;
  constexpr auto y = input<"y">;
  constexpr auto h1 = tanh(param<"w1", 16, 2> * x + param<"b1", 16>);
  constexpr auto h2 = tanh(param<"w2", 16, 16> * h1 + param<"b2", 16>);
  constexpr auto loss = square(dot(param<"w3", 16>, h2) + param<"b3"> - y);
  constexpr auto f = compile<double>(loss, gradient(loss));
  const auto theta = parameters<double>(loss);
  const auto [value, g] = f(theta, x = sample, y = target);
  return value == 0.25 && g["b3"_s][0] == -1 ? 0 : 1;
}
