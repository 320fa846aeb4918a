// SPDX-License-Identifier: BSL-1.0
// Seen from the last axis, an extent is that of the new shape, or 1.
//
// expect: shape_can_be_broadcast<
// expect: shape<5, 3, 4>
// expect: "x"\}, 3, 2>
#include <etch/etch.hpp>

using namespace etch;

#ifdef REJECTED
constexpr auto x = input<"x", 3, 2>;
#else
constexpr auto x = input<"x", 3, 1>;
#endif

constexpr auto y = broadcast_to<5, 3, 4>(x);

int main() { return shape(y).rank - 3; }
