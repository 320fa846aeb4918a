// SPDX-License-Identifier: BSL-1.0
// A pool of threads computes what one thread computes, bit for bit.
#include "drawing.hpp"
#include <etch/etch.hpp>
#include <etch/program/thread_pool.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <span>
#include <tuple>
#include <vector>

namespace {

using namespace etch;
using scalars = std::tuple<float>;  // threads know nothing of numbers

constexpr auto x = input<"x", 33>;
constexpr auto y = distribution<"y", 7>;
constexpr auto net = nn::linear<"first", 65> | nn::tanh | nn::linear<"second", 7>;
constexpr auto scores = net(x);
constexpr auto loss = batch_mean(cross_entropy(softmax(scores), y));

template <class T>
struct problem {
  decltype(parameters<T>(loss)) theta;
  std::vector<std::array<T, 33>> images;
  std::vector<std::array<T, 7>> labels;

  explicit problem(std::size_t samples) : images(samples), labels(samples) {
    drawing draw;
    theta.for_each([&](auto, auto& values) { draw(values); });
    for (auto& image : images) draw(image);
    for (std::size_t i = 0; i < samples; ++i) labels[i][i % 7] = 1;
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(pool)

BOOST_AUTO_TEST_CASE(runs_every_worker_once_and_waits) {
  for (const std::size_t threads : {1u, 2u, 5u}) {
    thread_pool pool(threads);
    BOOST_TEST(pool.size() == threads);
    for (int turn = 0; turn < 200; ++turn) {
      std::array<std::atomic<int>, 5> before{}, after{};
      std::atomic<int> early = 0;
      pool.run([&](std::size_t worker) noexcept {
        ++before[worker];
        pool.wait_for_all();
        for (std::size_t i = 0; i < threads; ++i) early += before[i] != 1;
        ++after[worker];
      });
      BOOST_REQUIRE(early == 0);
      for (std::size_t i = 0; i < 5; ++i) BOOST_REQUIRE(after[i] == (i < threads ? 1 : 0));
    }
  }
}

// Sizes whose calls are cut and whose calls are not, in one tile and in several.
BOOST_AUTO_TEST_CASE_TEMPLATE(computes_what_one_thread_computes, T, scalars) {
  constexpr auto step = compile<T>(loss, gradient(loss));
  constexpr auto model = compile<T>(scores);
  const auto frozen_scores = [&](const auto& theta) { return model.freeze(theta); };
  for (const std::size_t samples : {1u, 5u, 64u, 257u, 1000u}) {
    const problem<T> given(samples);
    const auto frozen = frozen_scores(given.theta);
    const auto [value, slope] = step(given.theta, x = given.images, y = given.labels);
    std::vector<std::array<T, 7>> wanted(samples), wanted_frozen(samples);
    model.into(wanted, given.theta, x = given.images);
    frozen.into(wanted_frozen, x = given.images);
    for (const std::size_t threads : {1u, 2u, 3u, 8u}) {
      BOOST_TEST_CONTEXT(samples << " samples on " << threads << " threads") {
        thread_pool pool(threads);
        const auto [shared_value, shared_slope] =
            step.on(pool)(given.theta, x = given.images, y = given.labels);
        std::vector<std::array<T, 7>> found(samples), found_frozen(samples);
        model.on(pool).into(found, given.theta, x = given.images);
        frozen.on(pool).into(found_frozen, x = given.images);
        BOOST_TEST(shared_value == value);
        BOOST_TEST((shared_slope == slope));
        BOOST_TEST((found == wanted));
        BOOST_TEST((found_frozen == wanted_frozen));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(takes_one_sample_without_a_batch) {
  const problem<double> given(1);
  constexpr auto model = compile<double>(scores);
  thread_pool pool(2);
  BOOST_TEST((model.on(pool)(given.theta, x = given.images[0]) ==
              model(given.theta, x = given.images[0])));
}

BOOST_AUTO_TEST_SUITE_END()
