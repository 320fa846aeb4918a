// SPDX-License-Identifier: BSL-1.0
// A recurrent layer takes a sequence, a matrix with a row for each step.
//
// expect: operand_is_a_sequence
// expect: "x"\}, 5>
#include <etch/etch.hpp>

using namespace etch;

#ifdef REJECTED
constexpr auto x = input<"x", 5>;
#else
constexpr auto x = input<"x", 7, 5>;
#endif

constexpr auto y = nn::lstm<"l", 3>(x);

int main() { return shape(y).rank - 2; }
