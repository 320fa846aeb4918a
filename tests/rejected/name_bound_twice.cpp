// SPDX-License-Identifier: BSL-1.0
// A call binds a name once.
//
// expect: no_name_is_bound_twice
// expect: is_nothing<.*"x"\}, 4>
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

int main() {
#ifdef REJECTED
  const float value = f(theta, x = image, y = label, x = image);
#else
  const float value = f(theta, x = image, y = label);
#endif
  return value < 0;
}
