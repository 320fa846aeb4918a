// SPDX-License-Identifier: BSL-1.0
// First values of parameters: the expected draws are from oracles/initialise.py.
#include <etch/expr/symbols.hpp>
#include <etch/tensor/initialise.hpp>
#include <etch/tensor/parameter_map.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace {

constexpr auto w = etch::param<"w", 3, 4>;
constexpr auto v = etch::param<"v", 3, 4>;
constexpr auto b = etch::param<"b", 3>;
constexpr auto s = etch::param<"s">;
constexpr auto wide = etch::param<"wide", 128, 784>;

template <class T, const auto&... Symbols>
using map = etch::parameter_map<T, std::remove_cvref_t<decltype(Symbols)>...>;

constexpr auto glorot_uniform = [](auto& theta, std::uint64_t seed) {
  etch::glorot_uniform(theta, seed);
};
constexpr auto glorot_normal = [](auto& theta, std::uint64_t seed) {
  etch::glorot_normal(theta, seed);
};
constexpr auto he_uniform = [](auto& theta, std::uint64_t seed) {
  etch::he_uniform(theta, seed);
};
constexpr auto he_normal = [](auto& theta, std::uint64_t seed) {
  etch::he_normal(theta, seed);
};

/// The parameters after one initialiser; what they held before must not matter.
template <class T>
constexpr map<T, w, b, v, s> initialised(auto initialise, std::uint64_t seed = 42) {
  map<T, w, b, v, s> theta;
  theta.for_each([](auto, auto& values) { values.fill(T(7)); });
  initialise(theta, seed);
  return theta;
}

/// What the oracle prints of a [3 x 4] matrix "w" with seed 42.
struct draws {
  std::array<double, 4> first;
  double last;
};
constexpr draws of_glorot_uniform{
    {0x1.6c7c251ffcc04p-2, 0x1.ed9fddc9038c0p-3, 0x1.231aefa216948p-4, -0x1.029ef98eed3b8p-1},
    -0x1.b63d32d47a20bp-1};
constexpr draws of_glorot_normal{
    {-0x1.dc3cc1149d1cap-3, 0x1.6cdeedc776240p+0, -0x1.5e4b49c24f99cp-3, 0x1.bdaf7595fd054p-4},
    0x1.07b35b36ece2fp-3};
constexpr draws of_he_uniform{
    {0x1.e22b12d17bad9p-2, 0x1.46807cad25126p-2, 0x1.811893f1602a2p-4, -0x1.561f98618cb53p-1},
    -0x1.21de2e06c537fp+0};
constexpr draws of_he_normal{
    {-0x1.3b005a637515bp-2, 0x1.e2adc09033ce6p+0, -0x1.cf65416c4621ep-3, 0x1.26cb0d825e921p-3},
    0x1.5cd7d69616a79p-3};
constexpr std::array<float, 4> of_glorot_normal_as_float{-0x1.dc3cc2p-3f, 0x1.6cdeeep+0f,
                                                         -0x1.5e4b4ap-3f, 0x1.bdaf76p-4f};

template <class T>
constexpr bool matches(const map<T, w, b, v, s>& theta, const draws& expected) {
  for (std::size_t i = 0; i < expected.first.size(); ++i) {
    if (theta[w][i] != static_cast<T>(expected.first[i])) return false;
  }
  return theta[w](2, 3) == static_cast<T>(expected.last);
}

template <class T>
constexpr bool biases_are_zero(const map<T, w, b, v, s>& theta) {
  return theta[b] == etch::tensor<T, 3>() && theta[s] == etch::tensor<T>();
}

// Known values of the generator: its state 0 and 1234567 are everybody's examples.
static_assert(etch::draw::splitmix64{0}() == 0xe220a8397b1dcdafu);
static_assert(etch::draw::splitmix64{1234567}() == 6457827717110365317u);

template <class T>
constexpr bool matches_in_constant_evaluation =
    matches(initialised<T>(glorot_uniform), of_glorot_uniform) &&
    matches(initialised<T>(glorot_normal), of_glorot_normal) &&
    matches(initialised<T>(he_uniform), of_he_uniform) &&
    matches(initialised<T>(he_normal), of_he_normal) &&
    biases_are_zero(initialised<T>(he_normal));
static_assert(matches_in_constant_evaluation<float>);
static_assert(matches_in_constant_evaluation<double>);

struct moments {
  double mean = 0, variance = 0, largest = 0;
};

moments moments_of(const auto& values) {
  const auto n = static_cast<double>(values.size());
  moments m;
  for (const double value : values) m.mean += value / n;
  for (const double value : values) {
    m.variance += (value - m.mean) * (value - m.mean) / n;
    m.largest = std::max(m.largest, std::abs(value));
  }
  return m;
}

