// SPDX-License-Identifier: BSL-1.0
// A summand is written `1_c`.
//
// expect: number_is_written_with_suffix_c
// expect-g++: is_arithmetic.*\[with E = int\]
// expect-clang: 'int' does not satisfy 'number_is_written_with_suffix_c'
#include <etch/etch.hpp>

using namespace etch;

constexpr auto x = input<"x", 3>;

#ifdef REJECTED
constexpr auto result = x + 1;
#else
constexpr auto result = x + 1_c;
#endif

int main() { return shape(result).rank - 1; }
