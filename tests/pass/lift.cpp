// SPDX-License-Identifier: BSL-1.0
// What depends on a batched leaf has one value per sample; without a batch, reductions
// disappear.
#include "graphs.hpp"

namespace {

using namespace graphs;

constexpr auto x = input<"x">;
constexpr auto u = input<"u", 3>;
constexpr auto w = param<"w", 3>;

constexpr bool is_batched(const dag& g, std::size_t output = 0) {
  return g.nodes[g.outputs[output].node].batched && g.outputs[output].batched;
}

static_assert(is_batched(batched(x)) && is_batched(batched(dot(u, w))) &&
              !is_batched(batched(w)));
static_assert(!is_batched(batched(batch_sum(u))) && is_batched(batched(u - batch_sum(u))));
static_assert(is_batched(batched(grad(dot(u, w), u))) &&
              !is_batched(batched(grad(dot(u, w), w))));
static_assert(!is_batched(single(u)) &&
              well_formed(batched(dot(u - batch_sum(u), w), grad(dot(u, w), w))));

// One sample is its own sum, mean and maximum.
static_assert(merged(single(batch_sum(u), u)) && merged(single(batch_max(u), u)));
static_assert(merged(pass::simplify(single(batch_mean(u), u).view())));
static_assert(merged(single(number_of_samples{}, 1_c)));

// Shared values count once for each sample; their maximum is themselves.
static_assert(merged(batched(batch_sum(w), w* number_of_samples{}, u)));
static_assert(merged(batched(batch_max(w), w, u)));
static_assert(count<op::batch_sum>(batched(batch_sum(w), u)) == 0);
static_assert(count<op::batch_sum>(batched(batch_sum(u), u)) == 1);

// Inputs may be bound to one sample where others are batched.
constexpr bool unbatched_input_is_shared() {
  dag g = of(batch_sum(x), batch_sum(x * u));
  for (graph::leaf& leaf : g.leaves) leaf.batched = leaf.name == "u";
  const dag lifted = pass::lift(g.view());
  return count<op::batch_sum>(lifted) == 1 && count<op::batch_size>(lifted) == 1;
}
static_assert(unbatched_input_is_shared());

}  // namespace

int main() {}
