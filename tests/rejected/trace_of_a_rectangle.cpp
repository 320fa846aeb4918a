// SPDX-License-Identifier: BSL-1.0
// Only a square matrix has a trace.
//
// expect: operand_is_a_square_matrix
// expect: "x"\}, 3, 4>
#include <etch/etch.hpp>

using namespace etch;

#ifdef REJECTED
constexpr auto x = input<"x", 3, 4>;
#else
constexpr auto x = input<"x", 3, 3>;
#endif

constexpr auto y = trace(x);

int main() { return shape(y).rank; }
