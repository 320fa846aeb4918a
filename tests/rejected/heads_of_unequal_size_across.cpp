// SPDX-License-Identifier: BSL-1.0
// So they have where they attend to another sequence.
//
// expect: heads_divide_the_features<
// expect: heads<4>
// expect: features<10>
#include <etch/etch.hpp>

using namespace etch;

#ifdef REJECTED
constexpr auto x = input<"x", 7, 10>;
constexpr auto z = input<"z", 5, 10>;
#else
constexpr auto x = input<"x", 7, 12>;
constexpr auto z = input<"z", 5, 12>;
#endif

constexpr auto y = nn::multi_head_attention<"a", 4>(x, z, z);

int main() { return shape(y).rank - 2; }
