// SPDX-License-Identifier: BSL-1.0
// No more than half of a pool's window is padding.
//
// expect: padding_is_at_most_half_the_kernel
// expect: pool<3, 3, 1, 1, 2, 2>
#include <etch/etch.hpp>

using namespace etch;

constexpr auto x = input<"x", 3, 7, 7>;
#ifdef REJECTED
constexpr auto y = average_pool<3, 1, 2>(x);
#else
constexpr auto y = average_pool<3, 1, 1>(x);
#endif

int main() { return shape(y)[1] - 7; }
