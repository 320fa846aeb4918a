// SPDX-License-Identifier: BSL-1.0
// Degrees of nodes; what becomes of requests for slopes and substitutions, and which of their
// nodes have one value per sample.
#include "graphs.hpp"

namespace {

using namespace graphs;

constexpr auto x = input<"x", 3>;
constexpr auto y = input<"y", 3>;
constexpr auto z = input<"z", 5>;
constexpr auto s = input<"s">;
constexpr auto t = input<"t">;
constexpr auto p = param<"p">;
constexpr auto r = param<"r", 3>;
constexpr auto w = param<"w", 5, 3>;
constexpr auto b = param<"b", 5>;
constexpr auto v = param<"v", 2, 5>;
constexpr auto c = param<"c", 2>;
constexpr auto q = param<"q", 3, 3>;

// What is known of sums, products and powers.
using pass::growth;
constexpr growth zero{.zero = true}, number{}, linear{.degree = 1};
constexpr growth affine{.degree = 1, .homogeneous = false};
constexpr growth none = pass::degree_of::nothing_known();
constexpr bool same_growth(const growth& one, const growth& other) {
  return one.degree == other.degree && one.homogeneous == other.homogeneous &&
         one.zero == other.zero;
}
using pass::degree_of::power;
static_assert(same_growth(pass::degree_of::sum(linear, number), affine));
static_assert(same_growth(pass::degree_of::sum(zero, linear), linear));
static_assert(same_growth(pass::degree_of::sum(linear, none), none));
static_assert(same_growth(pass::degree_of::product(linear, number), linear));
static_assert(same_growth(pass::degree_of::product(none, zero), zero));
static_assert(same_growth(pass::degree_of::product(affine, none), none));
static_assert(power(affine, 3).degree == 3 && !power(affine, 3).homogeneous);
static_assert(same_growth(power(none, 0), number) && same_growth(power(linear, 0.5), none));
static_assert(same_growth(power(linear, -1), none) && same_growth(power(linear, 1e300), none));
static_assert(power(power(linear, 1000), 1000).degree == growth::most);
static_assert(same_growth(power(power(linear, 1000), 1001), none));
static_assert(linear.is_linear() && zero.is_linear() && !number.is_linear() &&
              !affine.is_linear());
static_assert(affine.is_affine() && number.is_affine() && !none.is_affine());

/// All passes but the last two, over a batch of every input.
constexpr dag differentiated(const dag& g) {
  return simplified(pass::differentiate(simplified(g).view()));
}
template <class... E>
constexpr bool are_one(E... e) {
  const dag together = differentiated(batched(e...)), apart = differentiated(single(e...));
  return merged(together) && merged(apart) && well_formed(together) && well_formed(apart) &&
         count<op::substitution>(together) + count<op::slope_matrix>(together) == 0;
}

// Stacks become products of the matrices, without an identity, in both modes.
static_assert(are_one(collapse(w * x + b, x), w* x + b));
static_assert(are_one(collapse(v * (w * x + b) + c, x), v* w* x + (v * b + c)), "in reverse");
static_assert(are_one(collapse(w * (q * x), x), w*(q)*x), "forwards");
static_assert(are_one(collapse(w * x, x), w* x) && are_one(collapse(p * x, p), x* p));

/// How many products there are of values per sample, and of values that the samples share.
struct products {
  std::size_t batched = 0, shared = 0;
  constexpr bool operator==(const products&) const = default;
};
constexpr products count_products(const dag& g) {
  products found;
  for (const graph::node& n : g.nodes) {
    if (n.op->kind == graph::family::product) ++(n.batched ? found.batched : found.shared);
  }
  return found;
}
constexpr auto deep = v * (w * (q * x) + b) + c;
static_assert(count_products(ready(batched(deep))) == products{3, 0});
static_assert(count_products(pruned(ready(batched(collapse(deep, x))))) == products{1, 3});
static_assert(count_products(pruned(ready(batched(collapse(v * b + c, b))))) == products{0, 1});
// A slope of each sample's own, by what the samples share: nothing is summed over them.
constexpr auto own = hadamard(w * (q * r), z);
static_assert(ready(batched(collapse(own, r))).outputs[0].batched);
static_assert(count<op::batch_sum>(pruned(ready(batched(collapse(own, r))))) == 0);
static_assert(count<op::batch_size>(pruned(ready(batched(collapse(own + w * r, r))))) == 0);
static_assert(count<op::batch_size>(pruned(ready(batched(collapse(w * r + z, r))))) == 0);
static_assert(count_products(pruned(ready(batched(collapse(w * r + z, r))))) == products{0, 1});

// A substitution is batched as the same would be that is written with the replacement.
constexpr bool has_value_per_sample(auto e) { return batched(e).outputs[0].batched; }
static_assert(has_value_per_sample(substitute(w * x, x, y)));
static_assert(!has_value_per_sample(substitute(w * x, x, r)));
static_assert(has_value_per_sample(substitute(w * r, r, x)));
static_assert(has_value_per_sample(substitute(w * x + z, x, r)));
static_assert(!has_value_per_sample(substitute(batch_sum(w * x), x, r)));
static_assert(!has_value_per_sample(substitute(batch_sum(w * x), x, y)));
static_assert(has_value_per_sample(substitute(s * batch_sum(t), t, p)));
static_assert(has_value_per_sample(substitute(substitute(w * x, y, r), y, r)));
static_assert(!has_value_per_sample(substitute(substitute(w * x, x, y), y, r)));
static_assert(!has_value_per_sample(substitute(substitute(w * r, r, y), y, r)));
static_assert(!has_value_per_sample(substitute(grad(sum(w * x), w), x, r)));
static_assert(!has_value_per_sample(substitute(grad(p * s, p), p, p)));

// And so are its gradients.
static_assert(are_one(grad(sum(substitute(w * x, x, r)), w), grad(sum(w* r), w)));
static_assert(are_one(grad(sum(substitute(w * x, x, y)), w), grad(sum(w* y), w)));
static_assert(are_one(grad(sum(substitute(w * r, r, y)), w), grad(sum(w* y), w)));
static_assert(are_one(grad(sum(substitute(w * r, r, y)), y), grad(sum(w* y), y)));
static_assert(are_one(substitute(batch_sum(w * x), x, y), batch_sum(w* y)));
static_assert(are_one(substitute(batch_sum(w * x), x, r), w*(number_of_samples{} * r)));

// What is replaced is replaced where somebody differentiates by it, too.
constexpr auto h = q * x;
static_assert(are_one(substitute(dot(h, h) + sum(grad(dot(h, h), h)), x, y),
                      dot(q* y, q* y) + sum(2_c * (q * y))));
static_assert(are_one(substitute(h, h, y), y) && are_one(substitute(x, h, y), x));

}  // namespace

int main() {}
