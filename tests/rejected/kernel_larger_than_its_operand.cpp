// SPDX-License-Identifier: BSL-1.0
// A kernel has a place over its operand, padding included.
//
// expect: kernel_fits_in_the_operand<
// expect: kernel<7, 5>
// expect: plane<6, 9>
#include <etch/etch.hpp>

using namespace etch;

constexpr auto x = input<"x", 3, 4, 9>;
#ifdef REJECTED
constexpr auto y = nn::conv2d<"c", 16, {7, 5}, {.padding = {1, 0}}>(x);
#else
constexpr auto y = nn::conv2d<"c", 16, {5, 5}, {.padding = {1, 0}}>(x);
#endif

int main() { return shape(y)[1] - 2; }
