// SPDX-License-Identifier: BSL-1.0
// A triangle of n rows has n (n + 1) / 2 elements.
//
// expect: elements_fill_a_triangle<
// expect: "x"\}, 5>
#include <etch/etch.hpp>

using namespace etch;

#ifdef REJECTED
constexpr auto x = input<"x", 5>;
#else
constexpr auto x = input<"x", 6>;
#endif

constexpr auto y = lower_triangle(x);

int main() { return shape(y).rank - 2; }
