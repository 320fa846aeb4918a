// SPDX-License-Identifier: BSL-1.0
// A slice lies within its axis.
//
// expect: slice_lies_within_the_axis<
// expect: places<2, 5, 1>
// expect: extent<4>
#include <etch/etch.hpp>

using namespace etch;

constexpr auto x = input<"x", 3, 4>;
#ifdef REJECTED
constexpr auto y = slice<-1, 2, 5>(x);
#else
constexpr auto y = slice<-1, 2, 4>(x);
#endif

int main() { return shape(y).rank - 2; }
