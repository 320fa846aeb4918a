// SPDX-License-Identifier: BSL-1.0
// A symbol in `theta[...]` is a parameter.
//
// expect: map_has_the_parameter<
// expect: has_parameter<.*"x"\}, 4>
// expect: "w"\}, 3, 4>
#include <etch/etch.hpp>

using namespace etch;

constexpr auto x = input<"x", 4>;
constexpr auto w = param<"w", 3, 4>;
auto theta = parameters<float>(w * x);

int main() {
#ifdef REJECTED
  theta[x].fill(1);
#else
  theta[w].fill(1);
#endif
}
