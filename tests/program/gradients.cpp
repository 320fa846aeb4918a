// SPDX-License-Identifier: BSL-1.0
// What can be asked of grad: second derivatives, subexpressions, what is absent; odd outputs.
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

constexpr auto t = input<"t">;
constexpr auto s = input<"s">;
constexpr auto x = input<"x", 3>;
constexpr auto y = input<"y", 5>;
constexpr auto p = distribution<"p", 3>;
constexpr auto w = param<"w", 5, 3>;
constexpr auto b = param<"b", 5>;

template <class T>
struct drawn {
  tensor<T, 3> x;
  tensor<T, 5> y, b;
  tensor<T, 5, 3> w;
  numbers at_x, at_y, at_b, at_w;
  drawn() {
    oracle::source draw(11);
    at_x = draw.fill(x), at_y = draw.fill(y), at_b = draw.fill(b), at_w = draw.fill(w);
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(gradients)

BOOST_AUTO_TEST_CASE_TEMPLATE(gradients_of_gradients_are_higher_derivatives, T, scalars) {
  constexpr auto f = exp(s * t) * tanh(t) / (1_c + square(t));
  constexpr auto first = grad(f, t);
  constexpr auto second = grad(first, t);
  constexpr auto mixed = grad(second, s);
  numbers at{0.3L}, as{0.7L};
  const auto value = [&](real a, real c) {
    return std::exp(c * a) * std::tanh(a) / (1 + a * a);
  };
  const auto reference = [&] {
    // The second derivative by differences in the complex direction would be exact; these are
    // fair.
    constexpr real h = 1e-3L;
    const auto d = [&](real r) {
      return (value(at[0] + r, as[0]) - 2 * value(at[0], as[0]) + value(at[0] - r, as[0])) /
             (r * r);
    };
    return (4 * d(h) - d(2 * h)) / 3;
  };
  const auto [d1, d2, d3] = compile<T>(first, second, mixed)(t = 0.3, s = 0.7);
  const auto at_t = [&] { return value(at[0], as[0]); };
  const real unit = sizeof(T) == 4 ? 1e-5L : 1e-8L;
  BOOST_TEST(oracle::error<T>(d1, oracle::slopes(at_t, at)[0]) < 1e4);
  BOOST_TEST(std::fabs(static_cast<real>(d2) - reference()) < unit * 10);
  BOOST_TEST(std::fabs(static_cast<real>(d3) - oracle::slopes(reference, as)[0]) < unit * 100);
}

// A gradient penalty: the gradient by the parameters of a gradient by the input.
BOOST_AUTO_TEST_CASE_TEMPLATE(gradient_penalty_has_a_gradient, T, scalars) {
  constexpr auto critic = dot(y, tanh(w * x + b));
  constexpr auto penalty = squared_norm(grad(critic, x));
  drawn<T> d;
  const auto reference = [&] {
    const numbers h = oracle::mapped([](real e) { return std::tanh(e); },
                                     oracle::affine(d.at_w, d.at_x, d.at_b));
    numbers flow;
    for (std::size_t i = 0; i < 5; ++i) flow.push_back(d.at_y[i] * (1 - h[i] * h[i]));
    const numbers g = oracle::multiplied(oracle::transposed(d.at_w, 3), flow, 5);
    return oracle::dot(g, g);
  };
  const auto [l, gw, gb, gx, gy] =
      compile<T>(penalty, grad(penalty, w), grad(penalty, b), grad(penalty, x),
                 grad(penalty, y))(x = d.x, y = d.y, w = d.w, b = d.b);
  BOOST_TEST(oracle::error<T>(l, reference()) < 1);
  BOOST_TEST(oracle::error<T>(gw, oracle::slopes(reference, d.at_w)) < 1);
  BOOST_TEST(oracle::error<T>(gb, oracle::slopes(reference, d.at_b)) < 1);
  BOOST_TEST(oracle::error<T>(gx, oracle::slopes(reference, d.at_x)) < 1);
  BOOST_TEST(oracle::error<T>(gy, oracle::slopes(reference, d.at_y)) < 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(second_derivatives_of_softmax_and_logsumexp_agree, T, scalars) {
  constexpr auto loss = squared_norm(grad(cross_entropy(softmax(w * x + b), y), b)) +
                        squared_norm(grad(logsumexp(w * x), x));
  drawn<T> d;
  const auto reference = [&] {
    const numbers a = oracle::softmax(oracle::affine(d.at_w, d.at_x, d.at_b));
    real total = 0, sum = 0;
    for (const real e : d.at_y) total += e;
    for (std::size_t i = 0; i < 5; ++i) {
      const real flow = total * a[i] - d.at_y[i];
      sum += flow * flow;
    }
    const numbers q = oracle::softmax(oracle::multiplied(d.at_w, d.at_x, 3));
    const numbers g = oracle::multiplied(oracle::transposed(d.at_w, 3), q, 5);
    return sum + oracle::dot(g, g);
  };
  const auto [l, gw, gx] =
      compile<T>(loss, grad(loss, w), grad(loss, x))(x = d.x, y = d.y, w = d.w, b = d.b);
  BOOST_TEST(oracle::error<T>(l, reference()) < 1);
  BOOST_TEST(oracle::error<T>(gw, oracle::slopes(reference, d.at_w)) < 1);
  BOOST_TEST(oracle::error<T>(gx, oracle::slopes(reference, d.at_x)) < 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(gradients_by_subexpressions_hold_the_rest_fixed, T, scalars) {
  constexpr auto z = w * x + b;
  constexpr auto h = -tanh(z);
  constexpr auto loss = -dot(h, y) + squared_norm(x);
  drawn<T> d;
  const auto [gz, gh, gl, gs] =
      compile<T>(grad(loss, z), grad(loss, h), grad(loss, loss), grad(loss, squared_norm(x)))(
          x = d.x, y = d.y, w = d.w, b = d.b);
  const numbers at_z = oracle::affine(d.at_w, d.at_x, d.at_b);
  numbers by_z, by_h;
  for (std::size_t i = 0; i < 5; ++i) {
    by_h.push_back(-d.at_y[i]);
    by_z.push_back(d.at_y[i] * (1 - std::tanh(at_z[i]) * std::tanh(at_z[i])));
  }
  BOOST_TEST(oracle::error<T>(gz, by_z) < 1);
  BOOST_TEST(oracle::error<T>(gh, by_h) < 1);
  BOOST_TEST(gl == 1);
  BOOST_TEST(gs == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_distribution_that_somebody_differentiates_by_is_any_vector, T,
                              scalars) {
  const std::array<T, 3> q{T(0.25), T(0.5), T(0.25)}, z{1, 2, 3};
  constexpr auto loss = cross_entropy(softmax(x), p);
  const auto [g, ones] = compile<T>(grad(loss, p), grad(sum(p), p))(x = z, p = q);
  const real lse = 3 + std::log(1 + std::exp(-1.0L) + std::exp(-2.0L));
  BOOST_TEST(oracle::error<T>(g, {lse - 1, lse - 2, lse - 3}) < 1);
  BOOST_TEST((ones == tensor<T, 3>(1, 1, 1)));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_gradient_by_something_absent_is_zero, T, scalars) {
  drawn<T> d;
  const auto [gx, gy, gz] =
      compile<T>(grad(squared_norm(w), x), grad(square(t), y),
                 grad(square(t), square(t) + 1_c))(x = d.x, y = d.y, w = d.w, t = 2);
  BOOST_TEST((gx == tensor<T, 3>()));
  BOOST_TEST((gy == tensor<T, 5>()));
  BOOST_TEST(gz == 0);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(outputs_may_be_leaves_constants_or_the_same_twice, T, scalars) {
  drawn<T> d;
  const auto [x1, c, h1, h2, x2, one, zeros, t1] = compile<T>(
      x, 2.5_c, w * x, w * x, x, grad(t, t), 0_c * y, t)(x = d.x, w = d.w, y = d.y, t = 3);
  BOOST_TEST((x1 == d.x && x2 == d.x));
  BOOST_TEST(c == T(2.5));
  BOOST_TEST(oracle::error<T>(h1, oracle::multiplied(d.at_w, d.at_x, 3)) < 1);
  BOOST_TEST((h1 == h2));
  BOOST_TEST(one == 1);
  BOOST_TEST((zeros == tensor<T, 5>()));
  BOOST_TEST(t1 == 3);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_program_of_a_constant_needs_no_arguments, T, scalars) {
  BOOST_TEST(compile<T>(2_c + 3_c)() == 5);
  BOOST_TEST(compile<T>(grad(square(t) - square(t), t))(t = 1) == 0);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(values_of_rank_three_and_four_are_elementwise_operands, T,
                              scalars) {
  constexpr auto a = input<"a", 2, 3, 5>;
  constexpr auto c = param<"c", 2, 3, 2, 3>;
  tensor<T, 2, 3, 5> va;
  tensor<T, 2, 3, 2, 3> vc;
  oracle::source draw(2);
  numbers wa = draw.fill(va), wc = draw.fill(vc);
  constexpr auto loss = sum(exp(a)) + max(c) * squared_norm(c);
  const auto reference = [&] {
    real sum = 0, greatest = wc[0];
    for (const real e : wa) sum += std::exp(e);
    for (const real e : wc) greatest = std::max(greatest, e);
    return sum + greatest * oracle::dot(wc, wc);
  };
  const auto [l, ga, gc] = compile<T>(loss, grad(loss, a), grad(loss, c))(a = va, c = vc);
  BOOST_TEST(oracle::error<T>(l, reference()) < 1);
  BOOST_TEST(oracle::error<T>(ga, oracle::slopes(reference, wa)) < 1);
  BOOST_TEST(oracle::error<T>(gc, oracle::slopes(reference, wc)) < 1);
}

BOOST_AUTO_TEST_SUITE_END()
