// SPDX-License-Identifier: BSL-1.0
// A symbol bound under a name is the symbol of the model.
//
// expect: no_bound_symbol_differs_from_the_models
// expect: is_nothing<.*"x"\}, 5>
#include <etch/etch.hpp>

#include <array>

using namespace etch;

constexpr auto x = input<"x", 4>;
constexpr auto y = distribution<"y", 3>;
constexpr auto w = param<"w", 3, 4>;
constexpr auto b = param<"b", 3>;
constexpr auto loss = cross_entropy(softmax(w * x + b), y);
constexpr auto f = compile<float>(loss);

[[maybe_unused]] const auto theta = parameters<float>(loss);
const std::array<float, 4> image{};
const std::array<float, 3> label{};
[[maybe_unused]] const std::array<float, 5> short_image{};
[[maybe_unused]] constexpr auto other = input<"x", 5>;

int main() {
#ifdef REJECTED
  const float value = f(theta, other = short_image, y = label);
#else
  const float value = f(theta, x = image, y = label);
#endif
  return value < 0;
}
