// SPDX-License-Identifier: BSL-1.0
// Queries are the rows of a matrix, or of each matrix of a stack.
//
// expect: operand_is_a_matrix_or_a_stack
// expect: "q"\}, 3>
#include <etch/etch.hpp>

using namespace etch;

#ifdef REJECTED
constexpr auto q = input<"q", 3>;
#else
constexpr auto q = input<"q", 5, 3>;
#endif

constexpr auto k = input<"k", 7, 3>;
constexpr auto y = attention(q, k, k);

int main() { return shape(y).rank - 2; }
