// SPDX-License-Identifier: BSL-1.0
// A value has at most four axes.
//
// expect: axes_are_at_most_four
// expect: "x"\}, 2, 3, 4, 5>
#include <etch/etch.hpp>

using namespace etch;

#ifdef REJECTED
constexpr auto x = input<"x", 2, 3, 4, 5>;
#else
constexpr auto x = input<"x", 2, 3, 4>;
#endif

constexpr auto y = repeat<0, 7>(x);

int main() { return shape(y).rank - 4; }
