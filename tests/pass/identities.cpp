// SPDX-License-Identifier: BSL-1.0
// Formulas of the textbook become the functions that neither overflow nor lose digits; roots
// and powers become products. Each rule, before and after, and what no rule may touch.
#include "graphs.hpp"
#include <etch/expr/elementwise.hpp>
#include <etch/expr/reductions.hpp>

namespace {

using namespace graphs;

constexpr auto x = input<"x">;
constexpr auto y = input<"y">;
constexpr auto u = input<"u", 3>;
constexpr auto v = input<"v", 3>;
constexpr auto p = distribution<"p", 3>;
constexpr auto m = param<"m", 2, 3>;

/// `before` is simplified to `after`, of which nothing is left to simplify.
template <class A, class B>
constexpr bool becomes(A a, B b) {
  const dag simple = pass::simplify(single(a, b).view());
  return merged(simple) && well_formed(simple) && same(simplified(single(b)), single(b));
}
template <class A>
constexpr bool stays(A a) {
  return same(simplified(single(a)), single(a));
}
/// Not one node, though some rule may apply to each.
template <class A, class B>
constexpr bool differ(A a, B b) {
  return !merged(pass::simplify(single(a, b).view()));
}

// Logarithms of exponentials, and the other way round.
static_assert(becomes(log(exp(u)), u) && becomes(exp(log(u)), u));
static_assert(becomes(log(1_c + u), log1p(u)) && becomes(log(u + 1_c), log1p(u)));
static_assert(becomes(log(1_c - u), log1p(-u)) && becomes(log(1_c - x), log1p(-x)));
static_assert(becomes(exp(u) - 1_c, expm1(u)) && becomes(1_c - exp(u), -expm1(u)));
static_assert(becomes(exp(u) + literal<-1.0>{}, expm1(u)) && becomes(expm1(u) + 1_c, exp(u)));
static_assert(becomes(log1p(expm1(u)), u) && becomes(expm1(log1p(u)), u));
static_assert(becomes(exp(log1p(u)), 1_c + u) && becomes(log(1_c - exp(-u)), log(-expm1(-u))));
static_assert(becomes(exp(softplus(u)), 1_c + exp(u)) && becomes(expm1(softplus(u)), exp(u)));
static_assert(becomes(exp(-softplus(u)), sigmoid(-u)));
static_assert(stays(log(2_c + u)) && stays(exp(u) - 2_c));

// Softplus, and the logarithm of a sigmoid in both tails.
static_assert(becomes(log(1_c + exp(u)), softplus(u)) && becomes(log1p(exp(u)), softplus(u)));
static_assert(becomes(log(exp(-x) + 1_c), softplus(-x)));
static_assert(becomes(log(sigmoid(u)), -softplus(-u)) &&
              becomes(-log(sigmoid(-u)), softplus(u)));
static_assert(becomes(log(1_c - sigmoid(u)), -softplus(u)));
static_assert(becomes(exp(log(sigmoid(u))), sigmoid(u)));
static_assert(becomes(exp(log(1_c - sigmoid(u))), sigmoid(-u)));

// Sigmoid in every spelling.
static_assert(becomes(1_c / (1_c + exp(-u)), sigmoid(u)));
static_assert(becomes(1_c / (exp(x) + 1_c), sigmoid(-x)));
static_assert(becomes(exp(u) / (1_c + exp(u)), sigmoid(u)));
static_assert(becomes(-exp(-u) / (1_c + exp(-u)), -sigmoid(-u)));
static_assert(becomes(3_c * exp(u) / (exp(u) + 1_c), 3_c * sigmoid(u)));
static_assert(becomes(u / (1_c + exp(-u)), hadamard(u, sigmoid(u))), "swish");
static_assert(becomes(2_c / (1_c + exp(-(3_c * (u - x)))), 2_c * sigmoid(3_c * (u - x))),
              "the logistic function");
static_assert(becomes(exp(u) / (exp(u) + exp(v)), sigmoid(u - v)), "softmax of two");
static_assert(becomes(exp(v) / (exp(u) + exp(v)), sigmoid(v - u)));
static_assert(stays(u / (2_c + exp(u))) && stays(exp(x) / (y + exp(x))));

// The hyperbolic tangent.
static_assert(becomes((exp(u) - exp(-u)) / (exp(u) + exp(-u)), tanh(u)));
static_assert(becomes((exp(-x) - exp(x)) / (exp(x) + exp(-x)), -tanh(x)));
static_assert(becomes((exp(2_c * u) - 1_c) / (exp(2_c * u) + 1_c), tanh(u)));
static_assert(becomes((1_c - exp(-(2_c * u))) / (1_c + exp(-(2_c * u))), tanh(u)));
static_assert(becomes(tanh(-u), -tanh(u)));

// Softmax and logsumexp.
static_assert(becomes(log(softmax(u)), u - logsumexp(u)));
static_assert(becomes(exp(u) / sum(exp(u)), softmax(u)));
static_assert(becomes(exp(u) * (1_c / sum(exp(u))), softmax(u)));
static_assert(becomes(hadamard(v, exp(u)) / sum(exp(u)), hadamard(v, softmax(u))));
static_assert(becomes(exp(u - max(u)) / sum(exp(u - max(u))), softmax(u)));
static_assert(becomes(exp(u + x) / sum(exp(u + x)), softmax(u)) &&
              becomes(softmax(u - x), softmax(u)));
static_assert(becomes(log(sum(exp(u))), logsumexp(u)));
static_assert(becomes(log(2_c * sum(exp(u))), logsumexp(u) + literal<0.69314718055994529>{}));
static_assert(becomes(max(u) + log(sum(exp(u - max(u)))), logsumexp(u)));
static_assert(becomes(exp(u - logsumexp(u)), softmax(u)) &&
              becomes(exp(logsumexp(u)), sum(exp(u))));
static_assert(becomes(log(exp(u) / sum(exp(u))), u - logsumexp(u)));
static_assert(becomes(-dot(p, log(exp(u) / sum(exp(u)))), logsumexp(u) - dot(p, u)));
static_assert(stays(exp(u) / sum(exp(v))) && stays(log(sum(softplus(u)))) &&
              stays(exp(u - logsumexp(v))));
static_assert(differ(logsumexp(u - x), logsumexp(u) - x), "a large x would cancel");

// Binary cross-entropy keeps the digits of both tails.
constexpr auto h = 1_c / (1_c + exp(-x));
constexpr auto binary = -(y * log(h) + (1_c - y) * log(1_c - h));
static_assert(becomes(binary, y* softplus(-x) + (1_c - y) * softplus(x)));
static_assert(merged(simplified(run(single(grad(binary, x),
                                           (1_c - y) * sigmoid(x) - y * sigmoid(-x)),
                                    pass::simplify, pass::differentiate))));

// Roots and powers.
static_assert(becomes(sqrt(square(u)), abs(u)) && becomes(square(sqrt(u)), u));
static_assert(becomes(1_c / sqrt(u), rsqrt(u)) && stays(2_c / sqrt(u)));
static_assert(becomes(pow(x, 0_c), 1_c) && merged(simplified(single(pow(u, 0_c), u / u))));
static_assert(becomes(pow(u, 1_c), u) && becomes(pow(u, 2_c), square(u)));
static_assert(becomes(pow(u, 3_c), hadamard(square(u), u)));
static_assert(becomes(pow(u, 4_c), square(square(u))) &&
              becomes(pow(u, literal<-1.0>{}), 1_c / u));
static_assert(becomes(pow(u, 0.5_c), sqrt(u)) && becomes(pow(u, literal<-0.5>{}), rsqrt(u)));
static_assert(stays(pow(u, 1.5_c)) && stays(pow(u, literal<-2.0>{})) && stays(pow(u, v)));

// Of matrices as of vectors.
static_assert(becomes(log(1_c + exp(m)), softplus(m)) &&
              becomes(1_c / (1_c + exp(-m)), sigmoid(m)));

// Along an axis.
constexpr auto rows = exp(m);
constexpr auto peaks = structure::repeated<1, 3>(max<1>(m));
static_assert(becomes(log(sum<0>(rows)), logsumexp<0>(m)));
static_assert(becomes(rows / structure::repeated<1, 3>(sum<1>(rows)), softmax<1>(m)));
static_assert(becomes(softmax<1>(m - peaks), softmax<1>(m)) && stays(softmax<0>(m - peaks)));
static_assert(becomes(log(softmax<1>(m)), m - structure::repeated<1, 3>(logsumexp<1>(m))));

// No rule looks through what somebody differentiates by.
constexpr auto s = sigmoid(u);
static_assert(count<op::softplus>(pass::simplify(single(grad(sum(log(s)), s)).view())) == 0);
constexpr auto e = exp(u);
static_assert(count<op::softmax>(pass::simplify(single(grad(sum(e / sum(e)), e)).view())) == 0);
static_assert(count<op::logsumexp>(pass::simplify(single(grad(log(sum(e)), e)).view())) == 0);

// What composites are expanded to is not put together again.
static_assert(count<op::softmax>(ready(single(e / sum(e)))) == 0);
static_assert(count<op::logsumexp>(ready(single(log(sum(e)), grad(log(sum(e)), u)))) == 0);

}  // namespace

int main() {}
