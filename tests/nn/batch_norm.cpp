// SPDX-License-Identifier: BSL-1.0
// Batch normalisation, trained and evaluated, with its gradients and its running statistics, is
// PyTorch's.
#include "pytorch.hpp"
#include <etch/etch.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <tuple>
#include <type_traits>
#include <vector>

namespace {

using namespace etch;

constexpr auto v = input<"v", 7>;
constexpr auto line = input<"line", 3, 5>;
constexpr auto plane = input<"plane", 2, 3, 5>;
constexpr auto seed = input<"seed">;
constexpr auto layer = nn::batch_norm<"n">;

/// Drawn numbers as variances; the states come last.
struct positive_variance {
  void operator()(oracle::samples& in) const {
    for (oracle::arrays& one : in)
      for (oracle::real& e : one.back()) e = std::fabs(e) + 0.5L;
  }
};

template <int C, class X>
void check(const oracle::layer& trained, const oracle::layer& evaluated, X x) {
  using parameters = std::tuple<std::remove_const_t<decltype(param<"n.scale", C>)>,
                                std::remove_const_t<decltype(param<"n.shift", C>)>>;
  using states = std::tuple<std::remove_const_t<decltype(nn::state<"n.mean", C>)>,
                            std::remove_const_t<decltype(nn::state<"n.variance", C>)>>;
  constexpr auto in_training = layer(X{}, nn::training(1_c));
  using training = pytorch::use<pytorch::as_drawn, std::remove_const_t<decltype(in_training)>,
                                X, parameters, std::tuple<>>;
  training::template of_a_batch<float>(trained);
  training::template of_a_batch<double>(trained);
  using evaluation = pytorch::use<positive_variance, decltype(layer(x)), X, parameters, states>;
  evaluation::template of_a_batch<float>(evaluated);
  evaluation::template of_a_batch<double>(evaluated);
  evaluation::template of_each_sample<double>(evaluated);
}

BOOST_AUTO_TEST_CASE(batch_norms_are_pytorchs) {
  check<7>(oracle::batch_norm_of_vectors, oracle::batch_norm_of_vectors_evaluated, v);
  check<3>(oracle::batch_norm_of_lines, oracle::batch_norm_of_lines_evaluated, line);
  check<2>(oracle::batch_norm_of_planes, oracle::batch_norm_of_planes_evaluated, plane);
}

/// Two steps of training on three samples each.
template <class T, class X>
void check_running_statistics(const oracle::layer& wanted, X x) {
  constexpr std::size_t size = X::self.shape.size();
  constexpr auto step = compile<T>(nn::next_states(layer, X{}, nn::training(seed)));
  const oracle::samples in = oracle::drawn(2 * pytorch::samples, std::tuple<X>{});
  auto memory = states<T>(layer(x));
  memory.for_each([](auto symbol, const auto& values) {
    for (const T e : values) BOOST_TEST(e == (symbol.self.name == "n.variance" ? 1 : 0));
  });
  for (std::size_t first : {std::size_t{0}, pytorch::samples}) {
    oracle::storage<T, X, true> batch(pytorch::samples);
    for (std::size_t i = 0; i < pytorch::samples; ++i) batch.set(i, in[first + i][0]);
    BOOST_TEST(batch.elements.size() == pytorch::samples * size);
    memory = step(memory, x = batch.argument());
  }
  memory.for_each([&](auto symbol, const auto& values) {
    const std::vector<double>& own = wanted[symbol.self.name == "n.variance" ? 1 : 0];
    BOOST_TEST(pytorch::error<T>({values.begin(), values.end()}, own) < 1);
  });
}

BOOST_AUTO_TEST_CASE(running_statistics_are_pytorchs) {
  check_running_statistics<float>(oracle::running_statistics_of_vectors, v);
  check_running_statistics<double>(oracle::running_statistics_of_vectors, v);
  check_running_statistics<double>(oracle::running_statistics_of_lines, line);
  check_running_statistics<float>(oracle::running_statistics_of_planes, plane);
  check_running_statistics<double>(oracle::running_statistics_of_planes, plane);
}

BOOST_AUTO_TEST_CASE(one_number_per_channel_has_no_spread) {
  // A single sample of a vector: its variance is 0, and stays defined.
  constexpr auto step = compile<double>(nn::next_states(layer, v, nn::training(seed)),
                                        layer(v, nn::training(seed)));
  const tensor<double, 7> one{1, -2, 3, 0.5, 4, -1, 2};
  auto memory = states<double>(layer(v));
  auto theta = parameters<double>(layer(v));
  theta["n.shift"_s].fill(0.25);
  const auto [next, value] = step(memory, theta, v = one);
  for (std::size_t i = 0; i < 7; ++i) {
    BOOST_TEST(std::abs(next["n.mean"_s][i] - 0.1 * one[i]) < 1e-15);
    BOOST_TEST((next["n.variance"_s][i] == 0.9 && value[i] == 0.25));
  }
}

}  // namespace
