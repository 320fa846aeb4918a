// SPDX-License-Identifier: BSL-1.0
// Losses and their gradients against numbers of oracles/losses.py, and where others overflow.
#include "../oracles/losses.hpp"

#include "oracle.hpp"
#include <etch/etch.hpp>
#include <etch/loss/binary_cross_entropy.hpp>
#include <etch/loss/binary_cross_entropy_with_logits.hpp>
#include <etch/loss/cross_entropy_with_logits.hpp>
#include <etch/loss/hinge.hpp>
#include <etch/loss/huber.hpp>
#include <etch/loss/kl_divergence.hpp>
#include <etch/loss/label_smoothing.hpp>
#include <etch/loss/log_cosh.hpp>
#include <etch/loss/mean_absolute_error.hpp>
#include <etch/loss/negative_log_likelihood.hpp>
#include <etch/loss/penalty.hpp>
#include <etch/loss/poisson.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>
#include <vector>

namespace {

using namespace etch;
using oracle::numbers;
using oracle::real;
using scalars = std::tuple<float, double>;

constexpr auto p = input<"p", 5>;
constexpr auto q = input<"q", 5>;
constexpr auto y = distribution<"y", 5>;
constexpr auto s = input<"s">;
constexpr auto r = input<"r">;

template <class T>
std::array<T, 5> of(const std::array<double, 5>& row) {
  std::array<T, 5> result;
  std::transform(row.begin(), row.end(), result.begin(),
                 [](double number) { return static_cast<T>(number); });
  return result;
}

numbers exact(const std::array<double, 5>& row) { return {row.begin(), row.end()}; }

/// A loss of `p`, and of the symbol `target`, has the value and the gradient of the row.
template <class T, class Loss, class Target>
void check(const oracle::loss_row& row, Loss, Target target) {
  constexpr Loss loss;
  const auto [l, g] =
      compile<T>(loss, grad(loss, p))(p = of<T>(row.prediction), target = of<T>(row.target));
  BOOST_TEST(oracle::error<T>(l, row.loss) < 1);
  BOOST_TEST(oracle::error<T>(g, exact(row.gradient)) < 1);
}

/// Value and slope of a loss of scalars.
template <class T, class Loss>
auto of_scalars(Loss, double prediction, double target) {
  constexpr Loss loss;
  return compile<T>(loss, grad(loss, s))(s = static_cast<T>(prediction),
                                         r = static_cast<T>(target));
}

template <class T>
bool is(const auto& pair, double value, double slope) {
  return oracle::error<T>(std::get<0>(pair), static_cast<real>(value)) < 1 &&
         oracle::error<T>(std::get<1>(pair), static_cast<real>(slope)) < 1;
}

// What a gradient must be, proven.
static_assert(grad(mean_squared_error(p, q), p) == 0.4_c * (p - q));
static_assert(grad(binary_cross_entropy_with_logits(p, q), p) == (sigmoid(p) - q) / 5_c);
static_assert(grad(binary_cross_entropy_with_logits(s, r), s) == sigmoid(s) - r);
static_assert(grad(cross_entropy_with_logits(p, y), p) == softmax(p) - y);
static_assert(cross_entropy_with_logits(p, y) == logsumexp(p) - dot(y, p));
static_assert(cross_entropy_with_logits(p, q) == cross_entropy(softmax(p), q));
static_assert(negative_log_likelihood(log_softmax(p), y) == cross_entropy_with_logits(p, y));
static_assert(grad(log_cosh(p, q), p) == tanh(p - q) / 5_c);
static_assert(grad(poisson_with_log_rate(p, q), p) == (exp(p) - q) / 5_c);
static_assert(grad(l2_penalty(p, s), p) == s * p && grad(l1_penalty(p, s), p) == s * sign(p));
static_assert(elastic_penalty(p, s, 0_c) == l1_penalty(p, s));
static_assert(label_smoothing(y, 0_c) == y && label_smoothing(y, 1_c) == y - y + 0.2_c);

}  // namespace

BOOST_AUTO_TEST_SUITE(losses)

