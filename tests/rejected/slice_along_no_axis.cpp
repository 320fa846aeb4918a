// SPDX-License-Identifier: BSL-1.0
// A slice is along one of the operand's axes.
//
// expect: axis_is_one_of_the_operands<
// expect: "x"\}, 3, 4>
// expect: \b2\b
#include <etch/etch.hpp>

using namespace etch;

constexpr auto x = input<"x", 3, 4>;
#ifdef REJECTED
constexpr auto y = slice<2, 0, 2>(x);
#else
constexpr auto y = slice<1, 0, 2>(x);
#endif

int main() { return shape(y).rank - 2; }
