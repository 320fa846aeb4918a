// SPDX-License-Identifier: BSL-1.0
// Activations at run time: values, slopes and curvatures against formulas in long double, far
// into the tails; and laws of all that are registered.
#include "oracle.hpp"
#include <etch/activation/registry.hpp>
#include <etch/etch.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <concepts>
#include <limits>
#include <string>
#include <tuple>

namespace {

using namespace etch;
using oracle::numbers;
using oracle::real;
using scalars = std::tuple<float, double>;

// Off every kink; then 0 and its neighbours; then the tails.
constexpr std::size_t ordinary = 9, count = 17;
template <class T>
constexpr std::array<T, count> points{
    T(-5.25), T(-2.25), T(-0.75), T(-0.25),  T(0.125), T(0.875), T(2.75), T(4.5), T(7.25),
    T(0),     T(-0.0),  T(1e-30), T(-1e-30), T(88),    T(-88),   T(800),  T(-800)};

constexpr auto x = input<"x", 17>;
constexpr auto t = input<"t">;

/// Value, slope and curvature of an elementwise activation at all points.
template <class T, Expression Y>
auto at_points(Y) {
  constexpr auto slope = grad(sum(Y{}), x);
  return compile<T>(Y{}, slope, grad(sum(slope), x))(x = points<T>);
}

/// An activation against formulas of its value and its slope; the formulas agree with each
/// other by central differences.
template <class T, Expression Y, class Value, class Slope>
void check(std::string name, Y y, Value value, Slope slope) {
  numbers at(points<T>.begin(), points<T>.end());
  numbers first(at.begin(), at.begin() + ordinary);
  const auto [v, d, dd] = at_points<T>(y);
  const auto differences = [&](auto formula) {
    numbers result;
    for (const real z : first) {
      numbers one{z};
      result.push_back(oracle::slopes([&] { return formula(one[0]); }, one)[0]);
    }
    return result;
  };
  BOOST_TEST_CONTEXT(name) {
    BOOST_TEST(oracle::error<T>(v, oracle::mapped(value, at)) < 1);
    BOOST_TEST(oracle::error<T>(d, oracle::mapped(slope, at)) < 1);
    BOOST_TEST(oracle::error<real>(oracle::mapped(slope, first), differences(value)) < 1);
    std::array<T, ordinary> curvature;
    std::copy_n(dd.begin(), ordinary, curvature.begin());
    BOOST_TEST(oracle::error<T>(curvature, differences(slope)) < 1);
    // At +-88 and +-800 all are lines, or nearly so.
    for (std::size_t i = 13; i < count; ++i) BOOST_TEST(std::fabs(dd[i]) < T(1e-5));
  }
}

real logistic_of(real z) { return 1 / (1 + std::exp(-z)); }
real softplus_of(real z) {
  return z > 0 ? z + std::log1p(std::exp(-z)) : std::log1p(std::exp(z));
}
real normal(real z) { return std::erfc(-z / std::sqrt(2.0L)) / 2; }
real bell(real z) { return std::exp(-z * z / 2) / std::sqrt(8 * std::atan(1.0L)); }
real squared(real z) { return z * z; }
real held(real z, real low, real high) { return z < low ? low : z > high ? high : z; }

}  // namespace

BOOST_AUTO_TEST_SUITE(activations)

