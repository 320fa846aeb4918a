// SPDX-License-Identifier: BSL-1.0
// The functions of etch/math at run time, scalars and packs, against libm in the next wider
// type.
#include <etch/kernel/pack.hpp>
#include <etch/math/exp.hpp>
#include <etch/math/log.hpp>
#include <etch/math/sigmoid.hpp>
#include <etch/math/sqrt.hpp>
#include <etch/math/tanh.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

namespace kernel = etch::kernel;
namespace math = etch::math;

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

template <class T>
struct wider {
  using type = double;
};
template <>
struct wider<double> {
  using type = long double;
};
template <class T>
using wider_t = typename wider<T>::type;

/// The error of `got` in units of the last place of the exact result, subnormal ones included.
/// What lies beyond the largest number counts as the power of two that follows it.
template <class T>
double ulps(T got, wider_t<T> exact) {
  using limits = std::numeric_limits<T>;
  using R = wider_t<T>;
  if (std::isnan(got) || std::isnan(exact)) {
    return std::isnan(got) && std::isnan(exact) ? 0 : HUGE_VAL;
  }
  const R beyond = std::ldexp(R{1}, limits::max_exponent);
  const R shown = std::clamp(static_cast<R>(got), -beyond, beyond);
  exact = std::clamp(exact, -beyond, beyond);
  int exponent = 0;
  std::frexp(exact, &exponent);
  exponent = std::clamp(exponent, limits::min_exponent, limits::max_exponent);
  return static_cast<double>(std::abs(shown - exact) /
                             std::ldexp(R{1}, exponent - limits::digits));
}

/// Operands of one type: whatever is special, bit patterns at a stride over all of them, and
/// numbers from the ranges where something happens.
template <class T>
std::vector<T> operands() {
  using limits = std::numeric_limits<T>;
  using word = math::word_t<T>;
  std::vector<T> all = {0, limits::denorm_min(), limits::infinity(), limits::quiet_NaN()};
  // Where results overflow, become subnormal or vanish, and where cases meet; with neighbours.
  for (double edge : {709.78271289338397,
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
                      1e30}) {
    T up = static_cast<T>(edge);
    T down = up;
    for (int i = 0; i < 40; ++i) {
      all.push_back(up = std::nextafter(up, limits::infinity()));
      all.push_back(down = std::nextafter(down, T(0)));
    }
  }
  const std::size_t special = all.size();
  for (std::size_t i = 0; i < special; ++i) all.push_back(-all[i]);
  const word stride = sizeof(T) == 4 ? 1999 : static_cast<word>(~word{0} / 200'003);
  for (word bits = 0, next = stride; next > bits;
       bits = next, next = static_cast<word>(bits + stride)) {
    all.push_back(std::bit_cast<T>(bits));
  }
  std::mt19937_64 random(20240229);
  for (double reach : {0.2, 0.6, 2.0, 10.0, 20.0, 110.0, 750.0}) {
    std::uniform_real_distribution<T> uniform(static_cast<T>(-reach), static_cast<T>(reach));
    for (int i = 0; i < 20'000; ++i) all.push_back(uniform(random));
  }
  return all;
}

/// Over all operands: the largest error, of scalars and of packs; the last pack is a tail.
template <class F, class T>
void check(const std::vector<T>& x, double bound) {
  constexpr std::size_t lanes = kernel::lanes<T>;
  std::vector<T> by_pack(x.size() + 1, T(7));
  std::size_t i = 0;
  for (; i + lanes <= x.size(); i += lanes) {
    kernel::store(by_pack.data() + i, F::ours(kernel::load(x.data() + i)));
  }
  const std::size_t rest = x.size() - i;
  kernel::store(by_pack.data() + i, F::ours(kernel::load(x.data() + i, rest)), rest);
  BOOST_TEST(by_pack.back() == T(7));

  double worst = 0;
  T worst_at = 0;
  for (i = 0; i < x.size(); ++i) {
    const auto exact = F::reference(static_cast<wider_t<T>>(x[i]));
    const double error = std::max(ulps(F::ours(x[i]), exact), ulps(by_pack[i], exact));
    if (error > worst) {
      worst = error;
      worst_at = x[i];
    }
  }
  BOOST_TEST(worst <= bound, "error of " << worst << " ulp at " << worst_at);
  BOOST_TEST_MESSAGE("error of at most " << worst << " ulp, at " << worst_at);
}

/// `f` at `x`: the scalar's, provided that the pack's is the same, bit by bit or both NaN.
template <class F, class T>
T value(T x) {
  const T scalar = F::ours(x);
  const kernel::pack<T> pack = F::ours(kernel::broadcast<kernel::pack<T>>(x));
  for (std::size_t i = 0; i < kernel::lanes<T>; ++i) {
    const T lane = pack[i];
    BOOST_TEST((lane == scalar || (std::isnan(lane) && std::isnan(scalar))));
    BOOST_TEST((std::isnan(lane) || std::signbit(lane) == std::signbit(scalar)));
  }
  return scalar;
}

template <class T>
bool is_negative_zero(T x) {
  return x == 0 && std::signbit(x);
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
