// SPDX-License-Identifier: BSL-1.0
// What is frozen has one value for all samples.
//
// expect: frozen_values_are_no_batch
// expect: "x"\}, 4>, float, true
#include <etch/etch.hpp>

#include <array>

using namespace etch;

constexpr auto x = input<"x", 4>;
constexpr auto w = param<"w", 3, 4>;
constexpr auto f = compile<float>(w * x);

[[maybe_unused]] const std::array<float, 4> image{};
[[maybe_unused]] const std::array<std::array<float, 4>, 2> images{};

int main() {
#ifdef REJECTED
  const auto frozen = f.freeze(x = images);
#else
  const auto frozen = f.freeze(x = image);
#endif
  return sizeof frozen == 0;
}
