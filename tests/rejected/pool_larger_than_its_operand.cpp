// SPDX-License-Identifier: BSL-1.0
// A pool has a place over its operand.
//
// expect: kernel_fits_in_the_operand<
// expect: kernel<1, 8>
// expect: plane<1, 7>
#include <etch/etch.hpp>

using namespace etch;

constexpr auto x = input<"x", 3, 7>;
#ifdef REJECTED
constexpr auto y = nn::max_pool<8>(x);
#else
constexpr auto y = nn::max_pool<7>(x);
#endif

int main() { return shape(y)[1] - 1; }
