// SPDX-License-Identifier: BSL-1.0
// A trained slope is one for all, or one for each place of the first axis.
//
// expect: slopes_are_one_or_one_per_channel
// expect: "a"\}, 7>
#include <etch/activation/prelu.hpp>
#include <etch/etch.hpp>

using namespace etch;

constexpr auto x = input<"x", 3, 7>;
#ifdef REJECTED
constexpr auto a = param<"a", 7>;
#else
constexpr auto a = param<"a", 3>;
#endif

constexpr auto result = prelu(x, a);

int main() { return shape(result) != shape(x); }
