// SPDX-License-Identifier: BSL-1.0
// A cotangent has the shape of the value.
//
// expect: direction_has_the_shape<
// expect: "u"\}, 3>
// expect: product, \d+, 2>
#include <etch/etch.hpp>

using namespace etch;

constexpr auto x = input<"x", 3>;
constexpr auto w = param<"w", 2, 3>;
#ifdef REJECTED
constexpr auto u = input<"u", 3>;
#else
constexpr auto u = input<"u", 2>;
#endif

constexpr auto y = vjp(w * x, x, u);

int main() { return shape(y).rank - 1; }
