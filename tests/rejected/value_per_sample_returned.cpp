// SPDX-License-Identifier: BSL-1.0
// A value per sample is reduced, or written with `into`.
//
// expect: outputs_per_sample_are_reduced_or_written_with_into
// expect: is_nothing<.*op::add, \d+, 3>
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
const std::array<std::array<float, 4>, 2> images{};
[[maybe_unused]] std::array<std::array<float, 3>, 2> results;

int main() {
#ifdef REJECTED
  const auto values = f(theta, x = images);
  (void)values;
#else
  f.into(results, theta, x = images);
#endif
}
