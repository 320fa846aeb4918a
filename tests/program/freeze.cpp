// SPDX-License-Identifier: BSL-1.0
// Frozen programs compute what the programs that they come from compute.
#include "samples.hpp"
#include <etch/etch.hpp>

#include <boost/mpl/list.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

namespace {

using namespace etch;
using scalars = boost::mpl::list<float, double>;
using nn::linear;

/// Draws every number of a map.
void draw(auto& map, oracle::source& from) {
  map.for_each([&](auto, auto& values) { from.fill(values); });
}

/// The greatest difference, relative to the greatest value.
template <class T>
double difference(const auto& found, const auto& expected) {
  double greatest = 0, apart = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    greatest = std::max(greatest, std::abs(static_cast<double>(expected[i])));
    apart = std::max(apart, std::abs(static_cast<double>(found[i] - expected[i])));
  }
  return greatest == 0 ? apart : apart / greatest;
}
template <class T>
inline constexpr double tolerance =
    256 * static_cast<double>(std::numeric_limits<T>::epsilon());

/// One sample, a batch that fills a tile and one that does not.
template <class T, class X, Expression E>
void agrees(X x, E e) {
  constexpr int inputs = X::self.shape[0], outputs = E::self.shape[0];
  oracle::source from(5);
  auto theta = parameters<T>(e);
  draw(theta, from);
  constexpr auto whole = compile<T>(e);
  const auto frozen = whole.freeze(theta);
  for (const std::size_t count : {1u, 3u, 67u}) {
    std::vector<tensor<T, inputs>> samples(count);
    for (auto& sample : samples) from.fill(sample);
    std::vector<tensor<T, outputs>> expected(count), found(count);
    whole.into(expected, theta, x = samples);
    frozen.into(found, x = samples);
    for (std::size_t i = 0; i < count; ++i) {
      BOOST_TEST(difference<T>(found[i], expected[i]) <= tolerance<T>);
      BOOST_TEST(difference<T>(frozen(x = samples[i]), expected[i]) <= tolerance<T>);
    }
  }
}
template <class T, int Inputs, nn::Layer L>
void agrees(L layers) {
  constexpr auto x = input<"x", Inputs>;
  agrees<T>(x, layers(x));
}

BOOST_AUTO_TEST_SUITE(freeze)

BOOST_AUTO_TEST_CASE(layers_of_any_size_agree) {
  agrees<double, 1>(linear<"a", 1>);
  agrees<float, 7>(linear<"a", 5> | nn::tanh | linear<"b", 3>);
  agrees<float, 17>(linear<"a", 33> | nn::relu | linear<"b", 65> | nn::softmax);
  agrees<double, 100>(linear<"a", 90> | nn::sigmoid | linear<"b", 1>);
}

