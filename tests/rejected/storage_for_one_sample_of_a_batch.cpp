// SPDX-License-Identifier: BSL-1.0
// The storage of a value per sample has one more axis.
//
// expect: storage_has_the_extents_of_its_output
// expect: per_sample<
// expect: array<float, 3>
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
const std::array<std::array<float, 4>, 2> images{};
[[maybe_unused]] std::array<std::array<float, 3>, 2> results;

int main() {
#ifdef REJECTED
  f.into(result, theta, x = images);
#else
  f.into(results, theta, x = images);
#endif
}