BOOST_AUTO_TEST_CASE_TEMPLATE(losses_of_regression_agree_with_the_oracle, T, scalars) {
  check<T>(oracle::mean_squared_error, mean_squared_error(p, q), q);
  check<T>(oracle::mean_absolute_error, mean_absolute_error(p, q), q);
  check<T>(oracle::huber, huber(p, q), q);
  check<T>(oracle::huber_of_half, huber(p, q, 0.5_c), q);
  check<T>(oracle::log_cosh, log_cosh(p, q), q);
  check<T>(oracle::poisson, poisson(p, q), q);
  check<T>(oracle::poisson_with_log_rate, poisson_with_log_rate(p, q), q);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(losses_of_yes_and_no_agree_with_the_oracle, T, scalars) {
  check<T>(oracle::hinge, hinge(p, q), q);
  check<T>(oracle::binary_cross_entropy, binary_cross_entropy(p, q), q);
  check<T>(oracle::binary_cross_entropy_with_logits, binary_cross_entropy_with_logits(p, q), q);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(losses_of_classes_agree_with_the_oracle, T, scalars) {
  check<T>(oracle::cross_entropy, cross_entropy(p, y), y);
  check<T>(oracle::cross_entropy_with_logits, cross_entropy_with_logits(p, y), y);
  check<T>(oracle::cross_entropy_with_logits, cross_entropy_with_logits(p, q), q);
  check<T>(oracle::cross_entropy_with_logits_of_any, cross_entropy_with_logits(p, q), q);
  check<T>(oracle::negative_log_likelihood, negative_log_likelihood(p, y), y);
  check<T>(oracle::kl_divergence, kl_divergence(q, p), q);
  check<T>(oracle::smoothed_cross_entropy_with_logits,
           cross_entropy_with_logits(p, label_smoothing(y)), y);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_number_of_a_class_is_a_target, T, scalars) {
  const oracle::loss_row& row = oracle::cross_entropy_with_logits_of_label_3;
  constexpr auto of_logits = cross_entropy_with_logits(p, s);
  constexpr auto of_logarithms = negative_log_likelihood(log_softmax(p), s);
  constexpr auto of_probabilities = cross_entropy(softmax(p), s);
  const auto agree = [&](auto loss) {
    const auto [l, g] = compile<T>(loss, grad(loss, p))(p = of<T>(row.prediction), s = T(3));
    BOOST_TEST(oracle::error<T>(l, row.loss) < 1);
    BOOST_TEST(oracle::error<T>(g, exact(row.gradient)) < 1);
  };
  agree(of_logits), agree(of_logarithms), agree(of_probabilities);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(penalties_agree_with_the_oracle, T, scalars) {
  check<T>(oracle::l1_penalty, l1_penalty(p, 0.25_c) + 0_c * sum(q), q);
  check<T>(oracle::l2_penalty, l2_penalty(p, 0.25_c) + 0_c * sum(q), q);
  check<T>(oracle::elastic_penalty, elastic_penalty(p, 0.25_c, 0.5_c) + 0_c * sum(q), q);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(scalars_are_vectors_of_one, T, scalars) {
  BOOST_TEST(is<T>(of_scalars<T>(mean_squared_error(s, r), 3, 1), 4, 4));
  BOOST_TEST(is<T>(of_scalars<T>(mean_absolute_error(s, r), 3, 1), 2, 1));
  BOOST_TEST(is<T>(of_scalars<T>(huber(s, r, 0.5_c), 3, 1), 0.875, 0.5));
  BOOST_TEST(is<T>(of_scalars<T>(hinge(s, r), 0.25, 1), 0.75, -1));
  BOOST_TEST(is<T>(of_scalars<T>(binary_cross_entropy(s, r), 0.25, 1), 1.3862943611198906, -4));
  BOOST_TEST(is<T>(of_scalars<T>(poisson(s, r), 2, 3), -0.07944154167983593, -0.5));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(logits_may_be_huge, T, scalars) {
  constexpr auto binary = binary_cross_entropy_with_logits(s, r);
  BOOST_TEST(is<T>(of_scalars<T>(binary, 800, 1), 0, 0));
  BOOST_TEST(is<T>(of_scalars<T>(binary, 800, 0), 800, 1));
  BOOST_TEST(is<T>(of_scalars<T>(binary, -800, 1), 800, -1));
  BOOST_TEST(is<T>(of_scalars<T>(binary, -800, 0), 0, 0));
  const std::array<T, 5> z{1000, -1000, 0, -1000, -500}, label{0, 1, 0, 0, 0};
  constexpr auto loss = cross_entropy_with_logits(p, q);
  const auto [l, g] = compile<T>(loss, grad(loss, p))(p = z, q = label);
  BOOST_TEST(l == 2000);
  BOOST_TEST((g == tensor<T, 5>(1, -1, 0, 0, 0)));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(log_cosh_keeps_the_digits_of_small_and_large_errors, T, scalars) {
  constexpr auto loss = log_cosh(s, r);
  constexpr auto f = compile<T>(loss, grad(loss, s), grad(grad(loss, s), s));
  const T granted = 8 * std::numeric_limits<T>::epsilon();
  for (const double d : {1e-9, 1e-5, 1e-3, 0.3, 0.99, 1.01, 5.0, 50.0, 800.0}) {
    const T error = static_cast<T>(d);
    const real e = static_cast<real>(error);
    const real wanted = std::log1p(2 * std::sinh(e / 2) * std::sinh(e / 2));
    for (const T sign : {T(1), T(-1)}) {
      const auto [value, slope, curvature] = f(s = sign * error, r = T(0));
      BOOST_TEST(std::fabs(value / static_cast<T>(wanted) - 1) <= granted);
      BOOST_TEST(std::fabs(slope / (sign * static_cast<T>(std::tanh(e))) - 1) <= granted);
      BOOST_TEST(std::isfinite(curvature));
    }
  }
  const auto [value, slope, curvature] = f(s = T(2), r = T(2));
  BOOST_TEST((value == 0 && slope == 0 && curvature == 1));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(absent_classes_do_not_diverge, T, scalars) {
  const std::array<T, 5> target{0, 0.5, 0, 0.5, 0}, prediction{0.25, 0.25, 0.25, 0.125, 0.125};
  constexpr auto loss = kl_divergence(q, p);
  const auto [l, by_p, by_q] =
      compile<T>(loss, grad(loss, p), grad(loss, q))(p = prediction, q = target);
  BOOST_TEST(oracle::error<T>(l, 1.5L * std::log(2.0L)) < 1);
  BOOST_TEST((by_p == tensor<T, 5>(0, -2, 0, -4, 0)));
  BOOST_TEST(std::all_of(by_q.begin(), by_q.end(), [](T e) { return std::isfinite(e); }));
  constexpr auto itself = kl_divergence(q, q);
  const std::array<T, 5> present{0.25, 0.5, 0.125, 0.0625, 0.0625};
  BOOST_TEST(compile<T>(itself)(q = present) == 0);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(slopes_at_the_kinks_are_those_of_the_documentation, T, scalars) {
  BOOST_TEST(is<T>(of_scalars<T>(mean_absolute_error(s, r), 2, 2), 0, 0));
  BOOST_TEST(is<T>(of_scalars<T>(hinge(s, r), 1, 1), 0, 0));
  BOOST_TEST(is<T>(of_scalars<T>(huber(s, r), 3, 2), 0.5, 1));
  BOOST_TEST(is<T>(of_scalars<T>(l1_penalty(s, r), 0, 2), 0, 0));
}

BOOST_AUTO_TEST_CASE(a_batch_has_one_loss_per_sample) {
  const std::vector<std::array<double, 5>> z{{2, -1, 0.5, -3, 1.5}, {1, 1, 1, 1, 1}};
  const std::vector<double> labels{3, 0};
  constexpr auto b = param<"b", 5>;
  constexpr auto objective = batch_mean(cross_entropy_with_logits(p + b, s));
  const auto [l, g] = compile<double>(objective, grad(objective, b))(
      p = z, s = labels, b = std::array<double, 5>{});
  const oracle::loss_row& first = oracle::cross_entropy_with_logits_of_label_3;
  numbers slopes = exact(first.gradient);
  for (real& slope : slopes) slope = (slope + 0.2L) / 2;
  slopes[0] -= 0.5L;
  BOOST_TEST(oracle::error<double>(l, (first.loss + std::log(5.0L)) / 2) < 1);
  BOOST_TEST(oracle::error<double>(g, slopes) < 1);
}

BOOST_AUTO_TEST_SUITE_END()
