// SPDX-License-Identifier: BSL-1.0
// Labels are one number or a vector of them.
//
// expect: labels_are_a_scalar_or_a_vector
// expect: "t"\}, 3, 4>
#include <etch/etch.hpp>

using namespace etch;

#ifdef REJECTED
constexpr auto t = input<"t", 3, 4>;
#else
constexpr auto t = input<"t", 3>;
#endif

constexpr auto y = nn::embedding<"e", 5, 2>(t);

int main() { return shape(y)[1] - 2; }
