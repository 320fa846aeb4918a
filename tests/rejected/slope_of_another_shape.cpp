// SPDX-License-Identifier: BSL-1.0
// A declared slope has the shape of its variable.
//
// expect: slope_fits_value_and_variable<
// expect: "d"\}, 2>
// expect: "x"\}, 3>
#include <etch/etch.hpp>

using namespace etch;

constexpr auto x = input<"x", 3>;
#ifdef REJECTED
constexpr auto d = input<"d", 2>;
#else
constexpr auto d = input<"d", 3>;
#endif

constexpr auto y = with_gradient(exp(x), x, d);

int main() { return shape(y).rank - 1; }
