// SPDX-License-Identifier: BSL-1.0
// The chain rule of each operation, and what becomes of requests for gradients.
#include "graphs.hpp"

namespace {

using namespace graphs;

constexpr auto x = input<"x">;
constexpr auto y = input<"y">;
constexpr auto u = input<"u", 3>;
constexpr auto v = input<"v", 3>;
constexpr auto m = param<"m", 2, 3>;
constexpr auto n = param<"n", 3, 5>;
constexpr auto w = param<"w">;
constexpr auto v2 = input<"v2", 2>;

constexpr dag differentiated(const dag& g) {
  return simplified(pass::differentiate(simplified(g).view()));
}

/// The gradient is the formula, once both are simplified.
template <class G, class F>
constexpr bool is(G gradient, F formula) {
  const dag g = differentiated(single(gradient, formula));
  return merged(g) && well_formed(g) && count<op::gradient>(g) == 0;
}
template <class G, class F>
constexpr bool is_in_batches(G gradient, F formula) {
  const dag g = differentiated(batched(gradient, formula));
  return merged(g) && well_formed(g) && count<op::gradient>(g) == 0;
}

// Each operation's own rule.
static_assert(is(grad(x + y, y), 1_c) && is(grad(x - y, y), -(1_c)) && is(grad(-x, x), -(1_c)));
static_assert(is(grad(x * y, x), y) && is(grad(x / y, x), 1_c / y));
static_assert(is(grad(x / y, y), -(1_c / y * (x / y))));
static_assert(is(grad(exp(x), x), exp(x)) && is(grad(log(x), x), 1_c / x));
static_assert(is(grad(sqrt(x), x), 0.5_c / sqrt(x)));
static_assert(is(grad(tanh(x), x), 1_c - tanh(x) * tanh(x)));
static_assert(is(grad(sigmoid(x), x), sigmoid(x) * (1_c - sigmoid(x))));
static_assert(is(grad(logsumexp(u), u), softmax(u)));
static_assert(is(grad(dot(softmax(u), v), u), hadamard(softmax(u), v - dot(softmax(u), v))));
static_assert(is(grad(sum(u), u), u - u + 1_c) && is(grad(dot(u, v), u), v));
static_assert(is(grad(dot(m * u, m* v), u), transpose(m) * (m * v)));
static_assert(is(grad(sum(hadamard(m * n, m* n)), n), transpose(m) * (2_c * (m * n))));
static_assert(is(grad(dot(transpose(m), outer(u, m* v)), u), transpose(m) * (m * v)));

// A scalar that went with a shape takes the sum.
static_assert(is(grad(sum(x * u), x), sum(u)) &&
              is(grad(dot(u / x, v), x), sum(-hadamard(v / x, u / x))));

// Uses add up; what is absent is zero; a loss by itself is 1.
static_assert(is(grad(x * y + exp(x), x), y + exp(x)) && is(grad(square(x), x), 2_c * x));
static_assert(is(grad(square(x), y), 0_c) && is(grad(square(x), u), u - u));
static_assert(is(grad(x * y, x* y), 1_c) && is(grad(x, x), 1_c));

// By subexpressions, also where the simplifier would have looked through them.
static_assert(is(grad(-square(-x), -x), 2_c * x));
static_assert(is(grad(square(1_c * x), 1_c * x), 2_c * x));
static_assert(is(grad(log(exp(x)), exp(x)), 1_c / exp(x)));

// From the inside out.
static_assert(is(grad(grad(square(x), x), x), 2_c));
static_assert(is(grad(grad(exp(x * y), x), x), y*(exp(x* y) * y)));

// What flows to a value that samples share is summed over them.
static_assert(is_in_batches(grad(w * x, w), batch_sum(x)));
static_assert(is_in_batches(grad(dot(m * u, v2), m), batch_sum(outer(v2, u))));
static_assert(is_in_batches(grad(batch_sum(w * x), x), w) &&
              is_in_batches(grad(batch_sum(w * x), w), batch_sum(x)));
static_assert(is_in_batches(grad(w * x, x), w), "one gradient per sample");
static_assert(is_in_batches(grad(square(grad(w * x, x)), w), 2_c * w * number_of_samples{}));
static_assert(is_in_batches(grad(batch_sum(grad(batch_sum(w * x), x)), w),
                            number_of_samples{}));

// One sweep serves all requests for one loss: the forward part and what they share exist once.
constexpr bool shares_its_parts() {
  using namespace models;
  const dag g = differentiated(
      single(loss, grad(loss, w1), grad(loss, b1), grad(loss, w2), grad(loss, b2)));
  return count<op::tanh>(g) == 1 && count<op::softmax>(g) == 1 && count<op::product>(g) == 5;
}
static_assert(shares_its_parts());

}  // namespace

int main() {}
