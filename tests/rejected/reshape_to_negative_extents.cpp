// SPDX-License-Identifier: BSL-1.0
// Every extent is at least 1.
//
// expect: extents_are_positive
// expect: shape<-3, -4>
#include <etch/etch.hpp>

using namespace etch;

constexpr auto x = input<"x", 12>;
#ifdef REJECTED
constexpr auto y = reshape<-3, -4>(x);
#else
constexpr auto y = reshape<3, 4>(x);
#endif

int main() { return shape(y).rank - 2; }
