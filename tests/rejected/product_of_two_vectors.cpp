// SPDX-License-Identifier: BSL-1.0
// `*` is no product of two vectors: that is `dot`, `outer` or `hadamard`.
//
// expect: ranks_have_a_product<
// expect: have_a_product.*"a"\}, 3>
// expect: have_a_product.*"b"\}, 3>
#include <etch/etch.hpp>

using namespace etch;

constexpr auto a = input<"a", 3>;
constexpr auto b = input<"b", 3>;

#ifdef REJECTED
constexpr auto product = a * b;
#else
constexpr auto product = outer(a, b);
#endif

int main() { return shape(product).rank != 2; }
