// SPDX-License-Identifier: BSL-1.0
// Queries and keys have one length.
//
// expect: queries_are_as_long_as_keys<
// expect: "q"\}, 5, 4>
// expect: "k"\}, 7, 3>
#include <etch/etch.hpp>

using namespace etch;

#ifdef REJECTED
constexpr auto q = input<"q", 5, 4>;
#else
constexpr auto q = input<"q", 5, 3>;
#endif

constexpr auto k = input<"k", 7, 3>;
constexpr auto y = attention(q, k, k);

int main() { return shape(y).rank - 2; }
