// SPDX-License-Identifier: BSL-1.0
// Layers in a stack, under names, and around a short cut: a network in training, with all its
// gradients, is PyTorch's.
#include "pytorch.hpp"
#include <etch/etch.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstddef>
#include <tuple>
#include <type_traits>
#include <vector>

namespace {

using namespace etch;
using scalars = std::tuple<float, double>;

template <auto... Symbols>
using tuple_of = std::tuple<std::remove_const_t<decltype(Symbols)>...>;

constexpr auto x = input<"x", 2, 6, 5>;
constexpr auto same = nn::convolution_2d{.padding = 1, .bias = nn::bias::none};
constexpr auto block = nn::conv2d<"c", 3, 3, same> | nn::batch_norm<"n"> | nn::tanh;
constexpr auto network = nn::conv2d<"c", 3, 3, {.padding = 1}> | nn::batch_norm<"n"> |
                         nn::tanh | nn::max_pool<2> | nn::residual(nn::scoped<"inner">(block)) |
                         nn::flatten | nn::layer_norm<"last">;

BOOST_AUTO_TEST_CASE(a_network_in_training_is_pytorchs) {
  constexpr auto y = network(x, nn::training(1_c));
  using parameters =
      tuple_of<param<"c.w", 3, 2, 3, 3>, param<"c.b", 3>, param<"n.scale", 3>,
               param<"n.shift", 3>, param<"inner.c.w", 3, 3, 3, 3>, param<"inner.n.scale", 3>,
               param<"inner.n.shift", 3>, param<"last.scale", 18>, param<"last.shift", 18>>;
  using model = pytorch::use<pytorch::as_drawn, std::remove_const_t<decltype(y)>,
                             std::remove_const_t<decltype(x)>, parameters, std::tuple<>>;
  model::of_a_batch<float>(oracle::network);
  model::of_a_batch<double>(oracle::network);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_frozen_network_computes_the_same, T, scalars) {
  constexpr auto y = network(x);
  auto theta = parameters<T>(y);
  auto memory = states<T>(y);
  oracle::source from(1);
  theta.for_each([&](auto, auto& values) { from.fill(values); });
  memory.for_each([&](auto symbol, auto& values) {
    from.fill(values);
    for (T& e : values) e = symbol.self.name.ends_with("variance") ? e * e + T(0.5) : e;
  });
  std::vector<tensor<T, 2, 6, 5>> samples(5);
  for (auto& sample : samples) from.fill(sample);
  constexpr auto whole = compile<T>(y);
  const auto frozen = whole.freeze(theta, memory);
  std::vector<tensor<T, 18>> found(5), expected(5);
  whole.into(expected, theta, memory, x = samples);
  frozen.into(found, x = samples);
  const T close = sizeof(T) == 4 ? T(1e-5) : T(1e-13);
  for (std::size_t s = 0; s < 5; ++s) {
    const tensor<T, 18> alone = frozen(x = samples[s]);
    for (std::size_t i = 0; i < 18; ++i) {
      BOOST_TEST(std::abs(found[s][i] - expected[s][i]) < close);
      BOOST_TEST(std::abs(alone[i] - expected[s][i]) < close);
    }
  }
}

}  // namespace
