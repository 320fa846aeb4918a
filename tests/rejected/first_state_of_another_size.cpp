// SPDX-License-Identifier: BSL-1.0
// A sequence begins with a state that has one element for each unit.
//
// expect: state_has_one_element_per_unit<
// expect: "h"\}, 3, 1>
// expect: units<3>
#include <etch/etch.hpp>

using namespace etch;

#ifdef REJECTED
constexpr auto h = input<"h", 3, 1>;
#else
constexpr auto h = input<"h", 3>;
#endif

constexpr auto x = input<"x", 7, 5>;
constexpr auto y = nn::rnn<"r", 3>(x, h).all;

int main() { return shape(y).rank - 2; }
