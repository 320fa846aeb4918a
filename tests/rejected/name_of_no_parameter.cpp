// SPDX-License-Identifier: BSL-1.0
// A name in `theta[...]` is that of a parameter.
//
// expect: map_has_the_parameter<
// expect: string<'n', 'o', 'p', 'e'>
// expect: "w"\}, 3, 4>
#include <etch/etch.hpp>

using namespace etch;

constexpr auto x = input<"x", 4>;
constexpr auto w = param<"w", 3, 4>;
auto theta = parameters<float>(w * x);

int main() {
#ifdef REJECTED
  theta["nope"_s].fill(1);
#else
  theta["w"_s].fill(1);
#endif
}
