// SPDX-License-Identifier: BSL-1.0
// A Hessian has the axes of the variable twice.
//
// expect: jacobian_has_at_most_four_axes<
// expect: "x"\}, 2, 3, 4>
#include <etch/etch.hpp>

using namespace etch;

#ifdef REJECTED
constexpr auto x = input<"x", 2, 3, 4>;
#else
constexpr auto x = input<"x", 2, 12>;
#endif

constexpr auto y = hessian(sum(square(x)), x);

int main() { return shape(y).rank - 4; }
