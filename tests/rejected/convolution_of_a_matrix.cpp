// SPDX-License-Identifier: BSL-1.0
// A convolution along two axes takes channels of planes: a picture in grey has one.
//
// expect: rank_of_the_operand_is<
// expect: "x"\}, 28, 28>
// expect: 3
#include <etch/etch.hpp>

using namespace etch;

constexpr auto x = input<"x", 28, 28>;
#ifdef REJECTED
constexpr auto y = nn::conv2d<"c", 16, 3>(x);
#else
constexpr auto y = nn::conv2d<"c", 16, 3>(reshape<1, 28, 28>(x));
#endif

int main() { return shape(y)[0] - 16; }
