// SPDX-License-Identifier: BSL-1.0
// The condition and both branches of a choice have one shape.
//
// expect: shapes_agree<
// expect: have_one_shape.*"a"\}, 3>.*
// expect: have_one_shape.*"b"\}, 4>.*
#include <etch/etch.hpp>

using namespace etch;

constexpr auto condition = input<"condition">;
constexpr auto a = input<"a", 3>;
#ifdef REJECTED
constexpr auto b = param<"b", 4>;
#else
constexpr auto b = param<"b", 3>;
#endif

constexpr auto result = where(condition, a, b);

int main() { return shape(result).rank > 1; }
