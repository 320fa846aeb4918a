// SPDX-License-Identifier: BSL-1.0
// Long products of numbers begin with what is known first, and nothing else changes.
#include "graphs.hpp"
#include <etch/pass/order_factors.hpp>

namespace {

using namespace graphs;

constexpr auto x = input<"x">;
constexpr auto p = param<"p">;
constexpr auto v = input<"v", 3>;

template <int Count, class E>
constexpr auto nested(E e) {
  if constexpr (Count == 0)
    return e;
  else
    return tanh(sigmoid(nested<Count - 1>(e)));
}
constexpr dag ordered(const dag& g) { return pruned(pass::order_factors(pruned(g).view())); }
constexpr bool any(const dag& g) { return pass::has_long_products(g.view()); }

/// Operations one after the other, from the leaves to an output.
constexpr std::size_t depth(const dag& g, std::size_t output) {
  graph::list<std::size_t> below(g.nodes.size(), 0);
  for (node_id id = 0; id < g.nodes.size(); ++id)
    for (int k = 0; k < g.nodes[id].op->arity; ++k) {
      const std::size_t of_operand = below[g.nodes[id].operands[k]];
      if (of_operand >= below[id]) below[id] = of_operand + 1;
    }
  return below[g.outputs[output].node];
}

// A gradient is known a few operations after the value.
constexpr auto chain = nested<12>(p * x);
constexpr dag with_gradient() { return ready(single(chain, grad(chain, p))); }
constexpr bool grows_with_the_chain = depth(with_gradient(), 1) >
                                      depth(with_gradient(), 0) + 20;
constexpr bool is_soon_known =
    depth(ordered(with_gradient()), 1) <= depth(ordered(with_gradient()), 0) + 4;
static_assert(any(with_gradient()) && well_formed(ordered(with_gradient())));
static_assert(grows_with_the_chain && is_soon_known);
static_assert(count<op::multiply>(ordered(with_gradient())) ==
              count<op::multiply>(pruned(with_gradient())));

// Few factors, per sample, of arrays: as written.
constexpr auto few = nested<2>(p * x);
static_assert(!any(ready(single(few, grad(few, p)))));
static_assert(!any(ready(batched(chain, grad(chain, p)))));
constexpr auto of_arrays = sum(nested<12>(p * v));
static_assert(!any(ready(single(of_arrays, grad(of_arrays, v)))));

// What is read elsewhere is a factor; powers by multiplication are factors as often as they
// occur.
constexpr auto four = exp(x) * sin(x) * (cos(x) * tanh(x));
constexpr auto eight = four * sqrt(x) * log(x) * exp2(x) * sigmoid(x);
static_assert(any(single(eight)) && !any(single(four, eight)));
static_assert(count<op::multiply>(ordered(single(eight))) == 7);

}  // namespace

int main() {}
