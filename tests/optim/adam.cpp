// SPDX-License-Identifier: BSL-1.0
// Adam and AdamW against trajectories computed with 50 digits (oracles/optimisers.py).
#include "trajectory.hpp"
#include <etch/optim/adam.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <tuple>

namespace optim = etch::optim;
using trajectory::tolerance;
using trajectory::worst;

namespace {

using scalars = std::tuple<float, double>;

constexpr auto adam = [](const auto& theta) { return optim::adam(theta, {.rate = 0.1}); };
constexpr auto adam_decay = [](const auto& theta) {
  return optim::adam(theta, {.rate = 0.1, .weight_decay = 0.01});
};
constexpr auto adam_betas = [](const auto& theta) {
  return optim::adam(theta, {.rate = 0.05, .beta1 = 0.5, .beta2 = 0.75, .epsilon = 1e-3});
};
constexpr auto adamw = [](const auto& theta) {
  return optim::adamw(theta, {.rate = 0.1, .weight_decay = 0.01});
};

using map = trajectory::parameters<float>;

// What may be left out.
static_assert(optim::adam(map{}).settings.epsilon == 1e-8);
static_assert(optim::adam(map{}, {.rate = 0.1}).settings.weight_decay == 0);
static_assert(optim::adamw(map{}, {.rate = 0.1}).settings.weight_decay == 0.01);

template <class Gradient>
constexpr bool fits = requires(map& theta, const Gradient& gradient) {
  optim::adam(theta).update(theta, gradient);
  optim::adamw(theta).update(theta, gradient);
};
static_assert(fits<trajectory::gradients<float>>);
static_assert(!fits<trajectory::map<float, trajectory::w, trajectory::b>>, "s is missing");

static_assert(worst<double>(adam, oracle::adam) < tolerance<double>);
static_assert(worst<double>(adamw, oracle::adamw) < tolerance<double>);

}  // namespace

BOOST_AUTO_TEST_SUITE(adam_and_adamw)

BOOST_AUTO_TEST_CASE_TEMPLATE(adam_steps_are_the_references, T, scalars) {
  BOOST_TEST(worst<T>(adam, oracle::adam) < tolerance<T>);
  BOOST_TEST(worst<T>(adam_betas, oracle::adam_betas) < tolerance<T>);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(adam_steps_with_decay_are_the_references, T, scalars) {
  BOOST_TEST(worst<T>(adam_decay, oracle::adam_decay) < tolerance<T>);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(adamw_steps_are_the_references, T, scalars) {
  BOOST_TEST(worst<T>(adamw, oracle::adamw) < tolerance<T>);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_first_step_has_the_size_of_the_rate, T, scalars) {
  trajectory::parameters<T> theta, gradient;
  trajectory::spread(gradient, {1e3, -1e-3, 7, -40});
  optim::adam(theta, {.rate = 0.1}).update(theta, gradient);
  theta.for_each([](auto, const auto& values) {
    for (const T value : values) BOOST_TEST(std::abs(std::abs(value) - T(0.1)) < T(1e-5));
  });
}

BOOST_AUTO_TEST_CASE(many_steps_find_the_least_point_of_a_parabola) {
  trajectory::parameters<double> theta;
  trajectory::spread(theta, oracle::start);
  auto optimiser = optim::adam(theta, {.rate = 0.01});
  for (int t = 0; t < 3000; ++t) optimiser.update(theta, theta);
  BOOST_TEST(trajectory::distance(theta, {}) < 1e-3);
}

BOOST_AUTO_TEST_SUITE_END()
