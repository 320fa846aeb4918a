// SPDX-License-Identifier: BSL-1.0
// What is joined along an axis agrees in all others; the third operand does not.
//
// expect: shapes_agree_but_for_the_axis<
// expect: "x"\}, 3, 4>
// expect: "z"\}, 2, 5>
#include <etch/etch.hpp>

using namespace etch;

constexpr auto x = input<"x", 3, 4>;
constexpr auto y = input<"y", 1, 4>;
#ifdef REJECTED
constexpr auto z = input<"z", 2, 5>;
#else
constexpr auto z = input<"z", 2, 4>;
#endif

constexpr auto all = concat<0>(x, y, z);

int main() { return shape(all).rank - 2; }
