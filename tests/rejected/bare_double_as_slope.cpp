// SPDX-License-Identifier: BSL-1.0
// The numbers of an activation are written with the suffix _c.
//
// expect: number_is_written_with_suffix_c
// expect: double
#include <etch/activation/leaky_relu.hpp>
#include <etch/etch.hpp>

using namespace etch;

constexpr auto x = input<"x", 3>;
#ifdef REJECTED
constexpr auto result = leaky_relu(x, 0.2);
#else
constexpr auto result = leaky_relu(x, 0.2_c);
#endif

int main() { return shape(result) != shape(x); }
