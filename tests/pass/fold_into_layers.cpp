// SPDX-License-Identifier: BSL-1.0
// Scales of a product's rows become scales of its matrix, which is computed before the call.
#include "graphs.hpp"
#include <etch/pass/fold_into_layers.hpp>
#include <etch/pass/split.hpp>

namespace {

using namespace graphs;

/// The simplified graph in which everything but inputs is known early.
template <class... E>
constexpr dag marked(E... e) {
  dag g = of(e...);
  for (graph::leaf& leaf : g.leaves) {
    leaf.early = graph::is_shared(leaf.role);
    leaf.batched = !leaf.early;
  }
  return simplified(pass::lift(g.view()));
}
constexpr dag folded(const dag& g) { return simplified(pass::fold_into_layers(g.view())); }
constexpr dag late(const dag& g) {
  return pruned(pass::late_part<pass::known::early>(g.view()));
}

constexpr auto x = input<"x", 9>;
constexpr auto w = param<"w", 4, 9>;
constexpr auto s = param<"s", 4>;
constexpr auto t = param<"t", 4>;
constexpr auto c = param<"c">;

// A scale, a quotient, a scalar, through sums and differences: one product and one sum are
// left.
constexpr bool is_one_layer(const dag& g) {
  const dag rest = late(g);
  return count<op::product>(rest) == 1 && count<op::multiply>(rest) == 0 &&
         count<op::divide>(rest) == 0 && count<op::add>(rest) + count<op::subtract>(rest) <= 1;
}
constexpr bool is_one_sum(const dag& g) {
  const dag rest = late(g);
  return count<op::product>(rest) == 2 && count<op::add>(rest) == 2;
}
static_assert(!is_one_layer(marked(hadamard(s, w* x) + t)));
static_assert(is_one_layer(folded(marked(hadamard(s, w* x) + t))));
static_assert(is_one_layer(folded(marked(hadamard(w * x + t, s) + t))));
static_assert(is_one_layer(folded(marked(hadamard(w * x - t, s) / t))));
static_assert(is_one_layer(folded(marked(c * (t - w * x)))));
static_assert(is_one_layer(folded(marked((w * x) / exp(c) + t + s))));

// Biases of two products, as a recurrent layer has them: one sum of all that is late.
constexpr auto u = param<"u", 4, 9>;
static_assert(!is_one_sum(marked((w * x + s) + (u * x + t))));
static_assert(is_one_sum(folded(marked((w * x + s) + (u * x + t)))));
static_assert(is_one_sum(folded(marked((t + w * x) + (s + u * x)))));

// Batch normalisation in evaluation, after a layer and after a convolution.
constexpr auto dense = nn::linear<"fc", 4> | nn::batch_norm<"n">;
static_assert(is_one_layer(folded(marked(dense(x)))));
constexpr auto planes = input<"planes", 3, 8, 7>;
constexpr auto layers = nn::conv2d<"c", 5, 3> | nn::batch_norm<"n">;
static_assert(!is_one_layer(marked(layers(planes))));
static_assert(is_one_layer(folded(marked(layers(planes)))));

// The operand's elements in another order, through reshapes; not where there are more of them,
// or the matrix differs from sample to sample.
constexpr bool keeps_order(const dag& g) {
  const dag rest = late(g);
  return count<op::transpose>(rest) == 0 && count<op::permute>(rest) == 0;
}
constexpr auto wide = param<"wide", 4, 24>;
constexpr auto rows = input<"rows", 6, 4>;
constexpr auto box = input<"box", 2, 3, 4>;
constexpr auto own_matrix = input<"own_matrix", 4, 24>;
static_assert(!keeps_order(marked(wide * flatten(transpose(rows)))));
static_assert(keeps_order(folded(marked(wide * flatten(transpose(rows))))));
static_assert(keeps_order(folded(marked(wide * flatten(permute<2, 0, 1>(box))))));
static_assert(keeps_order(
    folded(marked(wide * flatten(transpose(reshape<6, 4>(permute<2, 0, 1>(box))))))));
static_assert(
    !keeps_order(folded(marked(u * reshape<9, 4>(permute<2, 0, 1>(input<"z", 3, 4, 3>))))));
static_assert(!keeps_order(folded(marked(own_matrix * flatten(transpose(rows))))));

// Not through what is not affine, not where the scale differs along a row, not per sample.
static_assert(same(folded(marked(hadamard(s, tanh(w* x)))), marked(hadamard(s, tanh(w* x)))));
constexpr auto each = param<"each", 5, 6, 5>;
constexpr auto scaled_places = hadamard(each, nn::conv2d<"c", 5, 3>(planes));
static_assert(!is_one_layer(folded(marked(scaled_places))));
constexpr auto own = input<"own", 4>;
static_assert(same(folded(marked(hadamard(own, w* x))), marked(hadamard(own, w* x))));

static_assert(well_formed(folded(marked(layers(planes)))));
static_assert(same(folded(folded(marked(layers(planes)))), folded(marked(layers(planes)))));
static_assert(!pass::has_what_folds(marked(tanh(w * x + t)).view()));
constexpr bool waits_for_all = [] {
  dag g = marked(hadamard(s, w * x));
  g.leaves[0].early = false;  // a parameter that every call brings anew
  return !pass::has_what_folds(g.view());
}();
static_assert(waits_for_all);
static_assert(pass::has_what_folds(marked(layers(planes)).view()));

}  // namespace

int main() {}
