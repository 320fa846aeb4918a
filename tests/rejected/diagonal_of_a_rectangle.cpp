// SPDX-License-Identifier: BSL-1.0
// Only a square matrix has a diagonal, and a vector is one.
//
// expect: operand_is_a_vector_or_square_matrix
// expect: "x"\}, 3, 4>
#include <etch/etch.hpp>

using namespace etch;

#ifdef REJECTED
constexpr auto x = input<"x", 3, 4>;
#else
constexpr auto x = input<"x", 3, 3>;
#endif

constexpr auto y = diag(x);

int main() { return shape(y).rank - 1; }
