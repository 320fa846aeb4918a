// SPDX-License-Identifier: BSL-1.0
// Dropout and random slopes while a model is trained: rates, scales, seeds, streams, gradients.
#include <etch/etch.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstddef>
#include <vector>

namespace {

using namespace etch;

constexpr auto x = input<"x", 50>;
constexpr auto seed = input<"seed">;
constexpr auto mode = nn::training(seed);
constexpr std::size_t count = 400;
using sample = tensor<float, 50>;

std::vector<sample> ones() {
  std::vector<sample> all(count);
  for (sample& one : all) one.fill(1);
  return all;
}
/// `layer` on a batch of ones.
std::vector<sample> run(auto layer, float number) {
  std::vector<sample> result(count);
  compile<float>(layer(x, mode)).into(result, x = ones(), seed = number);
  return result;
}
double mean_of(const std::vector<sample>& all, auto&& f) {
  double sum = 0;
  for (const sample& one : all) {
    for (const float value : one) sum += static_cast<double>(f(value));
  }
  return sum / static_cast<double>(count * 50);
}

BOOST_AUTO_TEST_SUITE(modes)

BOOST_AUTO_TEST_CASE(dropout_keeps_the_mean) {
  // 20000 draws: three standard deviations of the share are 0.0098 at a rate of 0.3.
  const auto dropped = run(nn::dropout<0.3>, 1);
  const double zeros = mean_of(dropped, [](float v) { return v == 0 ? 1 : 0; });
  BOOST_TEST(std::abs(zeros - 0.3) < 0.01);
  BOOST_TEST(std::abs(mean_of(dropped, [](float v) { return v; }) - 1) < 0.015);
  for (const sample& one : dropped) {
    for (const float value : one) BOOST_TEST((value == 0 || value == 1 / (1 - 0.3f)));
  }
}

BOOST_AUTO_TEST_CASE(equal_seeds_drop_equal_elements) {
  BOOST_TEST((run(nn::dropout<0.3>, 7) == run(nn::dropout<0.3>, 7)));
  BOOST_TEST((run(nn::dropout<0.3>, 7) != run(nn::dropout<0.3>, 8)));
}

BOOST_AUTO_TEST_CASE(layers_of_one_model_drop_independently) {
  // Of two layers with rate 1/2 a quarter passes; were the masks equal, a half would.
  const auto passed = run(nn::dropout<0.5> | nn::dropout<0.5>, 3);
  BOOST_TEST(std::abs(mean_of(passed, [](float v) { return v != 0 ? 1 : 0; }) - 0.25) < 0.01);
}

BOOST_AUTO_TEST_CASE(seeds_next_to_each_other_have_nothing_in_common) {
  const auto one = run(nn::dropout<0.5>, 1), two = run(nn::dropout<0.5>, 2);
  double both = 0;
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t k = 0; k < 50; ++k) both += one[i][k] != 0 && two[i][k] != 0;
  }
  BOOST_TEST(std::abs(both / (count * 50) - 0.25) < 0.01);
}

BOOST_AUTO_TEST_CASE(what_is_dropped_has_no_gradient) {
  constexpr auto dropped = nn::dropout<0.25>(x, mode);
  constexpr auto program = compile<float>(dropped, grad(sum(dropped), x));
  sample value;
  value.fill(3);
  const auto [y, slope] = program(x = value, seed = 5.0f);
  for (std::size_t k = 0; k < 50; ++k) {
    BOOST_TEST(slope[k] == (y[k] == 0 ? 0 : 1 / (1 - 0.25f)));
    BOOST_TEST(std::abs(y[k] - 3 * slope[k]) < 1e-6f);
  }
}

BOOST_AUTO_TEST_CASE(random_slopes_lie_between_their_bounds) {
  constexpr auto e = nn::rrelu<0.25, 0.5>(-x, mode);
  std::vector<sample> slopes(count);
  compile<float>(e).into(slopes, x = ones(), seed = 2.0f);
  BOOST_TEST(std::abs(mean_of(slopes, [](float v) { return -v; }) - 0.375) < 0.003);
  BOOST_TEST(mean_of(slopes, [](float v) { return v > -0.25f || v < -0.5f ? 1 : 0; }) == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
