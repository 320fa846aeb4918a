// SPDX-License-Identifier: BSL-1.0
// Every parameter that adam updates has a gradient.
//
// expect: no_parameter_lacks_a_gradient
// expect: is_same_v<.*"b"\}, 3>
#include <etch/etch.hpp>

using namespace etch;

constexpr auto x = input<"x", 4>;
constexpr auto w = param<"w", 3, 4>;
constexpr auto b = param<"b", 3>;
auto theta = parameters<float>(w * x + b);
#ifdef REJECTED
const auto g = parameters<float>(w * x);
#else
const auto g = parameters<float>(w * x + b);
#endif

int main() {
  auto optimiser = optim::adam(theta);
  optimiser.update(theta, g);
}
