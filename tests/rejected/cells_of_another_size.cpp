// SPDX-License-Identifier: BSL-1.0
// So have the memory cells of an LSTM.
//
// expect: state_has_one_element_per_unit<
// expect: "c"\}, 4>
// expect: units<3>
#include <etch/etch.hpp>

using namespace etch;

#ifdef REJECTED
constexpr auto c = input<"c", 4>;
#else
constexpr auto c = input<"c", 3>;
#endif

constexpr auto x = input<"x", 5>;
constexpr auto h = input<"h", 3>;
constexpr auto y = nn::lstm<"l", 3>.step(x, h, c).h;

int main() { return shape(y).rank - 1; }
