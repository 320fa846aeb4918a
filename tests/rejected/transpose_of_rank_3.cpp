// SPDX-License-Identifier: BSL-1.0
// Vectors and matrices have a transpose.
//
// expect: operand_is_a_vector_or_matrix
// expect: "t"\}, 2, 3, 4>
#include <etch/etch.hpp>

using namespace etch;

#ifdef REJECTED
constexpr auto t = param<"t", 2, 3, 4>;
#else
constexpr auto t = param<"t", 2, 3>;
#endif

constexpr auto result = transpose(t);

int main() { return shape(result).rank != 2; }
