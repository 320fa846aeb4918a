// SPDX-License-Identifier: BSL-1.0
// A reshape keeps the number of elements.
//
// expect: reshape_keeps_the_number_of_elements<
// expect: "x"\}, 12>.*shape<5, 2>|shape<5, 2>.*"x"\}, 12>
#include <etch/etch.hpp>

using namespace etch;

constexpr auto x = input<"x", 12>;
#ifdef REJECTED
constexpr auto y = reshape<5, 2>(x);
#else
constexpr auto y = reshape<6, 2>(x);
#endif

int main() { return shape(y).rank - 2; }