/// Holds within five standard deviations of either estimate, which for a fixed seed either
/// always or never happens. `kurtosis` is the distribution's fourth moment over its variance
/// squared.
void expect_moments(const moments& found, double variance, double kurtosis) {
  const auto n = static_cast<double>(map<double, wide>::size());
  BOOST_TEST(std::abs(found.mean) < 5 * std::sqrt(variance / n));
  BOOST_TEST(std::abs(found.variance / variance - 1) < 5 * std::sqrt((kurtosis - 1) / n));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(initialise)

BOOST_AUTO_TEST_CASE(doubles_are_the_references_bit_for_bit) {
  BOOST_TEST(matches(initialised<double>(glorot_uniform), of_glorot_uniform));
  BOOST_TEST(matches(initialised<double>(glorot_normal), of_glorot_normal));
  BOOST_TEST(matches(initialised<double>(he_uniform), of_he_uniform));
  BOOST_TEST(matches(initialised<double>(he_normal), of_he_normal));
}

BOOST_AUTO_TEST_CASE(floats_are_the_references_rounded) {
  BOOST_TEST(matches(initialised<float>(glorot_uniform), of_glorot_uniform));
  BOOST_TEST(matches(initialised<float>(he_normal), of_he_normal));
  const auto theta = initialised<float>(glorot_normal);
  for (std::size_t i = 0; i < 4; ++i) BOOST_TEST(theta[w][i] == of_glorot_normal_as_float[i]);
}

BOOST_AUTO_TEST_CASE(vectors_and_scalars_are_zero) {
  BOOST_TEST(biases_are_zero(initialised<float>(glorot_uniform)));
  BOOST_TEST(biases_are_zero(initialised<float>(glorot_normal)));
  BOOST_TEST(biases_are_zero(initialised<float>(he_uniform)));
  BOOST_TEST(biases_are_zero(initialised<float>(he_normal)));
}

BOOST_AUTO_TEST_CASE(run_time_and_constant_evaluation_agree) {
  static constexpr auto constant = initialised<double>(glorot_normal, 7);
  std::uint64_t seed = 7;
  BOOST_TEST((initialised<double>(glorot_normal, seed) == constant));
}

BOOST_AUTO_TEST_CASE(names_and_seeds_make_a_difference) {
  const auto theta = initialised<double>(glorot_uniform, 1);
  const auto other = initialised<double>(glorot_uniform, 2);
  for (std::size_t i = 0; i < theta[w].size(); ++i) {
    BOOST_TEST(theta[w][i] != theta[v][i]);
    BOOST_TEST(theta[w][i] != other[w][i]);
  }
}

BOOST_AUTO_TEST_CASE(a_parameter_does_not_depend_on_the_others) {
  map<double, v, w> reversed;
  etch::he_normal(reversed, 42);
  const auto theta = initialised<double>(he_normal);
  BOOST_TEST((reversed[w] == theta[w]));
  BOOST_TEST((reversed[v] == theta[v]));
}

BOOST_AUTO_TEST_CASE(uniform_draws_have_the_bounds_and_moments_of_theory) {
  static map<double, wide> theta;
  etch::glorot_uniform(theta, 1);
  const moments glorot = moments_of(theta[wide]);
  const double glorot_bound = std::sqrt(6.0 / (784 + 128));
  BOOST_TEST(glorot.largest < glorot_bound);
  BOOST_TEST(glorot.largest > glorot_bound * 0.9999);
  expect_moments(glorot, 2.0 / (784 + 128), 1.8);

  etch::he_uniform(theta, 1);
  const moments he = moments_of(theta[wide]);
  BOOST_TEST(he.largest < std::sqrt(6.0 / 784));
  expect_moments(he, 2.0 / 784, 1.8);
}

BOOST_AUTO_TEST_CASE(normal_draws_have_the_moments_of_theory) {
  static map<double, wide> theta;
  etch::glorot_normal(theta, 1);
  expect_moments(moments_of(theta[wide]), 2.0 / (784 + 128), 3);
  etch::he_normal(theta, 1);
  expect_moments(moments_of(theta[wide]), 2.0 / 784, 3);
}

BOOST_AUTO_TEST_CASE(normal_draws_fill_the_quantiles_evenly) {
  static map<double, wide> theta;
  etch::he_normal(theta, 3);
  constexpr std::size_t cells = 64;
  std::array<double, cells> count{};
  for (const double value : theta[wide]) {
    const double quantile = 0.5 * std::erfc(-value / std::sqrt(2.0 / 784) / std::sqrt(2.0));
    count[std::min(cells - 1, static_cast<std::size_t>(quantile * cells))] += 1;
  }
  const double expected = static_cast<double>(theta.size()) / cells;
  double chi_squared = 0;
  for (const double found : count)
    chi_squared += (found - expected) * (found - expected) / expected;
  // The 0.1 % and 99.9 % points of chi squared with 63 degrees of freedom.
  BOOST_TEST(chi_squared > 33.9);
  BOOST_TEST(chi_squared < 103.4);
}

BOOST_AUTO_TEST_SUITE_END()
