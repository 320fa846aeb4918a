// SPDX-License-Identifier: BSL-1.0
// Descent inside a program against the optimiser's own steps.
#include "../program/drawing.hpp"
#include <etch/etch.hpp>
#include <etch/program/thread_pool.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstddef>
#include <limits>
#include <span>
#include <tuple>
#include <vector>

namespace {

using namespace etch;

constexpr auto x = input<"x", 7>;
constexpr auto y = input<"y", 3>;
constexpr auto net = nn::linear<"first", 13> | nn::tanh | nn::linear<"second", 3>;
constexpr auto loss = mean_squared_error(net(x), y);
constexpr auto rate = input<"rate">;

template <class T>
struct problem {
  decltype(parameters<T>(loss)) theta;
  std::vector<std::array<T, 7>> images;
  std::vector<std::array<T, 3>> targets;

  explicit problem(std::size_t samples) : images(samples), targets(samples) {
    drawing draw;
    theta.for_each([&](auto, auto& values) { draw(values); });
    for (auto& image : images) draw(image);
    for (auto& target : targets) draw(target);
  }
};

template <class Map>
double greatest_difference(const Map& a, const Map& b) {
  double greatest = 0;
  a.for_each([&](auto symbol, const auto& values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double difference = static_cast<double>(values[i] - b[symbol][i]);
      greatest = difference > greatest    ? difference
                 : -difference > greatest ? -difference
                                          : greatest;
    }
  });
  return greatest;
}

}  // namespace

using scalars = std::tuple<float, double>;

BOOST_AUTO_TEST_SUITE(descent)

// One tile of samples, and several.
BOOST_AUTO_TEST_CASE_TEMPLATE(takes_the_steps_of_sgd, T, scalars) {
  for (const std::size_t samples : {std::size_t{5}, std::size_t{700}}) {
    problem<T> given(samples);
    constexpr auto objective = batch_mean(loss);
    constexpr auto slope = compile<T>(objective, gradient(objective));
    constexpr auto step = compile<T>(objective, optim::descent(objective, rate));

    auto by_hand = given.theta, now = given.theta, next = given.theta;
    auto optimiser = optim::sgd(by_hand, {.rate = 0.25});
    for (int i = 0; i < 4; ++i) {
      const auto [wanted, g] = slope(by_hand, x = given.images, y = given.targets);
      T value{};
      step.into(value, next, now, rate = T(0.25), x = given.images, y = given.targets);
      BOOST_TEST(value == wanted, boost::test_tools::tolerance(T(1e-5)));
      optimiser.update(by_hand, g);
      now = next;
    }
    // Sums that begin with a parameter are rounded to its size.
    BOOST_TEST(greatest_difference(now, by_hand) <
               64 * static_cast<double>(std::numeric_limits<T>::epsilon()));
    BOOST_TEST(greatest_difference(now, given.theta) > 0.01);
  }
}

// Over the old parameters, which several tiles of a batch read to the last, and some of which
// are no whole packs.
BOOST_AUTO_TEST_CASE_TEMPLATE(writes_over_what_it_reads, T, scalars) {
  for (const std::size_t samples : {std::size_t{1}, std::size_t{64}, std::size_t{700}}) {
    const problem<T> given(samples);
    constexpr auto objective = batch_mean(loss) + 0.01_c * sum(square(param<"first.w", 13, 7>));
    constexpr auto step = compile<T>(objective, optim::descent(objective, rate));
    auto apart = given.theta, next = given.theta, over = given.theta, shared = given.theta;
    thread_pool pool(2);
    for (int i = 0; i < 3; ++i) {
      T wanted{}, value{}, of_pool{};
      step.into(wanted, next, apart, rate = T(0.25), x = given.images, y = given.targets);
      step.into(value, over, over, rate = T(0.25), x = given.images, y = given.targets);
      step.on(pool).into(of_pool, shared, shared, rate = T(0.25), x = given.images,
                         y = given.targets);
      apart = next;
      BOOST_TEST(value == wanted);
      BOOST_TEST(of_pool == wanted);
    }
    BOOST_TEST(greatest_difference(over, apart) == 0);
    BOOST_TEST(greatest_difference(shared, apart) == 0);
    BOOST_TEST(greatest_difference(over, given.theta) > 0.01);
  }
}

// A network of whole packs, whose parameters are all written where they lie.
BOOST_AUTO_TEST_CASE_TEMPLATE(writes_whole_packs_over_what_it_reads, T, scalars) {
  constexpr auto image = input<"image", 48>;
  constexpr auto target = input<"target", 16>;
  constexpr auto model = nn::linear<"a", 32> | nn::relu | nn::linear<"b", 16>;
  constexpr auto objective = batch_mean(mean_squared_error(model(image), target));
  constexpr auto step = compile<T>(objective, optim::descent(objective, 0.1_c));
  drawing draw;
  std::vector<std::array<T, 48>> images(50);
  std::vector<std::array<T, 16>> targets(50);
  for (auto& one : images) draw(one);
  for (auto& one : targets) draw(one);
  auto over = parameters<T>(objective);
  over.for_each([&](auto, auto& values) { draw(values); });
  const auto first = over;
  const auto [wanted, next] = step(over, image = images, target = targets);
  T value{};
  step.into(value, over, over, image = images, target = targets);
  BOOST_TEST(value == wanted);
  BOOST_TEST(greatest_difference(over, next) == 0);
  BOOST_TEST(greatest_difference(over, first) > 0.001);
}

// Frozen, a rate is known before, and so may be the parameters, which nothing then overwrites.
BOOST_AUTO_TEST_CASE_TEMPLATE(is_frozen, T, scalars) {
  const problem<T> given(1);
  constexpr auto step = compile<T>(optim::descent(loss, rate));
  const auto& image = given.images[0];
  const auto& target = given.targets[0];
  const auto wanted = step(given.theta, rate = T(0.25), x = image, y = target);
  const auto of_rate = step.freeze(rate = T(0.25));
  const auto of_theta = step.freeze(given.theta);
  auto over = given.theta;
  of_rate.into(over, over, x = image, y = target);
  constexpr double rounding = 4 * static_cast<double>(std::numeric_limits<T>::epsilon());
  BOOST_TEST(greatest_difference(over, wanted) < rounding);
  BOOST_TEST(greatest_difference(of_theta(rate = T(0.25), x = image, y = target), wanted) <
             rounding);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(takes_single_samples, T, scalars) {
  problem<T> given(1);
  constexpr auto slope = compile<T>(gradient(loss));
  constexpr auto step = compile<T>(optim::descent(loss, 0.25_c));
  auto by_hand = given.theta;
  auto optimiser = optim::sgd(by_hand, {.rate = 0.25});
  optimiser.update(by_hand, slope(by_hand, x = given.images[0], y = given.targets[0]));
  const auto next = step(given.theta, x = given.images[0], y = given.targets[0]);
  BOOST_TEST(greatest_difference(next, by_hand) <
             4 * static_cast<double>(std::numeric_limits<T>::epsilon()));
}

BOOST_AUTO_TEST_SUITE_END()
