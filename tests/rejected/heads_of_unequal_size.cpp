// SPDX-License-Identifier: BSL-1.0
// Heads have equal parts of the features.
//
// expect: heads_divide_the_features<
// expect: heads<4>
// expect: features<10>
#include <etch/etch.hpp>

using namespace etch;

#ifdef REJECTED
constexpr auto x = input<"x", 7, 10>;
#else
constexpr auto x = input<"x", 7, 12>;
#endif

constexpr auto y = nn::multi_head_attention<"a", 4>(x);

int main() { return shape(y).rank - 2; }
