// SPDX-License-Identifier: BSL-1.0
// A number in a function of two operands has its suffix, too.
//
// expect: number_is_written_with_suffix_c
// expect-g++: is_arithmetic.*\[with E = double\]
// expect-clang: 'double' does not satisfy 'number_is_written_with_suffix_c'
#include <etch/etch.hpp>

using namespace etch;

constexpr auto x = input<"x", 3>;

#ifdef REJECTED
constexpr auto result = hadamard(x, 0.5);
#else
constexpr auto result = hadamard(x, 0.5_c);
#endif

int main() { return shape(result).rank - 1; }
