// SPDX-License-Identifier: BSL-1.0
// A divisor is written `2.0_c`.
//
// expect: number_is_written_with_suffix_c
// expect-g++: is_arithmetic.*\[with E = float\]
// expect-clang: 'float' does not satisfy 'number_is_written_with_suffix_c'
#include <etch/etch.hpp>

using namespace etch;

constexpr auto x = input<"x", 3>;

#ifdef REJECTED
constexpr auto result = x / 2.0f;
#else
constexpr auto result = x / 2.0_c;
#endif

int main() { return shape(result).rank - 1; }
