// SPDX-License-Identifier: BSL-1.0
// Groups have as many channels each.
//
// expect: groups_divide_the_channels<
// expect: groups<3>
// expect: channels<4, 6>
#include <etch/etch.hpp>

using namespace etch;

constexpr auto x = input<"x", 4, 9>;
#ifdef REJECTED
constexpr auto y = nn::conv1d<"c", 6, 3, {.groups = 3}>(x);
#else
constexpr auto y = nn::conv1d<"c", 6, 3, {.groups = 2}>(x);
#endif

int main() { return shape(y)[0] - 6; }
