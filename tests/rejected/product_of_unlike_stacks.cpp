// SPDX-License-Identifier: BSL-1.0
// In a product of two stacks of matrices, one has as many matrices as the other.
//
// expect: stacks_agree<
// expect: matrices<5>.*matrices<4>|matrices<4>.*matrices<5>
// expect: "a"\}, 5, 3, 4>
// expect: "b"\}, 4, 4, 2>
#include <etch/etch.hpp>

using namespace etch;

constexpr auto a = input<"a", 5, 3, 4>;
#ifdef REJECTED
constexpr auto b = input<"b", 4, 4, 2>;
#else
constexpr auto b = input<"b", 5, 4, 2>;
#endif

constexpr auto y = a * b;

int main() { return shape(y).rank - 3; }
