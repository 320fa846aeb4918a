// SPDX-License-Identifier: BSL-1.0
// A new axis is one of the result's.
//
// expect: axis_is_one_of_the_results<
// expect: "x"\}, 3, 4>
// expect: \b3\b
#include <etch/etch.hpp>

using namespace etch;

constexpr auto x = input<"x", 3, 4>;
#ifdef REJECTED
constexpr auto y = stack<3>(x, x);
#else
constexpr auto y = stack<2>(x, x);
#endif

int main() { return shape(y).rank - 3; }
