// SPDX-License-Identifier: BSL-1.0
// Every identity of the simplifier, before and after; it is idempotent; it keeps what is
// pinned.
#include "graphs.hpp"

namespace {

using namespace graphs;

constexpr auto x = input<"x">;
constexpr auto y = input<"y">;
constexpr auto u = input<"u", 3>;
constexpr auto v = input<"v", 3>;
constexpr auto p = distribution<"p", 3>;
constexpr auto m = param<"m", 2, 3>;
constexpr auto n = param<"n", 3, 5>;
constexpr auto w = param<"w">;

/// `before` is simplified to `after`, of which nothing is left to simplify.
constexpr bool becomes(const dag& both, const dag& after) {
  const dag simple = pass::simplify(both.view());
  return merged(simple) && well_formed(simple) && same(simplified(after), after);
}
template <class A, class B>
constexpr bool becomes(A a, B b) {
  return becomes(single(a, b), single(b));
}
template <class A, class B>
constexpr bool becomes_in_batches(A a, B b) {
  return becomes(batched(a, b), batched(b));
}
template <class A>
constexpr bool stays(A a) {
  return same(simplified(single(a)), single(a));
}

// Sums and differences.
static_assert(becomes(u + 0_c, u) && becomes(0_c + u, u) && becomes(u - 0_c, u));
static_assert(becomes(0_c - u, -u) && becomes(-(-u), u) && becomes(-(u - v), v - u));
static_assert(becomes(u + u, 2_c * u) && becomes(x - x, 0_c));
static_assert(becomes(u + -v, u - v) && becomes(-u + v, v - u));
static_assert(becomes(u - -v, u + v) && becomes(-u - v, -(u + v)));
static_assert(becomes(u + (v - v), u) && becomes((v - v) + u, u));

// Products and quotients.
static_assert(becomes(1_c * u, u) && becomes(u * -1_c, -u) && becomes(x * 0_c, 0_c));
static_assert(becomes(2_c * (3_c * u), 6_c * u) && becomes((u * 3_c) * 2_c, 6_c * u));
static_assert(becomes(2_c * -u, literal<-2.0>{} * u) &&
              becomes(hadamard(-u, v), -hadamard(u, v)));
static_assert(becomes(hadamard(u, -v), -hadamard(u, v)) && becomes(-u / v, -(u / v)));
static_assert(becomes(u / -v, -(u / v)) && becomes(u / 4_c, 0.25_c * u) && becomes(x / x, 1_c));
static_assert(becomes(hadamard(u, v / u), v) && becomes(hadamard(v / u, u), v));
static_assert(becomes(hadamard(u, v) / v, u) && becomes(hadamard(u, v) / u, v));
static_assert(becomes(0_c / x, 0_c));
// A shape is kept where the values are a scalar's.
static_assert(simplified(single((u - u) + x)).nodes.back().shape == shape(u));

// Constants are folded.
static_assert(becomes(2_c + 3_c * 4_c, 14_c) && becomes(exp(0_c), 1_c) &&
              becomes(-(2_c), literal<-2.0>{}));
static_assert(becomes(max(2_c, 3_c) / 2_c, 1.5_c));

// Exponentials and logarithms.
static_assert(becomes(log(exp(u)), u) && becomes(exp(log(u)), u));
static_assert(becomes(log(softmax(u)), u - logsumexp(u)));

// Sums over elements.
static_assert(becomes(sum(x), x) && becomes(sum(-u), -sum(u)) &&
              becomes(sum(x * u), x* sum(u)));
static_assert(becomes(sum(p), 1_c) && becomes(sum(softmax(u)), 1_c) && stays(sum(u)));
static_assert(becomes(dot(p, u - x), dot(p, u) - x) && becomes(dot(p, x - u), x - dot(p, u)));
static_assert(becomes(dot(p, u + x), dot(p, u) + x) && stays(dot(u, v + x)));
static_assert(becomes(cross_entropy(softmax(u), p), logsumexp(u) - dot(p, u)));
static_assert(becomes(max(x), x));
static_assert(becomes(sum(u - u + x), 3_c * x));

// Transposes move to the leaves, and into the layouts of products.
static_assert(becomes(transpose(transpose(m)), m));
static_assert(becomes(transpose(m + x), transpose(m) + x) &&
              becomes(transpose(tanh(m)), tanh(transpose(m))));
static_assert(becomes(transpose(hadamard(m, m)), hadamard(transpose(m), transpose(m))));
static_assert(count<op::transpose>(simplified(single(transpose(m * n) * m))) == 0);
static_assert(count<op::transpose>(simplified(single(transpose(m) * (m * u)))) == 0);
static_assert(becomes(transpose(m * n), transpose(m* n)) == false, "its layouts change");
static_assert(merged(simplified(single(transpose(m * n), transpose(n) * transpose(m)))));
static_assert(merged(simplified(single((m - m) * u, (m - m) * v))), "both are zero");

// Over the batch.
static_assert(becomes_in_batches(batch_sum(-u), -batch_sum(u)));
static_assert(becomes_in_batches(batch_sum(m * u), m* batch_sum(u)));
static_assert(becomes_in_batches(batch_sum(w + (x - x)), batch_sum(w)));
static_assert(becomes_in_batches(batch_max(w + (x - x)), w));
static_assert(becomes_in_batches(batch_sum(sum(p)), number_of_samples{}));
static_assert(same(simplified(batched(batch_sum(outer(u, v)))),
                   batched(batch_sum(outer(u, v)))));

// Rules leave these alone: they would change finite values, or prove what is not so.
static_assert(stays(log(u)) && stays(exp(u)) && stays(x / y) && stays(sum(u)) &&
              stays(u / 0_c));
static_assert(stays(dot(softmax(u), v)) && stays(max(u)) && stays(max(u, v)));
static_assert(stays(u / 1e-40_c), "the reciprocal would overflow");

// What somebody differentiates by stays as it is, and so does a distribution.
static_assert(!becomes(grad(square(-(-x)), -(-x)), grad(square(x), x)));
static_assert(becomes(sum(p), 1_c) &&
              !merged(pass::simplify(single(sum(p), 1_c, grad(sum(p), p)).view())));

// A second run changes nothing.
constexpr bool idempotent(const dag& g) {
  const dag once = simplified(g);
  const dag first = simplified(pass::differentiate(once.view()));
  return well_formed(once) && same(once, simplified(once)) && well_formed(first) &&
         same(first, simplified(first));
}
using namespace models;
static_assert(idempotent(single(loss, grad(loss, w1), grad(loss, b1), grad(loss, models::x))));
static_assert(idempotent(batched(mean_loss, grad(mean_loss, w1), grad(mean_loss, w2))));
static_assert(idempotent(batched(spread, grad(spread, models::x), grad(spread, c))));
static_assert(idempotent(batched(log_mean, grad(log_mean, s), grad(log_mean, c))));
static_assert(idempotent(batched(three_walks, grad(three_walks, w1))));
static_assert(idempotent(batched(each_sample, grad(each_sample, w1),
                                 grad(each_sample, models::x))));
static_assert(idempotent(single(grad(grad(square(models::s) * tanh(models::s), models::s),
                                     models::s))));

}  // namespace

int main() {}
