// SPDX-License-Identifier: BSL-1.0
// A factor is written `2.0_c`.
//
// expect: number_is_written_with_suffix_c
// expect-g++: is_arithmetic.*\[with E = double\]
// expect-clang: 'double' does not satisfy 'number_is_written_with_suffix_c'
#include <etch/etch.hpp>

using namespace etch;

constexpr auto x = input<"x", 3>;

#ifdef REJECTED
constexpr auto result = 2.0 * x;
#else
constexpr auto result = 2.0_c * x;
#endif

int main() { return shape(result).rank - 1; }
