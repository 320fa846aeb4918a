// SPDX-License-Identifier: BSL-1.0
// A loss in the naive form of a textbook is as stable as the fused one: its value and gradient
// in the far tails, against exact references and against the fused form.
#include "oracle.hpp"
#include <etch/etch.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <tuple>

namespace {

using namespace etch;
using oracle::numbers;
using oracle::real;
using scalars = std::tuple<float, double>;

constexpr auto z = input<"z", 9>;
constexpr auto y = input<"y", 9>;
constexpr auto p = distribution<"p", 9>;

/// Where float's and double's exponentials overflow, underflow, and are exact.
template <class T>
constexpr std::array<T, 9> logits{1000, -1000, 800, -800, 88, -88, T(0.5), 0, -2};

/// e^x / (1 + e^x), exact in both tails.
real exact_logistic(real x) {
  const real e = std::exp(-std::fabs(x));
  return (x < 0 ? e : 1) / (1 + e);
}
real log_one_plus_exp(real x) {
  return std::fmax(x, 0.0L) + std::log1p(std::exp(-std::fabs(x)));
}

/// A naive function of each logit, and its slope, against formulas in long double.
template <class T, class Naive, class Value, class Slope>
void check(Naive, Value value, Slope slope) {
  constexpr Naive naive;
  const auto [v, g] = compile<T>(naive, grad(sum(naive), z))(z = logits<T>);
  const numbers at(logits<T>.begin(), logits<T>.end());
  BOOST_TEST(oracle::error<T>(v, oracle::mapped(value, at)) < 1);
  BOOST_TEST(oracle::error<T>(g, oracle::mapped(slope, at)) < 1);
}

/// Two losses of the same meaning, and their gradients.
template <class T, class Naive, class Fused>
void check_same(Naive, Fused, auto... arguments) {
  constexpr Naive naive;
  constexpr Fused fused;
  const auto f = compile<T>(naive, grad(naive, z), fused, grad(fused, z));
  const auto [l, g, exact_l, exact_g] = f(z = logits<T>, arguments...);
  BOOST_TEST(oracle::error<T>(l, static_cast<real>(exact_l)) < 1);
  BOOST_TEST(oracle::error<T>(g, numbers(exact_g.begin(), exact_g.end())) < 1);
}

template <class T>
constexpr std::array<T, 9> marks{0, 1, 0, 1, 0, 1, 0, 1, 0};
template <class T>
constexpr std::array<T, 9> fourth{0, 0, 0, 1, 0, 0, 0, 0, 0};

}  // namespace

BOOST_AUTO_TEST_SUITE(stability)

