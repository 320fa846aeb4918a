// One neuron: value and gradient.
#include <etch/etch.hpp>

using namespace etch;

double arguments[4] = {0.8, -0.3, 0.7, 1.0};

int main() {
  constexpr auto w = param<"w">;
  constexpr auto b = param<"b">;
  constexpr auto x = input<"x">;
  constexpr auto y = input<"y">;
  constexpr auto loss = square(y - sigmoid(w * x + b));
  constexpr auto f = compile<double>(loss, grad(loss, w), grad(loss, b));
  const auto [value, dw, db] =
      f(w = arguments[0], b = arguments[1], x = arguments[2], y = arguments[3]);
  return value > 0 && dw < 0 && db < 0 ? 0 : 1;
}
