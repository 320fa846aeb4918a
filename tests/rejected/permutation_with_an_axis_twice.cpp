// SPDX-License-Identifier: BSL-1.0
// A permutation names every axis once.
//
// expect: axes_are_a_permutation<
// expect: shape<0, 2, 2>
// expect: "x"\}, 3, 4, 5>
#include <etch/etch.hpp>

using namespace etch;

constexpr auto x = input<"x", 3, 4, 5>;
#ifdef REJECTED
constexpr auto y = permute<0, 2, 2>(x);
#else
constexpr auto y = permute<0, 2, 1>(x);
#endif

int main() { return shape(y).rank - 3; }
