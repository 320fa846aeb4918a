// SPDX-License-Identifier: BSL-1.0
// `gradient(loss)` is written into a map of the parameters.
//
// expect: storage_of_a_gradient_is_a_map_of_its_parameters
// expect: is_wanted_map<.*tensor<float, 3>
// expect: is_wanted_map<.*"w"\}, 3, 4>
#include <etch/etch.hpp>

#include <array>

using namespace etch;

constexpr auto x = input<"x", 4>;
constexpr auto y = distribution<"y", 3>;
constexpr auto w = param<"w", 3, 4>;
constexpr auto b = param<"b", 3>;
constexpr auto loss = cross_entropy(softmax(w * x + b), y);
constexpr auto f = compile<float>(gradient(loss));

[[maybe_unused]] const auto theta = parameters<float>(loss);
const std::array<float, 4> image{};
const std::array<float, 3> label{};
[[maybe_unused]] tensor<float, 3> result;
[[maybe_unused]] auto g = parameters<float>(loss);

int main() {
#ifdef REJECTED
  f.into(result, theta, x = image, y = label);
#else
  f.into(g, theta, x = image, y = label);
#endif
}
