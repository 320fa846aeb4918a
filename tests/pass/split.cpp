// SPDX-License-Identifier: BSL-1.0
// A graph with early leaves becomes two: one that is computed before all calls, and the rest.
#include "graphs.hpp"
#include <etch/pass/split.hpp>

namespace {

using namespace graphs;
using pass::known;

constexpr auto x = input<"x", 5>;
constexpr auto w = param<"w", 3, 5>;
constexpr auto v = param<"v", 4, 3>;
constexpr auto b = param<"b", 3>;
constexpr auto s = param<"s">;

/// The simplified graph with parameters known early, and inputs bound to batches.
template <class... E>
constexpr dag marked(E... e) {
  dag g = of(e...);
  for (graph::leaf& leaf : g.leaves) {
    leaf.early = leaf.role == graph::role::parameter;
    leaf.batched = !leaf.early;
  }
  return simplified(pass::lift(g.view()));
}
constexpr dag early(const dag& g) { return pruned(pass::early_part<known::early>(g.view())); }
constexpr dag late(const dag& g) { return pruned(pass::late_part<known::early>(g.view())); }

// A layer: the matrix is held by columns, the bias as it is.
constexpr auto layer = [] {
  const dag g = marked(tanh(w * x + b)), e = early(g), l = late(g);
  return e.outputs.size() == 2 && count<op::transpose>(e) == 1 && count<op::product>(l) == 1 &&
         l.leaves.size() == 3 && l.leaves[0].role == graph::role::input &&
         l.leaves[1].role == graph::role::held && l.leaves[2].role == graph::role::held &&
         l.nodes[l.outputs[0].node].batched;
}();
static_assert(layer);

constexpr const graph::node& product_in(const dag& g) {
  for (const graph::node& n : g.nodes) {
    if (n.is<op::product>()) return n;
  }
  return g.nodes[0];
}
static_assert(product_in(late(marked(w * x))).detail == graph::left_transposed);
static_assert(product_in(late(marked(transpose(w) * b + x))).is<op::leaf>());

// What depends on parameters alone is computed early, however much it is; scalars that fill a
// shape are held as scalars.
static_assert(count<op::product>(late(marked((v * w) * x))) == 1);
static_assert(count<op::product>(early(marked((v * w) * x))) == 1);
static_assert(late(marked(x + broadcast_to<5>(exp(s)))).leaves[1].shape.is_scalar());
static_assert(count<op::exp>(late(marked(exp(s) * x))) == 0);

// A matrix that is read in two ways is held as it is.
static_assert(count<op::transpose>(early(marked(w * x, sum(x) * w))) == 0);
static_assert(count<op::transpose>(early(marked(w * x, w))) == 0);

// An output that nothing late is in; one with nothing early.
static_assert(late(marked(v * w)).nodes.size() == 1);
static_assert(early(marked(tanh(x))).outputs.size() == 0);
static_assert(same(late(marked(tanh(x))), marked(tanh(x))));

// Reductions over the batch depend on how many samples there are, even of parameters.
static_assert(count<op::batch_size>(late(marked(batch_sum(squared_norm(w)) * x))) == 1);

// A gradient by a parameter keeps the parameter, and what is made of it, in sight.
constexpr auto loss = squared_norm(tanh(w * x + b));
static_assert(count<op::product>(late(marked(grad(loss, w)))) == 1);
static_assert(count<op::gradient>(late(marked(grad(loss, w)))) == 1);
static_assert(count<op::gradient>(late(marked(grad(squared_norm(exp(w)), w)))) == 1);
static_assert(count<op::exp>(late(marked(grad(squared_norm(exp(w)), w)))) == 1);

// Constants: arrays of them are computed, single numbers stay.
constexpr dag tabled(dag g) {
  for (graph::leaf& leaf : g.leaves) leaf.early = false;
  return pruned(pass::late_part<known::always>(g.view()));
}
constexpr auto weighted = dot(positions<5> + 1_c, x);
static_assert(pass::has_tables(marked(weighted).view()));
static_assert(count<op::positions>(tabled(marked(weighted))) == 0);
static_assert(count<op::constant>(tabled(marked(weighted))) == 0);
static_assert(count<op::constant>(tabled(marked(2_c * x))) == 1);
static_assert(!pass::has_tables(marked(2_c * x).view()));

constexpr bool all_well_formed = [] {
  using namespace models;
  const dag g = marked(mean_loss, spread, log_mean, three_walks, each_sample);
  return well_formed(early(g)) && well_formed(late(g)) && well_formed(tabled(g));
}();
static_assert(all_well_formed);

}  // namespace

int main() {}
