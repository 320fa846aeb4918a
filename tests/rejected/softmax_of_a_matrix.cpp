// SPDX-License-Identifier: BSL-1.0
// A softmax is one of a vector.
//
// expect: operand_is_a_vector
// expect: "w"\}, 3, 4>.*shape.rank == 1|shape.rank == 1.*"w"\}, 3, 4>
#include <etch/etch.hpp>

using namespace etch;

#ifdef REJECTED
constexpr auto z = param<"w", 3, 4>;
#else
constexpr auto z = param<"w", 3>;
#endif

constexpr auto a = softmax(z);

int main() { return shape(a) != shape(z); }
