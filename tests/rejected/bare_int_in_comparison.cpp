// SPDX-License-Identifier: BSL-1.0
// A number in a comparison is written with its suffix.
//
// expect: number_is_written_with_suffix_c
// expect-g++: is_arithmetic.*\[with E = int\]
// expect-clang: 'int' does not satisfy 'number_is_written_with_suffix_c'
#include <etch/etch.hpp>

using namespace etch;

constexpr auto x = input<"x", 3>;
#ifdef REJECTED
constexpr auto zero = 0;
#else
constexpr auto zero = 0_c;
#endif

constexpr auto result = x > zero;

int main() { return shape(result).rank > 1; }
