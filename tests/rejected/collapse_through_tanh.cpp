// SPDX-License-Identifier: BSL-1.0
// One activation between two layers, and they are not affine together.
// expect: expression_is_affine<
// expect: op::add, \d+, 10>
// expect: "x"\}, 784>
#include <etch/etch.hpp>

using namespace etch;

constexpr auto x = input<"x", 784>;
constexpr auto hidden = param<"w1", 32, 784> * x + param<"b1", 32>;

#ifdef REJECTED
constexpr auto activated = tanh(hidden);
#else
constexpr auto activated = hidden;
#endif

constexpr auto y = collapse(param<"w2", 10, 32> * activated + param<"b2", 10>, x);

int main() { return shape(y).rank - 1; }
