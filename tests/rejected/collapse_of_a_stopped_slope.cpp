// SPDX-License-Identifier: BSL-1.0
// The matrix of a collapsed expression is made of derivatives, so these are to be its own.
// expect: slope_is_the_values_own<
// expect: "x"\}, 3>
#include <etch/etch.hpp>

using namespace etch;

constexpr auto x = input<"x", 3>;
constexpr auto scores = param<"w", 2, 3> * x;

#ifdef REJECTED
constexpr auto y = collapse(stop_gradient(scores), x);
#else
constexpr auto y = stop_gradient(collapse(scores, x));
#endif

int main() { return shape(y).rank - 1; }
