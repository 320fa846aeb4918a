// SPDX-License-Identifier: BSL-1.0
// The functions of etch/math at run time, scalars and packs, against libm in the next wider
// type.
#include "accuracy.hpp"
#include <etch/math/exp.hpp>
#include <etch/math/log.hpp>
#include <etch/math/sigmoid.hpp>
#include <etch/math/sqrt.hpp>
#include <etch/math/tanh.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <vector>

namespace math = etch::math;
using namespace accuracy;

namespace {

constexpr double ulp_bound = 2.5;

struct exponential {
  template <class V>
  static V ours(V x) {
    return math::exp(x);
  }
  template <class R>
  static R reference(R x) {
    return std::exp(x);
  }
};

struct logarithm {
  template <class V>
  static V ours(V x) {
    return math::log(x);
  }
  template <class R>
  static R reference(R x) {
    return std::log(x);
  }
};

struct hyperbolic_tangent {
  template <class V>
  static V ours(V x) {
    return math::tanh(x);
  }
  template <class R>
  static R reference(R x) {
    return std::tanh(x);
  }
};

struct logistic {
  template <class V>
  static V ours(V x) {
    return math::sigmoid(x);
  }
  template <class R>
  static R reference(R x) {
    return x < 0 ? std::exp(x) / (1 + std::exp(x)) : 1 / (1 + std::exp(-x));
  }
};

struct root {
  template <class V>
  static V ours(V x) {
    return math::sqrt(x);
  }
  template <class R>
  static R reference(R x) {
    return std::sqrt(x);
  }
};

/// Where results overflow, become subnormal or vanish, and where cases meet.
template <class T>
std::vector<T> operands() {
  return accuracy::operands<T>({709.78271289338397,
                                708.39641853226408,
                                745.13321910194122,
                                744.44007192138126,
                                88.7228317,
                                87.3365447,
                                103.972077,
                                103.278929,
                                0.34657359027997264,
                                0.17328679513998632,
                                0.55,
                                9.02,
                                19.07,
                                18.0,
                                40.0,
                                105.0,
                                750.0,
                                800.0,
                                0.70710678118654752,
                                1.4142135623730951,
                                1.0,
                                2.0,
                                4.0,
                                2.2250738585072014e-308,
                                1.17549435e-38,
                                1e30});
}

template <class T>
void special_values() {
  using limits = std::numeric_limits<T>;
  constexpr T infinity = limits::infinity();
  constexpr T nan = limits::quiet_NaN();
  constexpr T zero = 0;

  BOOST_TEST(value<exponential>(zero) == 1);
  BOOST_TEST(value<exponential>(-zero) == 1);
  BOOST_TEST(value<exponential>(infinity) == infinity);
  BOOST_TEST(value<exponential>(limits::max()) == infinity);
  BOOST_TEST(value<exponential>(-infinity) == 0);
  BOOST_TEST(value<exponential>(-limits::max()) == 0);
  BOOST_TEST(std::isnan(value<exponential>(nan)));

  BOOST_TEST(value<logarithm>(T(1)) == 0);
  BOOST_TEST(value<logarithm>(zero) == -infinity);
  BOOST_TEST(value<logarithm>(-zero) == -infinity);
  BOOST_TEST(value<logarithm>(infinity) == infinity);
  BOOST_TEST(std::isnan(value<logarithm>(T(-1))));
  BOOST_TEST(std::isnan(value<logarithm>(-limits::denorm_min())));
  BOOST_TEST(std::isnan(value<logarithm>(-infinity)));
  BOOST_TEST(std::isnan(value<logarithm>(nan)));

  BOOST_TEST(is_negative_zero(value<hyperbolic_tangent>(-zero)));
  BOOST_TEST(!std::signbit(value<hyperbolic_tangent>(zero)));
  BOOST_TEST(value<hyperbolic_tangent>(limits::denorm_min()) == limits::denorm_min());
  BOOST_TEST(value<hyperbolic_tangent>(infinity) == 1);
  BOOST_TEST(value<hyperbolic_tangent>(-infinity) == -1);
  BOOST_TEST(std::isnan(value<hyperbolic_tangent>(nan)));

  BOOST_TEST(value<logistic>(zero) == T(0.5));
  BOOST_TEST(value<logistic>(T(800)) == 1);
  BOOST_TEST(value<logistic>(T(-800)) == 0);
  BOOST_TEST(value<logistic>(infinity) == 1);
  BOOST_TEST(value<logistic>(-infinity) == 0);
  BOOST_TEST(std::isnan(value<logistic>(nan)));

  BOOST_TEST(is_negative_zero(value<root>(-zero)));
  BOOST_TEST(value<root>(infinity) == infinity);
  BOOST_TEST(std::isnan(value<root>(T(-1))));
  BOOST_TEST(std::isnan(value<root>(nan)));
}

/// How many numbers above 0, near where a function levels out, it takes beyond 1 or is not odd
/// at.
template <class T>
int astray() {
  int count = 0;
  for (T x : {T(0.55), T(5), T(8), T(9), T(9.01), T(16), T(18), T(18.5), T(19), T(30), T(40)}) {
    for (int i = 0; i < 2000; ++i) {
      x = std::nextafter(x, T(100));
      count += math::tanh(x) > 1;
      count += math::sigmoid(x) > 1;
      count += math::tanh(-x) != -math::tanh(x);
    }
  }
  return count;
}

/// How many roots constant evaluation takes otherwise than the machine.
template <class T>
int roots_apart() {
  int count = 0;
  for (T x : operands<T>()) {
    if (x < 0 || std::isnan(x)) continue;
    count += static_cast<T>(math::constant_sqrt(static_cast<double>(x))) != std::sqrt(x);
  }
  return count;
}

}  // namespace

BOOST_AUTO_TEST_CASE(float_error_is_bounded_over_the_whole_range) {
  const std::vector<float> x = operands<float>();
  check<exponential>(x, ulp_bound);
  check<logarithm>(x, ulp_bound);
  check<hyperbolic_tangent>(x, ulp_bound);
  check<logistic>(x, ulp_bound);
  check<root>(x, 0.5);
}

BOOST_AUTO_TEST_CASE(double_error_is_bounded_over_the_whole_range) {
  const std::vector<double> x = operands<double>();
  check<exponential>(x, ulp_bound);
  check<logarithm>(x, ulp_bound);
  check<hyperbolic_tangent>(x, ulp_bound);
  check<logistic>(x, ulp_bound);
  // Half an ulp, and what rounding twice adds.
  check<root>(x, 0.5 + 0x1p-11);
}

BOOST_AUTO_TEST_CASE(float_special_values_are_exact) { special_values<float>(); }
BOOST_AUTO_TEST_CASE(double_special_values_are_exact) { special_values<double>(); }

BOOST_AUTO_TEST_CASE(tanh_and_sigmoid_stay_within_one_and_tanh_is_odd) {
  BOOST_TEST(astray<float>() == 0);
  BOOST_TEST(astray<double>() == 0);
}

BOOST_AUTO_TEST_CASE(constant_evaluation_and_machine_agree_on_roots) {
  BOOST_TEST(roots_apart<float>() == 0);
  BOOST_TEST(roots_apart<double>() == 0);
}
