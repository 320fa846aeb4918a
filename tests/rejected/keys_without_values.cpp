// SPDX-License-Identifier: BSL-1.0
// Every key has a value.
//
// expect: every_key_has_a_value<
// expect: "k"\}, 7, 3>
// expect: "v"\}, 6, 2>
#include <etch/etch.hpp>

using namespace etch;

#ifdef REJECTED
constexpr auto v = input<"v", 6, 2>;
#else
constexpr auto v = input<"v", 7, 2>;
#endif

constexpr auto q = input<"q", 5, 3>;
constexpr auto k = input<"k", 7, 3>;
constexpr auto y = causal_attention(q, k, v);

int main() { return shape(y).rank - 2; }
