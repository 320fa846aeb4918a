// SPDX-License-Identifier: BSL-1.0
// A Jacobian has the axes of the value, then those of the variable.
//
// expect: jacobian_has_at_most_four_axes<
// expect: multiply, \d+, 2, 3, 4>
// expect: "z"\}, 5, 6>
#include <etch/etch.hpp>

using namespace etch;

#ifdef REJECTED
constexpr auto x = input<"x", 2, 3, 4>;
#else
constexpr auto x = input<"x", 2, 12>;
#endif

constexpr auto y = jacobian(square(x), input<"z", 5, 6>);

int main() { return shape(y).rank - 4; }
