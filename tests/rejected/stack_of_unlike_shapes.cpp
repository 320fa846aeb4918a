// SPDX-License-Identifier: BSL-1.0
// What is stacked along a new axis has one shape; the third operand does not.
//
// expect: shapes_are_one<
// expect: "x"\}, 3, 4>
// expect: "z"\}, 4>
#include <etch/etch.hpp>

using namespace etch;

constexpr auto x = input<"x", 3, 4>;
constexpr auto y = input<"y", 3, 4>;
#ifdef REJECTED
constexpr auto z = input<"z", 4>;
#else
constexpr auto z = input<"z", 3, 4>;
#endif

constexpr auto all = stack(x, y, z);

int main() { return shape(all).rank - 3; }
