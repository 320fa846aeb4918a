// SPDX-License-Identifier: BSL-1.0
// Storage can be written.
//
// expect: storage_has_the_element_type
// expect: const float
#include <etch/etch.hpp>

#include <array>

using namespace etch;

constexpr auto x = input<"x", 4>;
constexpr auto w = param<"w", 3, 4>;
constexpr auto b = param<"b", 3>;
constexpr auto z = w * x + b;
constexpr auto f = compile<float>(z);

const auto theta = parameters<float>(z);
[[maybe_unused]] const std::array<float, 4> image{};
[[maybe_unused]] std::array<float, 3> result;
[[maybe_unused]] const std::array<float, 3> constant{};

int main() {
#ifdef REJECTED
  f.into(constant, theta, x = image);
#else
  f.into(result, theta, x = image);
#endif
}