BOOST_AUTO_TEST_CASE(collapsed_layers_agree) {
  agrees<float, 13>(linear<"a", 13> | linear<"b", 11> | linear<"c", 13>);
  agrees<double, 13>(linear<"a", 3> | linear<"b", 13>);
  agrees<double, 9>(linear<"a", 9> | linear<"b", 9> | nn::tanh | linear<"c", 9> |
                    nn::residual(linear<"d", 9>) | nn::tanh | linear<"e", 4>);
  agrees<float, 9>(nn::residual(linear<"a", 9> | linear<"b", 9>));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(normalisation_is_folded_into_layers, T, scalars) {
  constexpr auto planes = input<"planes", 2, 7, 6>;
  constexpr auto layers = nn::conv2d<"c", 5, 3, {.padding = 1}> | nn::batch_norm<"n"> |
                          nn::relu | nn::conv2d<"d", 3, 3> | nn::batch_norm<"m"> | nn::flatten |
                          linear<"fc", 8> | nn::batch_norm<"k">;
  constexpr auto e = layers(planes);
  oracle::source from(6);
  auto theta = parameters<T>(e);
  auto memory = states<T>(e);
  draw(theta, from), draw(memory, from);
  memory.for_each([](auto symbol, auto& values) {
    const bool divides = is_named(symbol.self.name, "variance");
    for (T& value : values) value = divides ? value * value + T(0.1) : value;
  });
  constexpr auto whole = compile<T>(e);
  const auto frozen = whole.freeze(theta, memory);
  std::vector<tensor<T, 2, 7, 6>> samples(3);
  for (auto& sample : samples) from.fill(sample);
  std::vector<tensor<T, 8>> expected(3), found(3);
  whole.into(expected, theta, memory, planes = samples);
  frozen.into(found, planes = samples);
  for (std::size_t i = 0; i < 3; ++i) {
    BOOST_TEST(difference<T>(found[i], expected[i]) <= tolerance<T>);
    BOOST_TEST(difference<T>(frozen(planes = samples[i]), expected[i]) <= tolerance<T>);
  }
}

constexpr auto x = input<"x", 6>;
constexpr auto y = input<"y", 4>;
constexpr auto w = param<"w", 4, 6>;
constexpr auto b = param<"b", 4>;
constexpr auto scale = param<"scale">;
constexpr auto loss = mean_squared_error(tanh(w * x + b) * scale, y);

BOOST_AUTO_TEST_CASE_TEMPLATE(an_operand_in_another_order_is_folded_into_layers, T, scalars) {
  constexpr auto z = input<"z", 24>;
  constexpr auto box = reshape<2, 3, 4>(z);
  constexpr auto matrix = param<"w", 5, 24>;
  agrees<T>(z, matrix * flatten(transpose(reshape<6, 4>(z))));
  agrees<T>(z, tanh(matrix * flatten(permute<2, 0, 1>(box)) + param<"b", 5>));
  agrees<T>(z, matrix * flatten(transpose(reshape<8, 3>(permute<1, 2, 0>(box)))));
  agrees<T>(z, flatten(nn::conv1d<"c", 3, 6>(transpose(reshape<6, 4>(z)))));
}

BOOST_AUTO_TEST_CASE(gradients_by_frozen_parameters_and_by_inputs_agree) {
  oracle::source from(7);
  auto theta = parameters<double>(loss);
  draw(theta, from);
  std::array<double, 6> sample{};
  std::array<double, 4> target{};
  from.fill(sample), from.fill(target);
  constexpr auto whole = compile<double>(loss, gradient(loss), grad(loss, x));
  const auto [l, g, by_x] = whole(theta, x = sample, y = target);
  const auto [fl, fg, fby_x] = whole.freeze(theta)(x = sample, y = target);
  BOOST_TEST(std::abs(l - fl) <= tolerance<double> * std::abs(l));
  BOOST_TEST(difference<double>(fg[w], g[w]) <= tolerance<double>);
  BOOST_TEST(difference<double>(fg[b], g[b]) <= tolerance<double>);
  BOOST_TEST(difference<double>(fby_x, by_x) <= tolerance<double>);
}

BOOST_AUTO_TEST_CASE(sums_over_a_batch_agree) {
  oracle::source from(8);
  auto theta = parameters<double>(loss);
  draw(theta, from);
  constexpr auto mean = batch_mean(loss) + 0.1_c * squared_norm(w) + batch_sum(sum(b));
  constexpr auto whole = compile<double>(mean, gradient(mean));
  const auto frozen = whole.freeze(theta);
  for (const std::size_t count : {1u, 5u}) {
    std::vector<std::array<double, 6>> samples(count);
    std::vector<std::array<double, 4>> targets(count);
    for (auto& sample : samples) from.fill(sample);
    for (auto& target : targets) from.fill(target);
    const auto [l, g] = whole(theta, x = samples, y = targets);
    const auto [fl, fg] = frozen(x = samples, y = targets);
    BOOST_TEST(std::abs(l - fl) <= tolerance<double> * std::abs(l));
    BOOST_TEST(difference<double>(fg[w], g[w]) <= tolerance<double>);
    BOOST_TEST(difference<double>(fg[b], g[b]) <= tolerance<double>);
  }
}

BOOST_AUTO_TEST_CASE(some_symbols_may_be_frozen_and_others_not) {
  oracle::source from(9);
  auto theta = parameters<double>(loss);
  draw(theta, from);
  std::array<double, 6> sample{};
  std::array<double, 4> target{};
  from.fill(sample), from.fill(target);
  constexpr auto whole = compile<double>(loss);
  const double expected = whole(theta, x = sample, y = target);
  const auto a = whole.freeze(w = theta[w], y = target);
  const auto c = whole.freeze(x = sample);
  const auto all = whole.freeze(theta, x = sample, y = target);
  const double close = tolerance<double> * std::abs(expected);
  BOOST_TEST(std::abs(a(b = theta[b], scale = theta[scale][0], x = sample) - expected) <=
             close);
  BOOST_TEST(std::abs(c(theta, y = target) - expected) <= close);
  BOOST_TEST(std::abs(all() - expected) <= close);
}

BOOST_AUTO_TEST_CASE(a_frozen_program_keeps_its_values) {
  constexpr auto e = exp(w) * x;
  auto theta = parameters<double>(e);
  theta[w].fill(0.5);
  const auto frozen = compile<double>(e).freeze(theta);
  const std::array<double, 6> ones{1, 1, 1, 1, 1, 1};
  const auto before = frozen(x = ones);
  theta[w].fill(7);
  const auto copy = frozen;
  BOOST_TEST((copy(x = ones) == before));
  BOOST_TEST(std::abs(before[0] - 6 * std::exp(0.5)) < 1e-14);
}

// What is frozen and how it is called are constant expressions as well.
constexpr double in_the_compiler() {
  program::parameters_of<double, std::remove_const_t<decltype(exp(scale) * sum(x))>> theta;
  theta[scale] = 0;
  const auto frozen = compile<double>(exp(scale) * sum(x)).freeze(theta);
  return frozen(x = std::array<double, 6>{1, 2, 3, 4, 5, 6});
}
static_assert(in_the_compiler() == 21);

// Arrays of constants are computed by the compiler, also in frozen programs and for batches.
BOOST_AUTO_TEST_CASE(tables_of_constants_are_read) {
  constexpr auto label = input<"label">;
  constexpr auto e = transpose(w) * hadamard(one_hot<4>(label), positions<4> + 1_c);
  auto theta = parameters<double>(e);
  for (std::size_t i = 0; i < 24; ++i) theta[w][i] = static_cast<double>(i);
  constexpr auto whole = compile<double>(e);
  const auto frozen = whole.freeze(theta);
  const std::vector<double> labels{0, 3, 1};
  std::vector<std::array<double, 6>> found(3), also_found(3);
  whole.into(found, theta, label = labels);
  frozen.into(also_found, label = labels);
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t k = 0; k < 6; ++k) {
      BOOST_TEST(found[i][k] == (labels[i] + 1) * (6 * labels[i] + static_cast<double>(k)));
    }
    BOOST_TEST((found[i] == also_found[i]));
  }
  static_assert(evaluate(dot(positions<4>, y), y = std::array{1., 2., 3., 4.}) == 20);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
