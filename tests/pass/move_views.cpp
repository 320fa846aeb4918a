// SPDX-License-Identifier: BSL-1.0
// Views end at what is stored anyway, and groups grow over them.
#include "graphs.hpp"
#include <etch/pass/scheduler.hpp>

namespace {

using namespace graphs;

constexpr auto v = input<"v", 12>;
constexpr auto u = input<"u", 12>;
constexpr auto m = input<"m", 3, 4>;
constexpr auto w = param<"w", 12, 5>;
constexpr auto y = input<"y", 5>;
constexpr auto column = param<"column", 12, 1>;
constexpr auto one = input<"one", 1>;

constexpr dag prepared(const dag& g) {
  return pruned(run(g, pass::simplify, pass::scale_columns, pass::move_views));
}
constexpr std::size_t calls(const dag& g) {
  return pass::scheduler(prepared(g).view()).run().calls.size();
}

// A reshape does not end a group, of one sample or of many.
constexpr auto reshaped = hadamard(reshape<3, 4>(tanh(v + u)), m);
static_assert(calls(single(reshaped)) == 1 && calls(batched(reshaped)) == 1);
static_assert(well_formed(prepared(single(reshaped))));

// Parts of one product and its bias meet in one group, as the gates of an LSTM do.
constexpr auto gates = w * y + v;
constexpr auto gated = hadamard(sigmoid(slice<0, 0, 6>(gates)), tanh(slice<0, 6, 12>(gates)));
static_assert(calls(single(gated)) == 2);
static_assert(count<op::add>(prepared(single(gated))) == 2);
static_assert(well_formed(prepared(single(gated))));

// Nothing is computed twice: what somebody reads whole is stored, and so is what parts share.
constexpr auto hidden = tanh(v);
static_assert(count<op::tanh>(prepared(single(slice<0, 0, 6>(hidden), hidden))) == 1);
static_assert(count<op::tanh>(prepared(single(slice<0, 0, 8>(hidden),
                                              slice<0, 4, 12>(hidden)))) == 1);
static_assert(count<op::tanh>(prepared(single(slice<0, 0, 6>(hidden),
                                              slice<0, 6, 12>(hidden)))) == 2);

// Parts of a batch's samples do not follow each other: they are copied, and stay where they
// are.
static_assert(count<op::tanh>(prepared(batched(slice<0, 0, 6>(hidden)))) == 1);
static_assert(calls(batched(slice<0, 0, 6>(hidden))) == 2);

// A column times a number is elementwise.
static_assert(count<op::product>(prepared(single(tanh(column * one + v)))) == 0);
static_assert(calls(single(tanh(column * one + v))) == 1);
static_assert(calls(batched(tanh(column * one + v))) == 1);

// Chains are followed as deep as compilers' constant evaluation nests, and no deeper.
constexpr auto twice = [](auto e) { return tanh(tanh(e)); };
constexpr auto eight = [](auto e) { return twice(twice(twice(twice(e)))); };
constexpr auto long_chain =
    eight(eight(eight(eight(eight(eight(eight(eight(eight(eight(v))))))))));
static_assert(count<op::tanh>(prepared(single(reshape<3, 4>(long_chain)))) == 80);

}  // namespace

int main() {}
