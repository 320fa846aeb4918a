// SPDX-License-Identifier: BSL-1.0
// Dense networks and products in every layout, values and gradients, against plain loops.
#include "oracle.hpp"
#include <etch/etch.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <tuple>

namespace {

using namespace etch;
using oracle::numbers;
using oracle::real;
using scalars = std::tuple<float, double>;

/// A network with one hidden layer and cross-entropy, by all parameters and the input.
template <class T, int Inputs, int Hidden, int Outputs>
void check_classifier() {
  constexpr auto x = input<"x", Inputs>;
  constexpr auto y = distribution<"y", Outputs>;
  constexpr auto w1 = param<"w1", Hidden, Inputs>;
  constexpr auto b1 = param<"b1", Hidden>;
  constexpr auto w2 = param<"w2", Outputs, Hidden>;
  constexpr auto b2 = param<"b2", Outputs>;
  constexpr auto loss = cross_entropy(softmax(w2 * tanh(w1 * x + b1) + b2), y);
  auto theta = parameters<T>(loss);
  tensor<T, Inputs> a;
  oracle::source draw(1);
  numbers p1 = draw.fill(theta[w1]), c1 = draw.fill(theta[b1]), p2 = draw.fill(theta[w2]),
          c2 = draw.fill(theta[b2]), image = draw.fill(a);
  tensor<T, Outputs> label;
  label[Outputs / 2] = 1;
  const auto reference = [&] {
    const numbers h =
        oracle::mapped([](real e) { return std::tanh(e); }, oracle::affine(p1, image, c1));
    return -std::log(oracle::softmax(oracle::affine(p2, h, c2))[Outputs / 2]);
  };
  const auto [l, g, gx] =
      compile<T>(loss, gradient(loss), grad(loss, x))(theta, x = a, y = label);
  BOOST_TEST(oracle::error<T>(l, reference()) < 1);
  BOOST_TEST(oracle::error<T>(g[w1], oracle::slopes(reference, p1)) < 1);
  BOOST_TEST(oracle::error<T>(g[b1], oracle::slopes(reference, c1)) < 1);
  BOOST_TEST(oracle::error<T>(g[w2], oracle::slopes(reference, p2)) < 1);
  BOOST_TEST(oracle::error<T>(g[b2], oracle::slopes(reference, c2)) < 1);
  BOOST_TEST(oracle::error<T>(gx, oracle::slopes(reference, image)) < 1);
}

/// `sum(hadamard(left(a) right(b), c))` for matrices stored in the given layouts.
template <class T, int M, int N, int K, bool Left, bool Right>
void check_product() {
  constexpr auto a = input < "a", Left ? K : M, Left ? M : K > ;
  constexpr auto b = param < "b", Right ? N : K, Right ? K : N > ;
  constexpr auto c = input<"c", M, N>;
  constexpr auto as_stored = [](auto e, auto transposed) {
    if constexpr (transposed)
      return transpose(e);
    else
      return e;
  };
  constexpr auto product =
      as_stored(a, std::bool_constant<Left>{}) * as_stored(b, std::bool_constant<Right>{});
  constexpr auto loss = sum(hadamard(product, c));
  tensor<T, Left ? K : M, Left ? M : K> va;
  tensor<T, Right ? N : K, Right ? K : N> vb;
  tensor<T, M, N> vc;
  oracle::source draw(2);
  numbers wa = draw.fill(va), wb = draw.fill(vb), wc = draw.fill(vc);
  const auto multiplied = [&] {
    return oracle::multiplied(Left ? oracle::transposed(wa, M) : wa,
                              Right ? oracle::transposed(wb, K) : wb, K);
  };
  const auto reference = [&] { return oracle::dot(multiplied(), wc); };
  const auto [p, l, ga, gb, gc, t] =
      compile<T>(product, loss, grad(loss, a), grad(loss, b), grad(loss, c),
                 transpose(product))(a = va, b = vb, c = vc);
  BOOST_TEST(oracle::error<T>(p, multiplied()) < 1);
  BOOST_TEST(oracle::error<T>(t, oracle::transposed(multiplied(), N)) < 1);
  BOOST_TEST(oracle::error<T>(l, reference()) < 1);
  BOOST_TEST(oracle::error<T>(ga, oracle::slopes(reference, wa)) < 1);
  BOOST_TEST(oracle::error<T>(gb, oracle::slopes(reference, wb)) < 1);
  BOOST_TEST(oracle::error<T>(gc, multiplied()) < 1);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(layers)

BOOST_AUTO_TEST_CASE_TEMPLATE(classifiers_of_odd_sizes_agree_with_plain_loops, T, scalars) {
  check_classifier<T, 1, 3, 5>();
  check_classifier<T, 7, 13, 17>();
  check_classifier<T, 17, 1, 3>();
}

BOOST_AUTO_TEST_CASE_TEMPLATE(matrix_products_in_every_layout_agree_with_plain_loops, T,
                              scalars) {
  check_product<T, 3, 5, 7, false, false>();
  check_product<T, 5, 1, 3, true, false>();
  check_product<T, 1, 7, 5, false, true>();
  check_product<T, 7, 3, 1, true, true>();
}

BOOST_AUTO_TEST_CASE_TEMPLATE(vectors_are_columns_and_their_transposes_rows, T, scalars) {
  constexpr auto u = input<"u", 3>;
  constexpr auto v = input<"v", 5>;
  constexpr auto w = param<"w", 3, 5>;
  tensor<T, 3> a;
  tensor<T, 5> b;
  tensor<T, 3, 5> m;
  oracle::source draw(9);
  numbers wa = draw.fill(a), wb = draw.fill(b), wm = draw.fill(m);
  const auto reference = [&] {
    return oracle::dot(wa, oracle::multiplied(wm, wb, 5)) *
           oracle::dot(wm, oracle::multiplied(wa, wb, 1));
  };
  // Of one element each: a row times a column, and as a [1 x 1] matrix.
  constexpr auto row = sum(transpose(u) * (w * v));
  constexpr auto loss = row * sum(hadamard(w, outer(u, v)));
  const auto [l, gu, gv, gw] =
      compile<T>(loss, grad(loss, u), grad(loss, v), grad(loss, w))(u = a, v = b, w = m);
  BOOST_TEST(oracle::error<T>(l, reference()) < 1);
  BOOST_TEST(oracle::error<T>(gu, oracle::slopes(reference, wa)) < 1);
  BOOST_TEST(oracle::error<T>(gv, oracle::slopes(reference, wb)) < 1);
  BOOST_TEST(oracle::error<T>(gw, oracle::slopes(reference, wm)) < 1);
  constexpr auto other =
      sum(exp(transpose(w) * u + v)) + sum(tanh(transpose(v) * transpose(w)));
  const auto second = [&] {
    real sum = 0;
    for (const real e : oracle::added(oracle::multiplied(oracle::transposed(wm, 5), wa, 3), wb))
      sum += std::exp(e);
    for (const real e : oracle::multiplied(wm, wb, 5)) sum += std::tanh(e);
    return sum;
  };
  const auto [k, hu, hv, hw] =
      compile<T>(other, grad(other, u), grad(other, v), grad(other, w))(u = a, v = b, w = m);
  BOOST_TEST(oracle::error<T>(k, second()) < 1);
  BOOST_TEST(oracle::error<T>(hu, oracle::slopes(second, wa)) < 1);
  BOOST_TEST(oracle::error<T>(hv, oracle::slopes(second, wb)) < 1);
  BOOST_TEST(oracle::error<T>(hw, oracle::slopes(second, wm)) < 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(layers_of_one_neuron_and_of_one_input_are_layers, T, scalars) {
  constexpr auto x = input<"x", 1>;
  constexpr auto w = param<"w", 1, 1>;
  constexpr auto b = param<"b", 1>;
  constexpr auto h = sigmoid(w * sigmoid(w * x + b) + b);
  constexpr auto loss = mean_squared_error(h, x);
  std::array<T, 1> a{T(0.5)};
  auto theta = parameters<T>(loss);
  numbers wx{0.5L}, ww{-0.75L}, wb{0.25L};
  theta[w][0] = T(-0.75), theta[b][0] = T(0.25);
  const auto reference = [&] {
    real e = wx[0];
    for (int i = 0; i < 2; ++i) e = 1 / (1 + std::exp(-(ww[0] * e + wb[0])));
    return (e - wx[0]) * (e - wx[0]);
  };
  const auto [l, g, gx] = compile<T>(loss, gradient(loss), grad(loss, x))(theta, x = a);
  BOOST_TEST(oracle::error<T>(l, reference()) < 1);
  BOOST_TEST(oracle::error<T>(g[w], oracle::slopes(reference, ww)) < 1);
  BOOST_TEST(oracle::error<T>(g[b], oracle::slopes(reference, wb)) < 1);
  BOOST_TEST(oracle::error<T>(gx, oracle::slopes(reference, wx)) < 1);
}

BOOST_AUTO_TEST_SUITE_END()
