// SPDX-License-Identifier: BSL-1.0
// In `w * x` the columns of w are as many as the rows of x.
//
// expect: inner_extents_agree<
// expect: columns<784>.*rows<128>|rows<128>.*columns<784>
// expect: "w"\}, 10, 784>
// expect: "x"\}, 128>
#include <etch/etch.hpp>

using namespace etch;

constexpr auto w = param<"w", 10, 784>;
#ifdef REJECTED
constexpr auto x = input<"x", 128>;
#else
constexpr auto x = input<"x", 784>;
#endif

constexpr auto z = w * x;

int main() { return shape(z).rank - 1; }
