// SPDX-License-Identifier: BSL-1.0
// Softmax and logsumexp become what they stand for, and share their parts.
#include "graphs.hpp"

namespace {

using namespace graphs;

constexpr auto u = input<"u", 3>;
constexpr auto p = distribution<"p", 3>;

constexpr dag expanded(const dag& g) { return pruned(run(g, pass::simplify, pass::expand)); }

constexpr auto shifted = exp(u - max(u));
static_assert(merged(expanded(single(softmax(u), shifted * (1_c / sum(shifted))))));
static_assert(merged(expanded(single(logsumexp(u), max(u) + log(sum(shifted))))));

constexpr bool expands_once() {
  using models::loss, models::w2, models::b2;
  const dag g = ready(single(loss, grad(loss, w2), grad(loss, b2)));
  const dag rest = pruned(g);
  return count<op::softmax>(rest) == 0 && count<op::logsumexp>(rest) == 0 &&
         count<op::exp>(rest) == 1 && count<op::greatest>(rest) == 1 && well_formed(rest);
}
static_assert(expands_once());
static_assert(same(expanded(single(dot(u, p))), single(dot(u, p))), "nothing to expand");

}  // namespace

int main() {}
