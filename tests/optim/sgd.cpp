// SPDX-License-Identifier: BSL-1.0
// Gradient descent against trajectories computed with 50 digits (oracles/optimisers.py).
#include "trajectory.hpp"
#include <etch/optim/sgd.hpp>

#include <boost/test/unit_test.hpp>

#include <tuple>
#include <type_traits>
#include <utility>

namespace optim = etch::optim;
using trajectory::tolerance;
using trajectory::worst;

namespace {

using scalars = std::tuple<float, double>;

constexpr auto plain = [](const auto& theta) { return optim::sgd(theta, {.rate = 0.1}); };
constexpr auto plain_decay = [](const auto& theta) {
  return optim::sgd(theta, {.rate = 0.1, .weight_decay = 0.01});
};
constexpr auto momentum = [](const auto& theta) {
  return optim::sgd(theta, {.rate = 0.1, .momentum = 0.9});
};
constexpr auto momentum_decay = [](const auto& theta) {
  return optim::sgd(theta, {.rate = 0.1, .momentum = 0.9, .weight_decay = 0.01});
};
constexpr auto nesterov = [](const auto& theta) {
  return optim::sgd(theta, {.rate = 0.1, .momentum = 0.9, .nesterov = true});
};
constexpr auto nesterov_decay = [](const auto& theta) {
  return optim::sgd(theta,
                    {.rate = 0.1, .momentum = 0.9, .nesterov = true, .weight_decay = 0.01});
};

using map = trajectory::parameters<float>;

// Nothing but the settings is kept unless momentum is asked for.
static_assert(sizeof(plain(map{})) == sizeof(optim::sgd_settings));
static_assert(sizeof(momentum(map{})) >= sizeof(optim::momentum_settings) + sizeof(map));

// What may be left out.
static_assert(optim::sgd(map{}).settings.rate == 1e-3);
static_assert(optim::sgd(map{}, {}).settings.weight_decay == 0);
static_assert(optim::sgd(map{}, {.momentum = 0.5}).settings.rate == 1e-3);

template <class Gradient>
constexpr bool fits = requires(map& theta, const Gradient& gradient) {
  optim::sgd(theta).update(theta, gradient);
};
constexpr auto transposed = etch::param<"w", 7, 5>;
static_assert(fits<map>);
static_assert(fits<trajectory::gradients<float>>);
static_assert(!fits<trajectory::gradients<double>>, "another scalar type");
static_assert(!fits<trajectory::map<float, trajectory::w, trajectory::b>>, "s is missing");
static_assert(!fits<trajectory::map<float, transposed, trajectory::b, trajectory::s>>);
static_assert(!fits<double>);

// Constant evaluation rounds as the machine does, but fuses nothing.
static_assert(worst<double>(plain, oracle::sgd) < tolerance<double>);
static_assert(worst<double>(nesterov_decay, oracle::nesterov_decay) < tolerance<double>);

}  // namespace

BOOST_AUTO_TEST_SUITE(sgd)

BOOST_AUTO_TEST_CASE_TEMPLATE(plain_steps_are_the_references, T, scalars) {
  BOOST_TEST(worst<T>(plain, oracle::sgd) < tolerance<T>);
  BOOST_TEST(worst<T>(plain_decay, oracle::sgd_decay) < tolerance<T>);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(momentum_steps_are_the_references, T, scalars) {
  BOOST_TEST(worst<T>(momentum, oracle::momentum) < tolerance<T>);
  BOOST_TEST(worst<T>(momentum_decay, oracle::momentum_decay) < tolerance<T>);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(nesterov_steps_are_the_references, T, scalars) {
  BOOST_TEST(worst<T>(nesterov, oracle::nesterov) < tolerance<T>);
  BOOST_TEST(worst<T>(nesterov_decay, oracle::nesterov_decay) < tolerance<T>);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_gradient_of_the_parameters_own_type_fits, T, scalars) {
  using own = trajectory::parameters<T>;
  BOOST_TEST((worst<T, own>(nesterov, oracle::nesterov)) < tolerance<T>);
}

BOOST_AUTO_TEST_CASE(the_rate_may_change_between_updates) {
  trajectory::parameters<double> theta, gradient;
  theta[trajectory::s][0] = 1;
  gradient[trajectory::s][0] = 1;
  auto optimiser = optim::sgd(theta, {.rate = 0.5});
  optimiser.update(theta, gradient);
  optimiser.settings.rate *= 0.5;
  optimiser.update(theta, gradient);
  BOOST_TEST(theta[trajectory::s][0] == 0.25);
}

BOOST_AUTO_TEST_SUITE_END()
