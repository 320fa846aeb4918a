// SPDX-License-Identifier: BSL-1.0
// Queries, keys and values of several heads have as many features.
//
// expect: queries_are_as_long_as_keys<
// expect: "k"\}, 5, 12>
// expect: "v"\}, 5, 8>
#include <etch/etch.hpp>

using namespace etch;

#ifdef REJECTED
constexpr auto v = input<"v", 5, 8>;
#else
constexpr auto v = input<"v", 5, 12>;
#endif

constexpr auto q = input<"q", 7, 12>;
constexpr auto k = input<"k", 5, 12>;
constexpr auto y = nn::multi_head_attention<"a", 4>(q, k, v);

int main() { return shape(y).rank - 2; }
