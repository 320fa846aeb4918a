// SPDX-License-Identifier: BSL-1.0
// An index lies within its axis.
//
// expect: index_lies_within_the_axis<
// expect: index<4>
// expect: extent<4>
#include <etch/etch.hpp>

using namespace etch;

constexpr auto x = input<"x", 3, 4>;
#ifdef REJECTED
constexpr auto y = at<2, 4>(x);
#else
constexpr auto y = at<2, 3>(x);
#endif

int main() { return shape(y).rank; }
