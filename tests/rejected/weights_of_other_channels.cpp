// SPDX-License-Identifier: BSL-1.0
// Weights have as many input channels as a group of the operand's.
//
// expect: weights_have_the_channels_of_a_group<
// expect: "w"\}, 6, 4, 3, 3>
// expect: 4
#include <etch/etch.hpp>

using namespace etch;

constexpr auto x = input<"x", 4, 7, 7>;
constexpr auto w = param<"w", 6, 4, 3, 3>;
#ifdef REJECTED
constexpr auto y = conv2d<1, 0, 1, 2>(x, w);
#else
constexpr auto y = conv2d(x, w);
#endif

int main() { return shape(y)[0] - 6; }
