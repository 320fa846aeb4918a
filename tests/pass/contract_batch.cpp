// SPDX-License-Identifier: BSL-1.0
// A sum over the batch of products is one product, and no product per sample is left.
#include "graphs.hpp"

namespace {

using namespace graphs;

constexpr auto u = input<"u", 3>;
constexpr auto v = input<"v", 5>;
constexpr auto a = input<"a", 3, 5>;
constexpr auto w = param<"w", 3, 5>;

constexpr dag contracted(const dag& g) {
  return pruned(run(g, pass::simplify, pass::contract_batch));
}

template <class E>
constexpr bool becomes_one_product(E e) {
  const dag g = contracted(batched(e));
  return count<op::batch_product>(g) == 1 && count<op::product>(g) == 0 &&
         count<op::batch_sum>(g) == 0;
}

static_assert(becomes_one_product(batch_sum(outer(u, v))) &&
              becomes_one_product(batch_sum(a * v)));
static_assert(becomes_one_product(batch_sum(transpose(a) * u)) &&
              becomes_one_product(batch_sum(a * transpose(a))));
static_assert(contracted(batched(batch_sum(outer(u, v)))).nodes.back().detail ==
              graph::right_transposed);

// A factor that samples share leaves the sum instead; other sums stay.
static_assert(count<op::batch_product>(contracted(batched(batch_sum(w * v)))) == 0);
static_assert(count<op::batch_sum>(contracted(batched(batch_sum(w * v)))) == 1);
static_assert(count<op::batch_sum>(contracted(batched(batch_sum(hadamard(a, a))))) == 1);

// A product that somebody else reads is still made.
static_assert(count<op::product>(contracted(batched(batch_sum(outer(u, v)), outer(u, v)))) ==
              1);

// The gradients of a network's weights are such products.
constexpr bool trains_without_products_per_sample() {
  using namespace models;
  const dag g =
      pruned(run(batched(mean_loss, grad(mean_loss, w1), grad(mean_loss, w2)), pass::simplify,
                 pass::differentiate, pass::simplify, pass::expand, pass::contract_batch));
  return count<op::batch_product>(g) == 2 && count<op::product>(g) == 3;
}
static_assert(trains_without_products_per_sample());

}  // namespace

int main() {}