BOOST_AUTO_TEST_CASE_TEMPLATE(curves_agree_with_their_formulas, T, scalars) {
  check<T>("sigmoid", sigmoid(x), logistic_of,
           [](real z) { return logistic_of(z) * logistic_of(-z); });
  check<T>(
      "logistic", logistic(x, 3_c, 0.5_c, 1_c),
      [](real z) { return 3 * logistic_of((z - 1) / 2); },
      [](real z) { return 1.5L * logistic_of((z - 1) / 2) * logistic_of((1 - z) / 2); });
  check<T>(
      "tanh", tanh(x), [](real z) { return std::tanh(z); },
      [](real z) { return 1 / squared(std::cosh(z)); });
  check<T>(
      "tanhshrink", tanhshrink(x), [](real z) { return z - std::tanh(z); },
      [](real z) { return squared(std::tanh(z)); });
  check<T>(
      "softsign", softsign(x), [](real z) { return z / (1 + std::fabs(z)); },
      [](real z) { return 1 / squared(1 + std::fabs(z)); });
  check<T>("softplus", softplus(x), softplus_of, logistic_of);
  check<T>(
      "softplus of 4", softplus(x, 4_c), [](real z) { return softplus_of(4 * z) / 4; },
      [](real z) { return logistic_of(4 * z); });
  check<T>(
      "log_sigmoid", log_sigmoid(x), [](real z) { return -softplus_of(-z); },
      [](real z) { return logistic_of(-z); });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(gates_agree_with_their_formulas, T, scalars) {
  check<T>(
      "swish", swish(x), [](real z) { return z * logistic_of(z); },
      [](real z) { return logistic_of(z) * (1 + z * logistic_of(-z)); });
  check<T>(
      "gelu", gelu(x), [](real z) { return z * normal(z); },
      [](real z) { return normal(z) + z * bell(z); });
  check<T>(
      "gelu_tanh", gelu_tanh(x),
      [](real z) {
        const real u = std::sqrt(0.5L / std::atan(1.0L)) * (z + 0.044715L * z * z * z);
        return z / 2 * (1 + std::tanh(u));
      },
      [](real z) {
        const real c = std::sqrt(0.5L / std::atan(1.0L));
        const real u = c * (z + 0.044715L * z * z * z);
        const real slope = c * (1 + 3 * 0.044715L * z * z);
        return (1 + std::tanh(u)) / 2 + z / 2 * slope / squared(std::cosh(u));
      });
  check<T>(
      "mish", mish(x), [](real z) { return z * std::tanh(softplus_of(z)); },
      [](real z) {
        const real s = softplus_of(z);
        return std::tanh(s) + z * logistic_of(z) / squared(std::cosh(s));
      });
  check<T>(
      "hardswish", hardswish(x), [](real z) { return z * held(z + 3, 0, 6) / 6; },
      [](real z) { return z <= -3  ? 0
                          : z >= 3 ? 1
                                   : (2 * z + 3) / 6; });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(exponential_units_agree_with_their_formulas, T, scalars) {
  const auto value = [](real scale, real a, real b) {
    return [=](real z) { return scale * (z > 0 ? z : a * std::expm1(z / b)); };
  };
  const auto slope = [](real scale, real a, real b) {
    return [=](real z) { return scale * (z > 0 ? 1 : a / b * std::exp(z / b)); };
  };
  check<T>("elu", elu(x), value(1, 1, 1), slope(1, 1, 1));
  check<T>("elu of 0.5", elu(x, 0.5_c), value(1, 0.5L, 1), slope(1, 0.5L, 1));
  check<T>("celu of 2", celu(x, 2_c), value(1, 2, 2), slope(1, 2, 2));
  constexpr real scale = 1.0507009873554804934193L, a = 1.6732632423543772848170L;
  check<T>("selu", selu(x), value(scale, a, 1), slope(scale, a, 1));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(straight_lines_agree_with_their_formulas, T, scalars) {
  const auto broken = [](real a) { return [=](real z) { return z > 0 ? z : a * z; }; };
  const auto step_from = [](real a) { return [=](real z) { return z > 0 ? 1 : a; }; };
  check<T>("relu", relu(x), broken(0), step_from(0));
  check<T>("leaky_relu", leaky_relu(x), broken(0.01L), step_from(0.01L));
  check<T>("leaky_relu of 0.25", leaky_relu(x, 0.25_c), broken(0.25L), step_from(0.25L));
  check<T>("rrelu", rrelu(x), broken(11 / 48.0L), step_from(11 / 48.0L));
  const auto between = [](real low, real high, real slope) {
    return [=](real z) { return z > low && z < high ? slope : 0; };
  };
  check<T>("relu6", relu6(x), [](real z) { return held(z, 0, 6); }, between(0, 6, 1));
  check<T>("hardtanh", hardtanh(x), [](real z) { return held(z, -1, 1); }, between(-1, 1, 1));
  check<T>(
      "hardsigmoid", hardsigmoid(x), [](real z) { return held(z + 3, 0, 6) / 6; },
      between(-3, 3, 1 / 6.0L));
  const auto outside = [](real bound) {
    return [=](real z) { return std::fabs(z) > bound ? 1.0L : 0.0L; };
  };
  check<T>(
      "softshrink", softshrink(x), [](real z) { return z - held(z, -0.5L, 0.5L); },
      outside(0.5L));
  check<T>(
      "hardshrink", hardshrink(x), [](real z) { return std::fabs(z) > 0.5L ? z : 0; },
      outside(0.5L));
  check<T>(
      "threshold", threshold(x, 0.5_c, 20_c), [](real z) { return z > 0.5L ? z : 20; },
      [](real z) { return z > 0.5L ? 1.0L : 0.0L; });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(vectors_of_probabilities_agree_with_softmax, T, scalars) {
  constexpr auto v = input<"v", 5>;
  constexpr auto u = input<"u", 5>;
  std::array<T, 5> a, b;
  oracle::source draw(11);
  numbers wa = draw.fill(a);
  const numbers wb = draw.fill(b);
  const auto compare = [&]<Expression Y>(Y y, auto formula) {
    constexpr auto loss = dot(Y{}, u);
    const auto [value, slope] = compile<T>(y, grad(loss, v))(v = a, u = b);
    BOOST_TEST(oracle::error<T>(value, formula(wa)) < 1);
    BOOST_TEST(oracle::error<T>(
                   slope, oracle::slopes([&] { return oracle::dot(formula(wa), wb); }, wa)) <
               1);
  };
  const auto negative = [](real z) { return -z; };
  const auto logarithm = [](real z) { return std::log(z); };
  compare(softmax(v), oracle::softmax);
  compare(softmin(v),
          [&](const numbers& z) { return oracle::softmax(oracle::mapped(negative, z)); });
  compare(log_softmax(v),
          [&](const numbers& z) { return oracle::mapped(logarithm, oracle::softmax(z)); });
  const std::array<T, 5> far{1000, -1000, 0, 999, 1000};
  const auto [value, slope] =
      compile<T>(log_softmax(v), grad(dot(log_softmax(v), u), v))(v = far, u = b);
  for (std::size_t i = 0; i < 5; ++i)
    BOOST_TEST((std::isfinite(value[i]) && std::isfinite(slope[i])));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(glu_gates_one_half_by_the_other, T, scalars) {
  constexpr auto v = input<"v", 6>;
  std::array<T, 6> a;
  oracle::source draw(5);
  numbers wa = draw.fill(a);
  const auto formula = [&] {
    numbers result;
    for (std::size_t i = 0; i < 3; ++i) result.push_back(wa[i] * logistic_of(wa[i + 3]));
    return result;
  };
  const auto [value, slope] = compile<T>(glu(v), grad(squared_norm(glu(v)), v))(v = a);
  BOOST_TEST(oracle::error<T>(value, formula()) < 1);
  const auto loss = [&] { return oracle::dot(formula(), formula()); };
  BOOST_TEST(oracle::error<T>(slope, oracle::slopes(loss, wa)) < 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(prelu_trains_one_slope_or_one_per_channel, T, scalars) {
  constexpr auto m = input<"m", 3, 7>;
  constexpr auto one = nn::prelu<"one">(m);
  constexpr auto each = nn::prelu<"each", 3>(m);
  tensor<T, 3, 7> a;
  oracle::source draw(2);
  const numbers wa = draw.fill(a);
  numbers by_channel(3, 0), values;
  const real slopes[] = {0.25L, 0.5L, -0.125L};
  for (std::size_t i = 0; i < 21; ++i) {
    values.push_back(wa[i] > 0 ? wa[i] : slopes[i / 7] * wa[i]);
    by_channel[i / 7] += std::min(wa[i], 0.0L);
  }
  constexpr auto alone = param<"one">;
  constexpr auto channels = param<"each", 3>;
  const auto [value, slope, single] =
      compile<T>(each, grad(sum(each), channels), grad(sum(one), alone))(
          m = a, alone = T(0.25), channels = std::array<T, 3>{0.25, 0.5, -0.125});
  BOOST_TEST(oracle::error<T>(value, values) < 1);
  BOOST_TEST(oracle::error<T>(slope, by_channel) < 1);
  BOOST_TEST(oracle::error<T>(single, by_channel[0] + by_channel[1] + by_channel[2]) < 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(rrelu_draws_slopes_between_its_bounds_from_a_seed, T, scalars) {
  constexpr auto seed = input<"seed">;
  constexpr auto v = input<"v", 101>;
  constexpr auto y = rrelu(v, 0.125_c, 0.375_c, seed);
  constexpr auto f = compile<T>(y, grad(sum(y), v));
  tensor<T, 101> a;
  a.fill(T(-1));
  a[0] = 2;
  const auto [value, slope] = f(v = a, seed = T(1));
  T least = 1, most = 0;
  for (std::size_t i = 1; i < 101; ++i) {
    BOOST_TEST(slope[i] == -value[i]);
    least = std::min(least, slope[i]), most = std::max(most, slope[i]);
  }
  BOOST_TEST((value[0] == 2 && slope[0] == 1));
  BOOST_TEST((least >= T(0.125) && least < T(0.15) && most > T(0.35) && most < T(0.375)));
  BOOST_TEST((std::get<0>(f(v = a, seed = T(1))) == value));
  BOOST_TEST((std::get<0>(f(v = a, seed = T(2))) != value));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(left_tails_keep_their_digits, T, scalars) {
  const auto relative = [](T found, real wanted) {
    return std::fabs(found / static_cast<T>(wanted) - 1) / std::numeric_limits<T>::epsilon();
  };
  const auto f = compile<T>(gelu(t), swish(t), mish(t), log_sigmoid(t), elu(t));
  for (const real z : {-0.5L, -3.0L, -8.0L, -12.0L}) {
    const auto [g, s, m, l, e] = f(t = static_cast<T>(z));
    // erfc magnifies the rounding of z by 2 z^2.
    BOOST_TEST(relative(g, z * normal(z)) < static_cast<T>(4 + 2 * z * z));
    BOOST_TEST(relative(s, z * logistic_of(z)) < 8);
    BOOST_TEST(relative(m, z * std::tanh(softplus_of(z))) < 8);
    BOOST_TEST(relative(l, -softplus_of(-z)) < 8);
    BOOST_TEST(relative(e, std::expm1(z)) < 8);
  }
}

/// (Compilers warn of a gradient through step, which is none.)
template <class Activation>
concept Smooth = std::derived_from<Activation, activation::elementwise> &&
                 !std::same_as<Activation, activation::step>;

template <class T, class Activation>
void obey_the_laws() {
  if constexpr (Smooth<Activation>) {
    constexpr auto y = Activation{}(x);
    constexpr auto slope = grad(sum(y), x);
    constexpr auto f = compile<T>(y, slope, grad(sum(slope), x));
    const auto theta = parameters<T>(y);
    BOOST_TEST_CONTEXT(Activation::name) {
      const auto [v, d, dd] = f(theta, x = points<T>);
      for (std::size_t i = 0; i < count; ++i)
        BOOST_TEST((std::isfinite(v[i]) && std::isfinite(d[i]) && std::isfinite(dd[i])));
      std::array<T, count> nan;
      nan.fill(std::numeric_limits<T>::quiet_NaN());
      const auto of_nan = f(theta, x = nan);
      for (const T e : std::get<0>(of_nan)) BOOST_TEST(std::isnan(e));
    }
  }
}

// In float, which overflows first.
BOOST_AUTO_TEST_CASE(values_and_derivatives_are_finite_and_nan_is_kept) {
  []<class... Activations>(activation::list<Activations...>) {
    (obey_the_laws<float, Activations>(), ...);
  }(activation::registered{});
}

BOOST_AUTO_TEST_SUITE_END()
