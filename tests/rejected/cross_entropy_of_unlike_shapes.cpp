// SPDX-License-Identifier: BSL-1.0
// Probabilities and target have one shape.
//
// expect: shapes_agree<
// expect: have_one_shape.*softmax.*, 4>
// expect: have_one_shape.*"y"\}, 3>
#include <etch/etch.hpp>

using namespace etch;

constexpr auto y = distribution<"y", 3>;
#ifdef REJECTED
constexpr auto z = input<"z", 4>;
#else
constexpr auto z = input<"z", 3>;
#endif

constexpr auto loss = cross_entropy(softmax(z), y);

int main() { return shape(loss).rank; }
