// SPDX-License-Identifier: BSL-1.0
// Storage is an array that the library sees.
//
// expect: storage_is_a_row_major_array_of_numbers
// expect: nothing_to_see
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
struct nothing_to_see {};
[[maybe_unused]] nothing_to_see opaque;

int main() {
#ifdef REJECTED
  f.into(opaque, theta, x = image);
#else
  f.into(result, theta, x = image);
#endif
}
