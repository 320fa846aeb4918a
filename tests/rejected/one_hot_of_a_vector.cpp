// SPDX-License-Identifier: BSL-1.0
// A label is a scalar.
//
// expect: operand_is_a_scalar
// expect: "x"\}, 3>
#include <etch/etch.hpp>

using namespace etch;

#ifdef REJECTED
constexpr auto x = input<"x", 3>;
#else
constexpr auto x = input<"x">;
#endif

constexpr auto y = one_hot<10>(x);

int main() { return shape(y).rank - 1; }
