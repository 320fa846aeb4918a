// SPDX-License-Identifier: BSL-1.0
// The hidden state has one element for each unit.
//
// expect: state_has_one_element_per_unit<
// expect: "h"\}, 4>
// expect: units<3>
#include <etch/etch.hpp>

using namespace etch;

#ifdef REJECTED
constexpr auto h = input<"h", 4>;
#else
constexpr auto h = input<"h", 3>;
#endif

constexpr auto x = input<"x", 5>;
constexpr auto y = nn::gru<"g", 3>.step(x, h).h;

int main() { return shape(y).rank - 1; }
