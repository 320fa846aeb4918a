// SPDX-License-Identifier: BSL-1.0
// A gated linear unit splits a vector in two halves.
//
// expect: elements_have_two_halves
// expect: "x"\}, 5>
#include <etch/activation/glu.hpp>
#include <etch/etch.hpp>

using namespace etch;

#ifdef REJECTED
constexpr auto x = input<"x", 5>;
#else
constexpr auto x = input<"x", 6>;
#endif

constexpr auto result = glu(x);

int main() { return shape(result).rank > 1; }
