// SPDX-License-Identifier: BSL-1.0
// Values and gradients of every elementwise operation and reduction, against plain loops.
#include "oracle.hpp"
#include <etch/etch.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

namespace {

using namespace etch;
using oracle::numbers;
using oracle::real;
using scalars = std::tuple<float, double>;

constexpr auto x = input<"x", 5>;
constexpr auto v = input<"v", 13>;
constexpr auto u = input<"u", 13>;
constexpr auto s = input<"s">;
constexpr auto m = input<"m", 3, 7>;
constexpr auto n = input<"n", 3, 7>;

/// The value of `loss` and its gradient by u, v and s, against a formula for the elements.
template <class T, class Loss, class Formula>
void check_elements(Loss, Formula formula) {
  tensor<T, 13> a, b;
  std::array<T, 1> c;
  oracle::source draw(7);
  numbers wa = draw.fill(a), wb = draw.fill(b), wc = draw.fill(c);
  for (std::size_t i = 0; i < 13; ++i) b[i] = static_cast<T>(wb[i] += 2);  // a fit divisor
  const auto reference = [&] {
    real sum = 0;
    for (std::size_t i = 0; i < 13; ++i) sum += formula(wa[i], wb[i], wc[0]);
    return sum;
  };
  constexpr Loss loss;
  const auto f = compile<T>(loss, grad(loss, v), grad(loss, u), grad(loss, s));
  const auto [l, gv, gu, gs] = f(v = a, u = b, s = c[0]);
  BOOST_TEST(oracle::error<T>(l, reference()) < 1);
  BOOST_TEST(oracle::error<T>(gv, oracle::slopes(reference, wa)) < 1);
  BOOST_TEST(oracle::error<T>(gu, oracle::slopes(reference, wb)) < 1);
  BOOST_TEST(oracle::error<T>(gs, oracle::slopes(reference, wc)[0]) < 1);
}

real logistic(real z) { return 1 / (1 + std::exp(-z)); }

}  // namespace

BOOST_AUTO_TEST_SUITE(values)

