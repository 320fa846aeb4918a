// SPDX-License-Identifier: BSL-1.0
// Equal functions have one normal form, however they were written; what differs stays apart.
#include "graphs.hpp"

namespace {

using namespace graphs;
using pass::algebra::ratio;
using pass::algebra::simple_ratio;

constexpr auto x = input<"x">;
constexpr auto y = input<"y">;
constexpr auto z = input<"z">;
constexpr auto u = input<"u", 3>;
constexpr auto v = input<"v", 3>;
constexpr auto m = param<"m", 3, 3>;
constexpr auto n = param<"n", 3, 3>;
constexpr auto w = param<"w", 4, 3>;

constexpr bool equal_outputs(const dag& g) {
  return pass::canonical(g.view()).are_equal(g.outputs[0].node, g.outputs[1].node);
}
template <class A, class B>
constexpr bool one_form(A a, B b) {
  return equal_outputs(single(a, b));
}
template <class A, class B>
constexpr bool one_form_of_batches(A a, B b) {
  return equal_outputs(batched(a, b));
}

// Sums of products.
static_assert(one_form(x * (y + z), x* y + z * x) && one_form((x + y) * z - z * y, z* x));
static_assert(one_form((x + y) * (x - y), square(x) - square(y)));
static_assert(one_form(square(x + y), square(x) + 2_c * (y * x) + square(y)));
static_assert(one_form((x + y) + z, x + (z + y)) && one_form(x - (y - z), z - y + x));
static_assert(one_form(x * (u + v), x* u + x * v) &&
              one_form(hadamard(u, v + x), x* u + hadamard(v, u)));
static_assert(one_form(u - v + v, u) && one_form(u + x - u, u - u + x));
static_assert(one_form(2_c * x + x, 3_c * x) &&
              !one_form(square(x + y), square(x) + square(y)));

// Quotients of them.
static_assert(one_form(x * y / z, x / z * y) && one_form(x / (y * z), x / y / z));
static_assert(one_form(x / y * y, x) && one_form(square(x) / x, x) &&
              one_form(1_c / (1_c / x), x));
static_assert(one_form((x + y) / (z + y), x / (y + z) + y / (y + z)));
static_assert(one_form(x / (x + y) + y / (y + x), 1_c) && !one_form(x / (x + y), 1_c));
static_assert(one_form(1_c / (x - y) + 1_c / (x + y), 2_c * x / (square(x) - square(y))));
static_assert(one_form((square(x) - square(y)) / (x - y), x + y));
static_assert(one_form(1_c / (1_c + 1_c / (1_c + x)), (1_c + x) / (2_c + x)));

// Below other operations.
static_assert(one_form(tanh(x * (y + z)), tanh(y* x + z * x)));
static_assert(one_form(sin((square(x) - 1_c) / (x + 1_c)), sin(x - 1_c)));
static_assert(one_form(max((x + y) * u), max(x* u + y * u)));

// What is linear.
static_assert(one_form(m * (x * u + x * v), m*(x*(v + u))) && one_form(m * -u, -(m* u)));
static_assert(one_form((w * m) * u, w*(m* u)) && one_form((m * n) * (n * m), m*(n* n) * m));
static_assert(one_form(transpose(m * n + n), transpose(n) * transpose(m) + transpose(n)));
static_assert(one_form(outer(u, v) * u, dot(u, v) * u) && one_form(outer(u, -v), -outer(u, v)));
static_assert(one_form(sum(x * u - v), x* sum(u) - sum(v)) && one_form(dot(u, v), dot(v, u)));
static_assert(one_form(transpose(hadamard(m, n)) * u,
                       hadamard(transpose(n), transpose(m)) * u));
static_assert(one_form(w * tanh(u), 2_c * (w * sigmoid(2_c * u)) - w * (u / u)));
static_assert(one_form_of_batches(batch_sum(w * u), w* batch_sum(u)) &&
              one_form_of_batches(batch_sum(sum(u)), sum(batch_sum(u))));
static_assert(!one_form_of_batches(batch_sum(x * u), x* batch_sum(u)));

// Comparisons: of equal values either is the greater.
static_assert(one_form(max(x, y), max(y, x)) && one_form(max(x, y) + min(x, y), x + y));
static_assert(one_form(where(x > y, x, y), max(x, y)) &&
              one_form(relu(x) * relu(x), x* relu(x)));

static_assert(!one_form(x + y, x - y) && !one_form(x, 2_c * x) && !one_form(x * y, x / y));
static_assert(!one_form(u + v, hadamard(u, v)) && !one_form(m * u, u + 0_c * (m * u)));
static_assert(!one_form(u, v) && !one_form(x * u, y* u) && !one_form(sum(u), x) &&
              !one_form(tanh(x), sigmoid(x)));
static_assert(!one_form(transpose(m) * u, m* u) && !one_form(outer(u, v), outer(v, u)));
static_assert(!one_form(m * n, n* m) && !one_form(sum(m * u), sum(u)));

// Long products of sums are left as products, and are still equal to themselves.
constexpr auto few = (x + y) * (y + z) * (z + x) * (x + 2_c);
constexpr auto many = few * (y + 2_c) * (z + 2_c) * (x - z);
static_assert(one_form(many, many) && one_form(few * few, few* few) && !one_form(few, many));
static_assert(one_form(pow(x + 1000000_c, 12_c), pow(1000000_c + x, 12_c)));
static_assert(!one_form(pow(x + 1000000_c, 12_c), pow(x + 1000001_c, 12_c)));

// Where a proof would take too long it is given up, within the compilers' default limits.
constexpr auto knotted =
    pow(max(x, y) + min(y * z, x) + abs(x - z), 7_c) / (1_c + relu(x + z) + tanh(x * z));
static_assert(!one_form(sqrt(knotted + 1_c) * knotted,
                        log(square(knotted)) + softplus(knotted)));

// Constants are the rational numbers that they are written as.
static_assert(simple_ratio(1.0 / 3) == ratio{1, 3} && simple_ratio(-0.1) == ratio{-1, 10});
static_assert(simple_ratio(0) == ratio{} && simple_ratio(1e-12) == ratio{1, 1000000000000});
static_assert(simple_ratio(0.044715) == ratio{8943, 200000});
static_assert(!simple_ratio(3.141592653589793).is_known() && !simple_ratio(1e20).is_known());
static_assert(one_form(x / 3_c, x * (1_c / 3_c)) && one_form(3_c * (x / 3_c), x));
static_assert(one_form(49_c * (x / 49_c), x) && one_form(0.1_c * x + 0.2_c * x, 0.3_c * x));
static_assert(!one_form(3.14159265_c * x, 3.14159266_c * x) &&
              !one_form(0.333333_c, 1_c / 3_c));
static_assert(!one_form(1e20_c * x + x, 1e20_c * x) && one_form(1e20_c * x - 1e20_c * x, 0_c));
static_assert(!one_form(9007199254740992_c * 1024_c * x + x, 9007199254740992_c * 1024_c * x));

// Numbers that do not fit are unknown, and equal to nothing.
constexpr ratio large{std::int64_t{1} << 60, 1};
static_assert(!(large * large).is_known() && !(large * large == large * large));
static_assert(ratio{1, 3} + ratio{1, 6} == ratio{1, 2} &&
              ratio{2, 3} * ratio{3, 2} == ratio{1, 1});

}  // namespace

int main() {}
