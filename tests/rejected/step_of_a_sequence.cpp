// SPDX-License-Identifier: BSL-1.0
// One step takes the input of one step, a vector.
//
// expect: operand_is_a_vector
// expect: "x"\}, 7, 5>
#include <etch/etch.hpp>

using namespace etch;

#ifdef REJECTED
constexpr auto x = input<"x", 7, 5>;
#else
constexpr auto x = input<"x", 5>;
#endif

constexpr auto h = input<"h", 3>;
constexpr auto y = nn::gru<"g", 3>.step(x, h).h;

int main() { return shape(y).rank - 1; }
