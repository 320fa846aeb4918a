// SPDX-License-Identifier: BSL-1.0
// A sample's value is no matrix times its own variable where the others' are in it.
// expect: samples_are_not_mixed<
// expect: "x"\}, 3>
#include <etch/etch.hpp>

using namespace etch;

constexpr auto x = input<"x", 3>;

#ifdef REJECTED
constexpr auto centred = x - batch_mean(x);
#else
constexpr auto centred = x - mean(x);
#endif

constexpr auto y = collapse(param<"w", 2, 3> * centred, x);

int main() { return shape(y).rank - 1; }
