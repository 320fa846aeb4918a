// SPDX-License-Identifier: BSL-1.0
// A value has at most four axes.
//
// expect: axes_are_at_most_four
// expect: shape<2, 1, 1, 1, 6>
#include <etch/etch.hpp>

using namespace etch;

constexpr auto x = input<"x", 12>;
#ifdef REJECTED
constexpr auto y = reshape<2, 1, 1, 1, 6>(x);
#else
constexpr auto y = reshape<2, 1, 1, 6>(x);
#endif

int main() { return shape(y).rank - 4; }
