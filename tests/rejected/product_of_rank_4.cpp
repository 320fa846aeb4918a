// SPDX-License-Identifier: BSL-1.0
// Products are of ranks up to 3.
//
// expect: ranks_have_a_product<
// expect: "a"\}, 2, 5, 3, 4>
#include <etch/etch.hpp>

using namespace etch;

#ifdef REJECTED
constexpr auto a = input<"a", 2, 5, 3, 4>;
#else
constexpr auto a = input<"a", 10, 3, 4>;
#endif

constexpr auto y = a * input<"b", 4, 2>;

int main() { return shape(y).rank - 3; }
