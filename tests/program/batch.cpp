// SPDX-License-Identifier: BSL-1.0
// A program on a batch against the same model on its samples, one by one.
#include "oracle.hpp"
#include <etch/etch.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <tuple>
#include <vector>

namespace {

using namespace etch;
using oracle::numbers;
using oracle::real;
using scalars = std::tuple<float, double>;

/// Around the sizes of tiles.
constexpr std::size_t lengths[] = {0, 1, 2, 63, 64, 65, 255, 256, 257, 1000};

constexpr auto x = input<"x", 7>;
constexpr auto y = distribution<"y", 3>;
constexpr auto s = input<"s">;
constexpr auto w1 = param<"w1", 5, 7>;
constexpr auto b1 = param<"b1", 5>;
constexpr auto w2 = param<"w2", 3, 5>;
constexpr auto b2 = param<"b2", 3>;
constexpr auto hidden = tanh(w1 * x + b1);
constexpr auto z = w2 * hidden + b2;
constexpr auto loss = cross_entropy(softmax(z), y);

template <class T>
struct data {
  std::vector<std::array<T, 7>> x;
  std::vector<std::array<T, 3>> y;
  std::vector<T> s;
  decltype(parameters<T>(loss)) theta;

  explicit data(std::size_t samples) : x(samples), y(samples), s(samples) {
    oracle::source draw(21);
    for (auto& row : x) draw.fill(row);
    draw.fill(s);
    for (std::size_t i = 0; i < samples; ++i) y[i][i * i % 3] = 1;
    theta.for_each([&](auto, auto& values) { draw.fill(values); });
  }
};

/// Adds any array to the numbers of an oracle, times `weight`.
void add(numbers& sum, const auto& array, real weight = 1) {
  sum.resize(array.size(), 0);
  std::size_t i = 0;
  for (const auto element : array) sum[i++] += weight * static_cast<real>(element);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(batch)

BOOST_AUTO_TEST_CASE_TEMPLATE(gradients_of_parameters_sum_over_the_batch, T, scalars) {
  const auto single = compile<T>(loss, gradient(loss));
  constexpr auto total = batch_sum(loss);
  constexpr auto mean = batch_mean(loss) + 0.25_c * squared_norm(w1);
  const auto summed = compile<T>(total, gradient(loss), gradient(total));
  const auto averaged = compile<T>(mean, gradient(mean));
  for (const std::size_t samples : lengths) {
    const data<T> d(samples);
    real value = 0;
    numbers g1(35, 0), h1(5, 0), g2(15, 0), h2(3, 0);
    for (std::size_t i = 0; i < samples; ++i) {
      const auto [l, g] = single(d.theta, x = d.x[i], y = d.y[i]);
      value += static_cast<real>(l);
      add(g1, g[w1]), add(h1, g[b1]), add(g2, g[w2]), add(h2, g[b2]);
    }
    BOOST_TEST_CONTEXT(samples << " samples") {
      const auto [l, lazy, g] = summed(d.theta, x = d.x, y = d.y);
      BOOST_TEST(oracle::error<T>(l, value) < 1);
      BOOST_TEST(oracle::error<T>(g[w1], g1) < 1);
      BOOST_TEST(oracle::error<T>(g[b1], h1) < 1);
      BOOST_TEST(oracle::error<T>(g[w2], g2) < 1);
      BOOST_TEST(oracle::error<T>(g[b2], h2) < 1);
      BOOST_TEST((lazy == g));
      const auto [m, a] = averaged(x = d.x, d.theta, y = d.y);
      const real share = samples == 0 ? 0 : 1 / static_cast<real>(samples);
      numbers penalty, expected(35, 0), bias(3, 0);
      add(penalty, d.theta[w1]), add(expected, d.theta[w1], 0.5L), add(bias, h2, share);
      for (std::size_t i = 0; i < 35; ++i) expected[i] += share * g1[i];
      BOOST_TEST(oracle::error<T>(m, value * share + oracle::dot(penalty, penalty) / 4) < 1);
      BOOST_TEST(oracle::error<T>(a[w1], expected) < 1);
      BOOST_TEST(oracle::error<T>(a[b2], bias) < 1);
    }
  }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(outputs_per_sample_are_those_of_single_calls, T, scalars) {
  // Of one value each: a vector, a number, a gradient by the input, a leaf, and the leaf again.
  const auto f = compile<T>(hidden, loss, grad(loss, x), x, x, z, loss);
  const auto single = compile<T>(hidden, loss, grad(loss, x), z);
  for (const std::size_t samples : lengths) {
    const data<T> d(samples);
    std::vector<std::array<T, 5>> h(samples);
    std::vector<T> l(samples), again(samples);
    std::vector<std::array<T, 7>> g(samples), x1(samples);
    std::vector<T> flat(7 * samples);
    std::vector<tensor<T, 3>> logits(samples);
    const batch_view<T, 7> x2(flat.data(), samples);
    f.into(h, l, g, x1, x2, logits, again, d.theta, x = d.x, y = d.y);
    double worst = 0;
    for (std::size_t i = 0; i < samples; ++i) {
      const auto [h0, l0, g0, z0] = single(d.theta, x = d.x[i], y = d.y[i]);
      numbers wanted_h, wanted_g, wanted_z;
      add(wanted_h, h0), add(wanted_g, g0), add(wanted_z, z0);
      worst = std::max({worst, oracle::error<T>(h[i], wanted_h),
                        oracle::error<T>(g[i], wanted_g), oracle::error<T>(logits[i], wanted_z),
                        oracle::error<T>(l[i], static_cast<real>(l0))});
    }
    BOOST_TEST(worst < 1);
    BOOST_TEST((x1 == d.x && l == again));
    BOOST_TEST((samples == 0 || std::equal(flat.begin(), flat.end(), d.x[0].data())));
  }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_is_equal_for_all_samples_is_written_for_each, T, scalars) {
  const auto f = compile<T>(grad(sum(w1 * x), x), grad(s, s), sum(y), s - s, w2);
  for (const std::size_t samples : {std::size_t{0}, std::size_t{1}, std::size_t{300}}) {
    const data<T> d(samples);
    std::vector<std::array<T, 7>> rows(samples);
    std::vector<T> ones(samples, 9), sums(samples, 9), zeros(samples, 9);
    tensor<T, 3, 5> copy;
    f.into(rows, ones, sums, zeros, copy, d.theta, x = d.x, y = d.y, s = d.s);
    numbers columns(7, 0);
    for (std::size_t i = 0; i < 35; ++i) columns[i % 7] += static_cast<real>(d.theta[w1][i]);
    double worst = 0;
    for (const auto& row : rows) worst = std::max(worst, oracle::error<T>(row, columns));
    BOOST_TEST(worst < 1);
    BOOST_TEST(ones == std::vector<T>(samples, 1), boost::test_tools::per_element());
    BOOST_TEST(sums == ones, boost::test_tools::per_element());
    BOOST_TEST(zeros == std::vector<T>(samples, 0), boost::test_tools::per_element());
    BOOST_TEST((copy == d.theta[w2]));
  }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(unbatched_inputs_are_shared_by_all_samples, T, scalars) {
  constexpr auto total = batch_sum(square(s) * sum(w1 * x));
  const auto f = compile<T>(total, grad(total, s), grad(total, x));
  const data<T> d(65);
  std::array<T, 7> shared = d.x[0];
  real sum = 0, squares = 0;
  for (std::size_t i = 0; i < 35; ++i)
    sum += static_cast<real>(d.theta[w1][i]) * static_cast<real>(shared[i % 7]);
  for (const T one : d.s) squares += static_cast<real>(one) * static_cast<real>(one);
  T value{};
  std::vector<T> by_s(65);
  tensor<T, 7> by_x;
  f.into(value, by_s, by_x, s = d.s, x = shared, d.theta);
  BOOST_TEST(oracle::error<T>(value, squares * sum) < 1);
  numbers wanted_s, wanted_x(7, 0);
  for (const T one : d.s) wanted_s.push_back(2 * static_cast<real>(one) * sum);
  for (std::size_t i = 0; i < 35; ++i)
    wanted_x[i % 7] += squares * static_cast<real>(d.theta[w1][i]);
  BOOST_TEST(oracle::error<T>(by_s, wanted_s) < 1);
  BOOST_TEST(oracle::error<T>(by_x, wanted_x) < 1);
}

BOOST_AUTO_TEST_SUITE_END()
