// SPDX-License-Identifier: BSL-1.0
// `into` takes the storage of every output first.
//
// expect: every_output_has_storage
// expect: is_storage<.*"x"\}, 4>
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

int main() {
#ifdef REJECTED
  f.into(x = image, theta);
#else
  f.into(result, x = image, theta);
#endif
}
