// SPDX-License-Identifier: BSL-1.0
// Affine runs with early matrices become one matrix where that saves work, and only there.
#include "graphs.hpp"
#include <etch/pass/collapse.hpp>

namespace {

using namespace graphs;

/// The simplified graph of `layers` on a vector, with parameters known early.
template <int Inputs>
constexpr dag graph_of(nn::Layer auto layers) {
  dag g = of(layers(input<"x", Inputs>));
  for (graph::leaf& leaf : g.leaves) {
    leaf.early = leaf.role == graph::role::parameter;
    leaf.batched = !leaf.early;
  }
  return simplified(pass::lift(g.view()));
}
constexpr std::size_t late_products(const dag& g) {
  return count<op::product>(pruned(pass::late_part<pass::known::early>(g.view())));
}
constexpr dag collapsed(const dag& g) {
  return simplified(pass::collapse_where_it_pays(g.view()));
}

using nn::linear;

// 64 to 64 to 64 pays; 784 to 10 to 784 does not.
constexpr auto square_layers = linear<"a", 64> | linear<"b", 64>;
constexpr auto bottleneck = linear<"a", 10> | linear<"b", 784>;
static_assert(late_products(graph_of<64>(square_layers)) == 2);
static_assert(late_products(collapsed(graph_of<64>(square_layers))) == 1);
static_assert(pass::has_runs_that_pay(graph_of<64>(square_layers).view()));
static_assert(!pass::has_runs_that_pay(graph_of<784>(bottleneck).view()));
static_assert(same(collapsed(graph_of<784>(bottleneck)), graph_of<784>(bottleneck)));

// The figures, in multiply-adds of one sample.
constexpr auto first_run(const dag& g) { return pass::affine_runs(g.view()).find()[0]; }
static_assert(first_run(graph_of<64>(square_layers)).cost == 2 * (64 * 64 + 64));
static_assert(first_run(graph_of<64>(square_layers)).collapsed == 64 * 64 + 64);
static_assert(first_run(graph_of<64>(square_layers)).taken);
static_assert(first_run(graph_of<784>(bottleneck)).cost == 2 * 7840 + 10 + 784);
static_assert(first_run(graph_of<784>(bottleneck)).collapsed == 784 * 784 + 784);
static_assert(!first_run(graph_of<784>(bottleneck)).taken);

// Only the part that pays: the bottleneck of four in the middle stays.
constexpr auto through_four =
    linear<"a", 100> | linear<"b", 100> | linear<"c", 4> | linear<"d", 100>;
static_assert(late_products(collapsed(graph_of<100>(through_four))) == 2);

// What is not affine separates runs; residual sums belong to them.
constexpr auto two_runs = linear<"a", 33> | linear<"b", 33> | nn::tanh | linear<"c", 33> |
                          nn::residual(linear<"d", 33>) | nn::relu | linear<"e", 9>;
static_assert(late_products(graph_of<33>(two_runs)) == 5);
static_assert(late_products(collapsed(graph_of<33>(two_runs))) == 3);
static_assert(count<op::tanh>(collapsed(graph_of<33>(two_runs))) == 1);

// A value that something else reads as well is computed anyway.
constexpr auto x = input<"x", 64>;
constexpr auto hidden = linear<"a", 64>(x);
constexpr bool kept_for_two_readers = [] {
  dag g = of(linear<"b", 64>(hidden), tanh(hidden));
  for (graph::leaf& leaf : g.leaves) leaf.early = leaf.role == graph::role::parameter;
  g = simplified(pass::lift(g.view()));
  return same(collapsed(g), g);
}();
static_assert(kept_for_two_readers);

static_assert(well_formed(collapsed(graph_of<33>(two_runs))));
static_assert(same(collapsed(collapsed(graph_of<33>(two_runs))),
                   collapsed(graph_of<33>(two_runs))));

}  // namespace

int main() {}
