// SPDX-License-Identifier: BSL-1.0
// Scores and target have one shape, or the target is the number of a class.
//
// expect: shapes_agree<
// expect: have_one_shape.*"z"\}, 10>.*
#include <etch/etch.hpp>
#include <etch/loss/cross_entropy_with_logits.hpp>

using namespace etch;

constexpr auto z = input<"z", 10>;
#ifdef REJECTED
constexpr auto y = distribution<"y", 9>;
#else
constexpr auto y = input<"y">;
#endif

constexpr auto result = cross_entropy_with_logits(z, y);

int main() { return shape(result).rank > 0; }
