// SPDX-License-Identifier: BSL-1.0
// Chains of products are multiplied in the cheapest order, and nothing else changes.
#include "graphs.hpp"
#include <etch/pass/order_products.hpp>

namespace {

using namespace graphs;

constexpr auto a = param<"a", 10, 200>;
constexpr auto b = param<"b", 200, 300>;
constexpr auto c = param<"c", 300, 30>;
constexpr auto x = input<"x", 30>;
constexpr auto v = input<"v", 300>;
constexpr auto u = input<"u", 10>;

/// The multiplications of all products; those per sample count as often as is assumed.
constexpr std::size_t multiplications(const dag& g) {
  std::size_t total = 0;
  for (const graph::node& n : g.nodes) {
    if (!n.is<op::product>()) continue;
    const std::size_t times = n.batched ? pass::assumed_samples : 1;
    total += times * pass::multiplications(n, g.nodes[n.operands[0]].shape);
  }
  return total;
}
constexpr dag ordered(const dag& g) {
  return pruned(pass::order_products(simplified(g).view()));
}

// As written, from left to right, and from right to left.
static_assert(multiplications(simplified(single(a * b * c * x))) ==
              10 * 200 * 300 + 10 * 300 * 30 + 10 * 30);
static_assert(multiplications(ordered(single(a * b * c * x))) ==
              300 * 30 + 200 * 300 + 10 * 200);
static_assert(multiplications(ordered(single(a * (b * (c * x))))) ==
              300 * 30 + 200 * 300 + 10 * 200);

// A batch makes one product beforehand cheaper than two for each sample.
static_assert(same(ordered(single(a * (b * v))), simplified(single(a*(b* v)))));
static_assert(multiplications(simplified(batched(a * (b * v)))) == 64 * (200 * 300 + 10 * 200));
static_assert(multiplications(ordered(batched(a * (b * v)))) == 10 * 200 * 300 + 64 * 10 * 300);

// Factors that are read transposed, at the left end, the right end, and around a product.
static_assert(multiplications(ordered(single(transpose(b) * transpose(a) * u))) ==
              200 * 10 + 300 * 200);
static_assert(multiplications(ordered(single(transpose(a * b) * u))) == 200 * 10 + 300 * 200);
static_assert(multiplications(ordered(single(outer(u, v) * v))) == 300 + 10);
static_assert(multiplications(ordered(single(transpose(outer(v, u)) * v))) == 300 + 10);

// What somebody else reads as well is kept, and chains in order stay as they are.
constexpr auto ab = a * b;
static_assert(same(ordered(single(ab * v, ab)), simplified(single(ab* v, ab))));
static_assert(same(ordered(single(a * tanh(b * v))), simplified(single(a* tanh(b* v)))));
static_assert(!pass::has_chains(simplified(single(a * tanh(b * v))).view()));
static_assert(pass::has_chains(simplified(single(a * (b * v))).view()));

// Idempotent, and well formed.
constexpr auto everything = [] {
  const dag g = ordered(batched(a * b * c * x, transpose(a * b) * u, ab * v, ab));
  return well_formed(g) && same(pruned(pass::order_products(g.view())), g);
}();
static_assert(everything);

}  // namespace

int main() {}
