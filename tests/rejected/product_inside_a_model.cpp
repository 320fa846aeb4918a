// SPDX-License-Identifier: BSL-1.0
// One wrong product in a larger model is one error.
//
// expect: inner_extents_agree<
// expect: columns<784>.*rows<128>|rows<128>.*columns<784>
#include <etch/etch.hpp>

using namespace etch;

constexpr auto w = param<"w", 10, 784>;
constexpr auto b = param<"b", 10>;
constexpr auto y = distribution<"y", 10>;
#ifdef REJECTED
constexpr auto x = input<"x", 128>;
#else
constexpr auto x = input<"x", 784>;
#endif

constexpr auto loss = cross_entropy(softmax(w * x + b), y);

int main() { return shape(loss).rank; }