BOOST_AUTO_TEST_CASE_TEMPLATE(sigmoid_in_every_spelling, T, scalars) {
  const auto slope = [](real x) { return exact_logistic(x) * exact_logistic(-x); };
  check<T>(1_c / (1_c + exp(-z)), exact_logistic, slope);
  check<T>(exp(z) / (1_c + exp(z)), exact_logistic, slope);
  check<T>(exp(z) / (exp(z) + 1_c), exact_logistic, slope);
  check<T>(
      3_c / (1_c + exp(-2_c * z)), [](real x) { return 3 * exact_logistic(2 * x); },
      [](real x) { return 6 * exact_logistic(2 * x) * exact_logistic(-2 * x); });
  check<T>(
      z / (1_c + exp(-z)), [](real x) { return x * exact_logistic(x); },
      [](real x) { return exact_logistic(x) + x * exact_logistic(x) * exact_logistic(-x); });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(tanh_in_every_spelling, T, scalars) {
  const auto value = [](real x) { return std::tanh(x); };
  const auto slope = [](real x) { return 4 * exact_logistic(2 * x) * exact_logistic(-2 * x); };
  check<T>((exp(z) - exp(-z)) / (exp(z) + exp(-z)), value, slope);
  check<T>((exp(2_c * z) - 1_c) / (exp(2_c * z) + 1_c), value, slope);
  check<T>((1_c - exp(-2_c * z)) / (1_c + exp(-2_c * z)), value, slope);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(logarithms_of_sigmoids_and_of_one_plus_exp, T, scalars) {
  const auto negative = [](real x) { return -log_one_plus_exp(-x); };
  check<T>(log(1_c + exp(z)), log_one_plus_exp, exact_logistic);
  check<T>(log(1_c / (1_c + exp(-z))), negative, [](real x) { return exact_logistic(-x); });
  check<T>(log(sigmoid(z)), negative, [](real x) { return exact_logistic(-x); });
  check<T>(
      log(1_c - sigmoid(z)), [](real x) { return -log_one_plus_exp(x); },
      [](real x) { return -exact_logistic(x); });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(small_numbers_beside_one_keep_their_digits, T, scalars) {
  const std::array<T, 9> small{T(1e-3),  T(-1e-3), T(1e-6), T(-1e-6), T(1e-9),
                               T(1e-20), T(1e-30), 0,       T(-1e-12)};
  const auto [a, b] = compile<T>(log(1_c + z), exp(z) - 1_c)(z = small);
  for (std::size_t i = 0; i < 9; ++i) {
    const real x = static_cast<real>(small[i]);
    const real unit = sizeof(T) == 4 ? 3e-7L : 1e-15L;
    BOOST_TEST(std::fabs(static_cast<real>(a[i]) - std::log1p(x)) <= unit * std::fabs(x));
    BOOST_TEST(std::fabs(static_cast<real>(b[i]) - std::expm1(x)) <= unit * std::fabs(x));
  }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(binary_cross_entropy_is_exact_in_both_tails, T, scalars) {
  constexpr auto h = 1_c / (1_c + exp(-z));
  constexpr auto naive = -sum(hadamard(y, log(h)) + hadamard(1_c - y, log(1_c - h)));
  check_same<T>(naive, sum(softplus(z) - hadamard(y, z)), y = marks<T>);
  std::array<T, 9> right{};
  for (std::size_t i = 0; i < 9; ++i) right[i] = T(logits<T>[i] > 0);
  // Where the label is right the gradient is small, and has all its digits.
  const auto [l, g] = compile<T>(naive, grad(naive, z))(z = logits<T>, y = right);
  for (std::size_t i = 0; i < 9; ++i) {
    const real x = static_cast<real>(logits<T>[i]);
    const real exact = x > 0 ? -exact_logistic(-x) : exact_logistic(x);
    const real unit = sizeof(T) == 4 ? 1e-6L : 1e-14L;
    BOOST_TEST(std::fabs(static_cast<real>(g[i]) - exact) <=
               unit * std::fabs(exact) + static_cast<real>(std::numeric_limits<T>::min()));
  }
  BOOST_TEST(std::isfinite(l));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(cross_entropy_in_every_spelling, T, scalars) {
  constexpr auto fused = logsumexp(z) - dot(p, z);
  constexpr auto e = exp(z);
  constexpr auto shifted = exp(z - max(z));
  check_same<T>(-dot(p, log(e / sum(e))), fused, p = fourth<T>);
  check_same<T>(-dot(p, log(shifted / sum(shifted))), fused, p = fourth<T>);
  check_same<T>(-dot(p, z - log(sum(e))), fused, p = fourth<T>);
  check_same<T>(-dot(p, z - (max(z) + log(sum(shifted)))), fused, p = fourth<T>);
  check_same<T>(-dot(p, (z - max(z)) - log(sum(shifted))), fused, p = fourth<T>);
  check_same<T>(-dot(p, log(e * (1_c / sum(e)))), fused, p = fourth<T>);
  check_same<T>(cross_entropy(e / sum(e), p), fused, p = fourth<T>);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(softmax_and_logsumexp_in_every_spelling, T, scalars) {
  constexpr auto e = exp(z);
  constexpr auto shifted = exp(z - max(z));
  check_same<T>(dot(y, e / sum(e)), dot(y, softmax(z)), y = marks<T>);
  check_same<T>(dot(y, shifted / sum(shifted)), dot(y, softmax(z)), y = marks<T>);
  check_same<T>(dot(y, exp(z - log(sum(e)))), dot(y, softmax(z)), y = marks<T>);
  check_same<T>(log(sum(e)), logsumexp(z));
  check_same<T>(log(mean(e)), logsumexp(z) - log(9_c));
  check_same<T>(max(z) + log(sum(shifted)), logsumexp(z));
}

// The maximum is taken off before logits are compared, not after.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_common_offset_of_logits_costs_no_digits, T, scalars) {
  constexpr auto u = input<"u", 3>;
  constexpr auto sums_to_one = distribution<"q", 3>;
  constexpr auto any = input<"v", 3>;
  constexpr auto number = input<"n">;
  const std::array<T, 3> offset{T(1000.5), 990, 1001}, label{0, 0, 1};
  constexpr auto naive = cross_entropy(softmax(u), sums_to_one);
  const auto [a, b, c, d] =
      compile<T>(naive, cross_entropy_with_logits(u, sums_to_one), cross_entropy(softmax(u), any),
                 cross_entropy_with_logits(u, number))(u = offset, sums_to_one = label,
                                                       any = label, number = 2);
  const real exact = std::log(std::exp(-0.5L) + std::exp(-11.0L) + 1);
  for (const T found : {a, b, c, d}) BOOST_TEST(oracle::error<T>(found, exact) < 4);
}

// What somebody differentiates by stays, so that its gradient is right, if not stable.
BOOST_AUTO_TEST_CASE_TEMPLATE(gradients_by_the_probabilities_are_right, T, scalars) {
  const std::array<T, 9> mild{1, -1, T(0.5), 0, 2, -2, 3, T(-0.25), 1};
  std::array<T, 9> label{};
  label[3] = 1;
  constexpr auto a = exp(z) / sum(exp(z));
  const auto [g, share] = compile<T>(grad(cross_entropy(a, p), a), a)(z = mild, p = label);
  for (std::size_t i = 0; i < 9; ++i)
    BOOST_TEST(oracle::error<T>(g[i], i == 3 ? -1 / static_cast<real>(share[3]) : 0) < 1);
  constexpr auto h = sigmoid(z);
  const auto slope = compile<T>(grad(sum(log(1_c - h)), h))(z = mild);
  for (std::size_t i = 0; i < 9; ++i)
    BOOST_TEST(oracle::error<T>(slope[i], -1 / exact_logistic(-static_cast<real>(mild[i]))) < 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(roots_of_squares_have_a_slope_at_zero, T, scalars) {
  const std::array<T, 9> at{0, 1, -1, 2, -2, T(1e-3), T(-1e-3), 100, -100};
  const auto [v, g] = compile<T>(sqrt(square(z)), grad(sum(sqrt(square(z))), z))(z = at);
  for (std::size_t i = 0; i < 9; ++i) {
    BOOST_TEST(v[i] == std::fabs(at[i]));
    BOOST_TEST(g[i] == T(at[i] > 0) - T(at[i] < 0));
  }
}

BOOST_AUTO_TEST_SUITE_END()
