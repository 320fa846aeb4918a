// SPDX-License-Identifier: BSL-1.0
// A number is no variable.
// expect: variable_is_no_number
#include <etch/etch.hpp>

using namespace etch;

constexpr auto s = input<"s">;
#ifdef REJECTED
constexpr auto slope = grad(2_c * s, 2_c);
#else
constexpr auto slope = grad(2_c * s, s);
#endif

int main() { return shape(slope).rank; }
