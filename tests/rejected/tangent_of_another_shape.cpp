// SPDX-License-Identifier: BSL-1.0
// A tangent has the shape of the variable.
//
// expect: direction_has_the_shape<
// expect: "v"\}, 2>
// expect: "x"\}, 3>
#include <etch/etch.hpp>

using namespace etch;

constexpr auto x = input<"x", 3>;
constexpr auto w = param<"w", 2, 3>;
#ifdef REJECTED
constexpr auto v = input<"v", 2>;
#else
constexpr auto v = input<"v", 3>;
#endif

constexpr auto y = jvp(w * x, x, v);

int main() { return shape(y).rank - 1; }
