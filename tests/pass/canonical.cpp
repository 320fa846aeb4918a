// SPDX-License-Identifier: BSL-1.0
// Sums of products have one form, however they were written; what differs stays apart.
#include "graphs.hpp"

namespace {

using namespace graphs;

constexpr auto x = input<"x">;
constexpr auto y = input<"y">;
constexpr auto z = input<"z">;
constexpr auto u = input<"u", 3>;
constexpr auto v = input<"v", 3>;
constexpr auto m = param<"m", 3, 3>;

constexpr dag normal(const dag& g) { return pruned(run(g, pass::simplify, pass::canonical)); }
template <class A, class B>
constexpr bool one_form(A a, B b) {
  const dag g = normal(single(a, b));
  return merged(g) && well_formed(g);
}

static_assert(one_form(x * (y + z), x* y + z * x) && one_form((x + y) * z - z * y, z* x));
static_assert(one_form((x + y) * (x - y), square(x) - square(y)));
static_assert(one_form(square(x + y), square(x) + 2_c * (y * x) + square(y)));
static_assert(one_form((x + y) + z, x + (z + y)) && one_form(x - (y - z), z - y + x));
static_assert(one_form(x * y / z, x / z * y) && one_form(x / (y * z), x / y / z));
static_assert(one_form(x / y * y, x) && one_form(square(x) / x, x) &&
              one_form(1_c / (1_c / x), x));
static_assert(one_form(x * (u + v), x* u + x * v) &&
              one_form(hadamard(u, v + x), x* u + hadamard(v, u)));
static_assert(one_form(u - v + v, u) && one_form(u + x - u, u - u + x));
static_assert(one_form(tanh(x * (y + z)), tanh(y* x + z * x)), "also below other operations");
static_assert(one_form(m * (x * u + x * v), m*(x*(v + u))));
static_assert(one_form((x + y) / (z + y), x / (y + z) + y / (y + z)));
static_assert(one_form(x / 3_c, x * (1_c / 3_c)) && one_form(2_c * x + x, 3_c * x));

static_assert(!one_form(x + y, x - y) && !one_form(x, 2_c * x) && !one_form(x * y, x / y));
static_assert(!one_form(u + v, hadamard(u, v)) && !one_form(m * u, u + 0_c * (m * u)));
static_assert(!one_form(u, v) && !one_form(x * u, y* u) && !one_form(sum(u), x) &&
              !one_form(tanh(x), sigmoid(x)));
static_assert(!one_form(transpose(m) * u, m* u) && !one_form(outer(u, v), outer(v, u)));
static_assert(!one_form(max(x, y), max(y, x)), "their slopes differ where x and y are equal");
static_assert(!one_form(square(x + y), square(x) + square(y)));

// Long products of sums are left as products.
constexpr auto many = (x + y) * (y + z) * (z + x) * (x + 2_c) * (y + 2_c) * (z + 2_c) * (x - z);
static_assert(one_form(many, many) && normal(single(many)).nodes.size() < 400);

// A second run changes nothing.
constexpr bool idempotent(const dag& g) {
  const dag once = normal(g);
  return same(once, pruned(pass::canonical(once.view())));
}
static_assert(idempotent(single((x + y) * (x - z) / y + hadamard(u, v) * x)));

}  // namespace

int main() {}
