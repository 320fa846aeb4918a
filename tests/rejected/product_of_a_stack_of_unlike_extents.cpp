// SPDX-License-Identifier: BSL-1.0
// In `a * b` of a stack and a matrix the columns of a are as many as the rows of b.
//
// expect: inner_extents_agree<
// expect: columns<4>.*rows<3>|rows<3>.*columns<4>
#include <etch/etch.hpp>

using namespace etch;

constexpr auto a = input<"a", 5, 3, 4>;
#ifdef REJECTED
constexpr auto b = input<"b", 3, 2>;
#else
constexpr auto b = input<"b", 4, 2>;
#endif

constexpr auto y = a * b;

int main() { return shape(y).rank - 3; }
