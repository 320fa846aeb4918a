// SPDX-License-Identifier: BSL-1.0
// What replaces a variable has its shape.
// expect: replacement_has_the_shape<
// expect: "u"\}, 2>
// expect: "x"\}, 3>
#include <etch/etch.hpp>

using namespace etch;

constexpr auto x = input<"x", 3>;

#ifdef REJECTED
constexpr auto u = input<"u", 2>;
#else
constexpr auto u = input<"u", 3>;
#endif

constexpr auto y = substitute(param<"w", 2, 3> * x, x, u);

int main() { return shape(y).rank - 1; }