BOOST_AUTO_TEST_CASE_TEMPLATE(arithmetic_is_elementwise_and_scalars_go_with_every_shape, T,
                              scalars) {
  check_elements<T>(sum(hadamard(v + s, u - v) + 0_c * s),
                    [](real a, real b, real c) { return (a + c) * (b - a); });
  check_elements<T>(sum(v / u + s / u - v / 4_c),
                    [](real a, real b, real c) { return a / b + c / b - a / 4; });
  check_elements<T>(sum(s * square(v) - (s - u) / (2_c + s)),
                    [](real a, real b, real c) { return c * a * a - (c - b) / (2 + c); });
  check_elements<T>(sum(-v * s - (-u)) / s,
                    [](real a, real b, real c) { return (-a * c + b) / c; });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(functions_have_the_values_and_slopes_of_the_c_library, T,
                              scalars) {
  check_elements<T>(sum(exp(hadamard(v, u)) + s * tanh(v)),
                    [](real a, real b, real c) { return std::exp(a * b) + c * std::tanh(a); });
  check_elements<T>(sum(hadamard(log(u), sigmoid(s * v))),
                    [](real a, real b, real c) { return std::log(b) * logistic(c * a); });
  check_elements<T>(sum(sqrt(u + exp(s)) * s + v),
                    [](real a, real b, real c) { return std::sqrt(b + std::exp(c)) * c + a; });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(maximum_gives_its_slope_to_the_greater, T, scalars) {
  check_elements<T>(sum(max(v, s) + relu(v - u + 2_c) + max(0.1_c, v)),
                    [](real a, real b, real c) {
                      return std::max(a, c) + std::max<real>(a - b + 2, 0) + std::max(0.1L, a);
                    });
}

// More operations than one loop takes, so that a group is cut.
BOOST_AUTO_TEST_CASE_TEMPLATE(long_groups_are_cut_without_change, T, scalars) {
  constexpr auto step = [](auto h) { return tanh(hadamard(h, u) + s * v) + hadamard(h, v); };
  check_elements<T>(sum(step(step(step(step(step(step(v))))))), [](real a, real b, real c) {
    real h = a;
    for (int i = 0; i < 6; ++i) h = std::tanh(h * b + c * a) + h * a;
    return h;
  });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(reductions_take_all_elements_to_a_number, T, scalars) {
  tensor<T, 5> a;
  tensor<T, 3, 7> b;
  oracle::source draw(1);
  numbers wa = draw.fill(a), wb = draw.fill(b);
  const auto reference = [&] {
    real lse = 0, squares = 0, total = 0;
    for (const real e : wa) lse += std::exp(e);
    for (const real e : wb) squares += e * e, total += e;
    return std::log(lse) * squares + total / 21 +
           *std::max_element(wb.begin(), wb.end()) * wa[2] +
           *std::max_element(wa.begin(), wa.end());
  };
  constexpr auto pick = input<"pick", 5>;
  constexpr auto loss =
      logsumexp(x) * squared_norm(m) + mean(m) + max(m) * dot(x, pick) + max(x);
  const auto f = compile<T>(loss, grad(loss, x), grad(loss, m));
  const std::array<T, 5> picked{0, 0, 1, 0, 0};
  const auto [l, gx, gm] = f(x = a, m = b, pick = picked);
  BOOST_TEST(oracle::error<T>(l, reference()) < 1);
  BOOST_TEST(oracle::error<T>(gx, oracle::slopes(reference, wa)) < 1);
  BOOST_TEST(oracle::error<T>(gm, oracle::slopes(reference, wb)) < 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_shared_maximum_shares_its_slope, T, scalars) {
  const std::array<T, 5> a{1, 3, 2, 3, -1};
  const auto slope = compile<T>(grad(max(x), x))(x = a);
  BOOST_TEST((slope == tensor<T, 5>(0, 0.5, 0, 0.5, 0)));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(slope_of_relu_at_zero_is_zero, T, scalars) {
  const std::array<T, 5> a{-1, T(-0.0), 0, T(1e-30), 2};
  const auto slope = compile<T>(grad(sum(relu(x)), x))(x = a);
  BOOST_TEST((slope == tensor<T, 5>(0, 0, 0, 1, 1)));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(softmax_has_the_jacobian_of_mathematics, T, scalars) {
  tensor<T, 5> a, c;
  oracle::source draw(3);
  numbers wa = draw.fill(a), wc = draw.fill(c);
  const auto reference = [&] { return oracle::dot(wc, oracle::softmax(wa)); };
  constexpr auto pick = input<"pick", 5>;
  constexpr auto loss = dot(softmax(x), pick);
  const auto [p, l, g] = compile<T>(softmax(x), loss, grad(loss, x))(x = a, pick = c);
  BOOST_TEST(oracle::error<T>(p, oracle::softmax(wa)) < 1);
  BOOST_TEST(oracle::error<T>(l, reference()) < 1);
  BOOST_TEST(oracle::error<T>(g, oracle::slopes(reference, wa)) < 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(cross_entropy_of_huge_logits_stays_finite, T, scalars) {
  constexpr auto y = distribution<"y", 5>;
  constexpr auto any = input<"any", 5>;
  const std::array<T, 5> z{1000, -1000, 0, 999, -1000}, label{0, 1, 0, 0, 0};
  constexpr auto loss = cross_entropy(softmax(x), y);
  const auto [l, g] = compile<T>(loss, grad(loss, x))(x = z, y = label);
  const real rest = std::exp(-1.0L);
  BOOST_TEST(oracle::error<T>(l, 2000 + std::log1p(rest)) < 1);
  BOOST_TEST(oracle::error<T>(g, {1 / (1 + rest), -1, 0, rest / (1 + rest), 0}) < 1);
  // An input of which nothing is known takes the longer way, as stable.
  constexpr auto longer = cross_entropy(softmax(x), any);
  const auto [k, h] = compile<T>(longer, grad(longer, x))(x = z, any = label);
  BOOST_TEST(oracle::error<T>(k, 2000 + std::log1p(rest)) < 1);
  BOOST_TEST(oracle::error<T>(h, {1 / (1 + rest), -1, 0, rest / (1 + rest), 0}) < 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(sigmoid_and_tanh_are_flat_in_the_far_tails, T, scalars) {
  const std::array<T, 5> z{-1000, -100, 0, 100, 1000};
  const auto [s0, s1, t0, t1] =
      compile<T>(sigmoid(x), grad(sum(sigmoid(x)), x), tanh(x), grad(sum(tanh(x)), x))(x = z);
  BOOST_TEST(oracle::error<T>(s0, {0, 0, 0.5L, 1, 1}) < 1);
  BOOST_TEST(oracle::error<T>(s1, {0, 0, 0.25L, 0, 0}) < 1);
  BOOST_TEST((t0 == tensor<T, 5>(-1, -1, 0, 1, 1)));
  BOOST_TEST((t1 == tensor<T, 5>(0, 0, 1, 0, 0)));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(mean_squared_error_has_slope_minus_two_difference_over_n, T,
                              scalars) {
  tensor<T, 3, 7> a, y;
  oracle::source draw(5);
  numbers wa = draw.fill(a), wy = draw.fill(y);
  real mean = 0;
  numbers slope;
  for (std::size_t i = 0; i < 21; ++i) {
    mean += (wy[i] - wa[i]) * (wy[i] - wa[i]) / 21;
    slope.push_back(-2 * (wy[i] - wa[i]) / 21);
  }
  constexpr auto loss = mean_squared_error(m, n);
  const auto [l, g] = compile<T>(loss, grad(loss, m))(m = a, n = y);
  BOOST_TEST(oracle::error<T>(l, mean) < 1);
  BOOST_TEST(oracle::error<T>(g, slope) < 1);
}

BOOST_AUTO_TEST_SUITE_END()
