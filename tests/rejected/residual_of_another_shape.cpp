// SPDX-License-Identifier: BSL-1.0
// What a short cut goes around keeps its operand's shape.
//
// expect: shapes_agree<
// expect: "x"\}, 4, 7, 7>
// expect: add, .*4, 5, 5>
#include <etch/etch.hpp>

using namespace etch;

constexpr auto x = input<"x", 4, 7, 7>;
#ifdef REJECTED
constexpr auto y = nn::residual(nn::conv2d<"c", 4, 3>)(x);
#else
constexpr auto y = nn::residual(nn::conv2d<"c", 4, 3, {.padding = 1}>)(x);
#endif

int main() { return shape(y)[1] - 7; }
