// SPDX-License-Identifier: BSL-1.0
// Exponentials, logarithms, powers, roots and roundings at run time, scalars and packs, against
// libm in the next wider type.
#include "accuracy.hpp"
#include <etch/math/cbrt.hpp>
#include <etch/math/cosh.hpp>
#include <etch/math/exp2.hpp>
#include <etch/math/expm1.hpp>
#include <etch/math/log1p.hpp>
#include <etch/math/log2.hpp>
#include <etch/math/pow.hpp>
#include <etch/math/rounding.hpp>
#include <etch/math/rsqrt.hpp>
#include <etch/math/sign.hpp>
#include <etch/math/sinh.hpp>
#include <etch/math/softplus.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <random>
#include <vector>

namespace math = etch::math;
namespace kernel = etch::kernel;
using namespace accuracy;

namespace {

struct power_of_two {
  template <class V>
  static constexpr V ours(V x) {
    return math::exp2(x);
  }
  template <class R>
  static R reference(R x) {
    return std::exp2(x);
  }
};

struct exponential_less_one {
  template <class V>
  static constexpr V ours(V x) {
    return math::expm1(x);
  }
  template <class R>
  static R reference(R x) {
    return std::expm1(x);
  }
};

struct binary_logarithm {
  template <class V>
  static constexpr V ours(V x) {
    return math::log2(x);
  }
  template <class R>
  static R reference(R x) {
    return std::log2(x);
  }
};

struct logarithm_of_one_more {
  template <class V>
  static constexpr V ours(V x) {
    return math::log1p(x);
  }
  template <class R>
  static R reference(R x) {
    return std::log1p(x);
  }
};

struct cube_root {
  template <class V>
  static constexpr V ours(V x) {
    return math::cbrt(x);
  }
  template <class R>
  static R reference(R x) {
    return std::cbrt(x);
  }
};

struct reciprocal_root {
  template <class V>
  static constexpr V ours(V x) {
    return math::rsqrt(x);
  }
  template <class R>
  static R reference(R x) {
    return 1 / std::sqrt(x);
  }
};

struct hyperbolic_sine {
  template <class V>
  static constexpr V ours(V x) {
    return math::sinh(x);
  }
  template <class R>
  static R reference(R x) {
    return std::sinh(x);
  }
};

struct hyperbolic_cosine {
  template <class V>
  static constexpr V ours(V x) {
    return math::cosh(x);
  }
  template <class R>
  static R reference(R x) {
    return std::cosh(x);
  }
};

struct soft_maximum {
  template <class V>
  static constexpr V ours(V x) {
    return math::softplus(x);
  }
  template <class R>
  static R reference(R x) {
    return (x < 0 ? 0 : x) + std::log1p(std::exp(-std::abs(x)));
  }
};

struct nearest_whole {
  template <class V>
  static constexpr V ours(V x) {
    return math::round(x);
  }
  template <class R>
  static R reference(R x) {
    return std::nearbyint(x);
  }
};

struct whole_below {
  template <class V>
  static constexpr V ours(V x) {
    return math::floor(x);
  }
  template <class R>
  static R reference(R x) {
    return std::floor(x);
  }
};

struct whole_above {
  template <class V>
  static constexpr V ours(V x) {
    return math::ceil(x);
  }
  template <class R>
  static R reference(R x) {
    return std::ceil(x);
  }
};

struct absolute_value {
  template <class V>
  static constexpr V ours(V x) {
    return math::abs(x);
  }
  template <class R>
  static R reference(R x) {
    return std::abs(x);
  }
};

struct signum {
  template <class V>
  static constexpr V ours(V x) {
    return math::sign(x);
  }
  template <class R>
  static R reference(R x) {
    return x > 0 ? 1 : x < 0 ? -1 : x;
  }
};

/// Where results overflow, become subnormal or vanish, and where cases meet.
template <class T>
std::vector<T> operands() {
  return accuracy::operands<T>({709.78271289338397,
                                708.39641853226408,
                                710.47586007394394,
                                745.13321910194122,
                                88.7228317,
                                87.3365447,
                                89.4159851,
                                103.972077,
                                1024.0,
                                1022.0,
                                1074.0,
                                1075.0,
                                128.0,
                                126.0,
                                149.0,
                                150.0,
                                0.34657359027997264,
                                1.0397207708399179,
                                0.5,
                                1.0,
                                1.5,
                                2.0,
                                2.5,
                                4.0,
                                18.0,
                                36.7368,
                                40.0,
                                0.70710678118654752,
                                0.29289321881345248,
                                0.41421356237309505,
                                1.4142135623730951,
                                8388608.0,
                                4194304.0,
                                4503599627370496.0,
                                2251799813685248.0,
                                1e-8,
                                6e-8,
                                1.1e-16,
                                2.2250738585072014e-308,
                                1.17549435e-38,
                                1e30});
}

template <class T>
void check_all() {
  const std::vector<T> x = operands<T>();
  // What rounding twice adds to the reference.
  constexpr double twice = 0x1p-10;
  check<power_of_two>(x, 1.5);
  check<exponential_less_one>(x, 1.5);
  check<binary_logarithm>(x, 1.5);
  check<logarithm_of_one_more>(x, 1.5);
  check<cube_root>(x, 1.0);
  check<reciprocal_root>(x, 1.5 + twice);
  check<hyperbolic_sine>(x, 2.0);
  check<hyperbolic_cosine>(x, 1.5);
  check<soft_maximum>(x, 2.5);
  check<nearest_whole>(x, 0);
  check<whole_below>(x, 0);
  check<whole_above>(x, 0);
  check<absolute_value>(x, 0);
  check<signum>(x, 0);
}

template <class T>
struct pair {
  T x;
  T y;
};

/// Bases and exponents: bit patterns of both, and those whose power is a finite number.
template <class T>
std::vector<pair<T>> pairs() {
  using limits = std::numeric_limits<T>;
  using word = math::word_t<T>;
  std::vector<pair<T>> all;
  std::mt19937_64 random(20240301);
  for (int i = 0; i < 100'000; ++i) {
    all.push_back({std::bit_cast<T>(static_cast<word>(random())),
                   std::bit_cast<T>(static_cast<word>(random()))});
  }
  std::uniform_real_distribution<T> exponent(limits::min_exponent - limits::digits - 5,
                                             limits::max_exponent + 5);
  std::uniform_real_distribution<T> near(T(0.5), T(2));
  std::uniform_real_distribution<T> small(T(-3), T(3));
  std::uniform_int_distribution<int> whole(-40, 40);
  const auto add = [&](T x) {
    const auto log = std::log2(static_cast<wider_t<T>>(x));
    all.push_back({x, static_cast<T>(static_cast<wider_t<T>>(exponent(random)) / log)});
    all.push_back({x, small(random)});
    all.push_back({-x, static_cast<T>(whole(random))});
    // On the edges of overflow, of the subnormals, and of 0.
    for (int edge : {limits::max_exponent, limits::min_exponent - 1,
                     limits::min_exponent - limits::digits}) {
      const T y = static_cast<T>(edge / log);
      all.push_back({x, y});
      all.push_back({x, std::nextafter(y, T(0))});
      all.push_back({x, std::nextafter(y, limits::infinity())});
    }
  };
  for (int i = 0; i < 100'000; ++i) {
    const T x = std::abs(std::bit_cast<T>(static_cast<word>(random())));
    if (x > 0 && x < limits::infinity() && x != 1) add(x);
    if (T m = near(random); m != 1) add(m);
    // Ever nearer to 1.
    const T off = std::ldexp(near(random), -i % limits::digits);
    if (1 + off != 1) add(1 + off);
    if (off < 1 && 1 - off != 1) add(1 - off);
  }
  return all;
}

/// The largest error of powers, of scalars and of packs.
template <class T>
void check_powers(double bound) {
  constexpr std::size_t lanes = kernel::lanes<T>;
  std::vector<pair<T>> all = pairs<T>();
  while (all.size() % lanes != 0) all.push_back({T(2), T(0.5)});
  double worst = 0;
  pair<T> at{};
  for (std::size_t i = 0; i < all.size(); i += lanes) {
    std::array<T, lanes> x{};
    std::array<T, lanes> y{};
    std::array<T, lanes> by_pack{};
    for (std::size_t j = 0; j < lanes; ++j) {
      x[j] = all[i + j].x;
      y[j] = all[i + j].y;
    }
    kernel::store(by_pack.data(), math::pow(kernel::load(x.data()), kernel::load(y.data())));
    for (std::size_t j = 0; j < lanes; ++j) {
      using R = wider_t<T>;
      const R exact = std::pow(static_cast<R>(x[j]), static_cast<R>(y[j]));
      const double error =
          std::max(ulps(math::pow(x[j], y[j]), exact), ulps(by_pack[j], exact));
      if (error > worst) {
        worst = error;
        at = {x[j], y[j]};
      }
    }
  }
  BOOST_TEST(worst <= bound, "error of " << worst << " ulp at " << at.x << " to the " << at.y);
  BOOST_TEST_MESSAGE("error of at most " << worst << " ulp, at " << at.x << " to the " << at.y);
}

template <class T>
void special_values() {
  using limits = std::numeric_limits<T>;
  constexpr T infinity = limits::infinity();
  constexpr T nan = limits::quiet_NaN();
  constexpr T zero = 0;
  constexpr T smallest = limits::denorm_min();
  constexpr T largest = limits::max();

  BOOST_TEST(value<power_of_two>(zero) == 1);
  BOOST_TEST(value<power_of_two>(-zero) == 1);
  BOOST_TEST(value<power_of_two>(T(limits::max_exponent)) == infinity);
  BOOST_TEST(value<power_of_two>(largest) == infinity);
  BOOST_TEST(value<power_of_two>(infinity) == infinity);
  BOOST_TEST(value<power_of_two>(-largest) == 0);
  BOOST_TEST(value<power_of_two>(-infinity) == 0);
  BOOST_TEST(std::isnan(value<power_of_two>(nan)));
  for (int n = limits::min_exponent - limits::digits; n < limits::max_exponent; ++n) {
    const T power = value<power_of_two>(static_cast<T>(n));
    BOOST_TEST(power == std::ldexp(T(1), n));
    BOOST_TEST(value<binary_logarithm>(power) == static_cast<T>(n));
  }

  BOOST_TEST(is_negative_zero(value<exponential_less_one>(-zero)));
  BOOST_TEST(!std::signbit(value<exponential_less_one>(zero)));
  BOOST_TEST(value<exponential_less_one>(smallest) == smallest);
  BOOST_TEST(value<exponential_less_one>(-smallest) == -smallest);
  BOOST_TEST(value<exponential_less_one>(infinity) == infinity);
  BOOST_TEST(value<exponential_less_one>(largest) == infinity);
  BOOST_TEST(value<exponential_less_one>(-infinity) == -1);
  BOOST_TEST(value<exponential_less_one>(-largest) == -1);
  BOOST_TEST(std::isnan(value<exponential_less_one>(nan)));

  BOOST_TEST(value<binary_logarithm>(zero) == -infinity);
  BOOST_TEST(value<binary_logarithm>(-zero) == -infinity);
  BOOST_TEST(value<binary_logarithm>(infinity) == infinity);
  BOOST_TEST(std::isnan(value<binary_logarithm>(-smallest)));
  BOOST_TEST(std::isnan(value<binary_logarithm>(-infinity)));
  BOOST_TEST(std::isnan(value<binary_logarithm>(nan)));

  BOOST_TEST(is_negative_zero(value<logarithm_of_one_more>(-zero)));
  BOOST_TEST(!std::signbit(value<logarithm_of_one_more>(zero)));
  BOOST_TEST(value<logarithm_of_one_more>(smallest) == smallest);
  BOOST_TEST(value<logarithm_of_one_more>(-smallest) == -smallest);
  BOOST_TEST(value<logarithm_of_one_more>(T(-1)) == -infinity);
  BOOST_TEST(value<logarithm_of_one_more>(infinity) == infinity);
  BOOST_TEST(std::isnan(value<logarithm_of_one_more>(std::nextafter(T(-1), T(-2)))));
  BOOST_TEST(std::isnan(value<logarithm_of_one_more>(-infinity)));
  BOOST_TEST(std::isnan(value<logarithm_of_one_more>(nan)));

  BOOST_TEST(is_negative_zero(value<cube_root>(-zero)));
  BOOST_TEST(!std::signbit(value<cube_root>(zero)));
  BOOST_TEST(value<cube_root>(infinity) == infinity);
  BOOST_TEST(value<cube_root>(-infinity) == -infinity);
  BOOST_TEST(std::isnan(value<cube_root>(nan)));
  for (int n = 1; n < 200; ++n) {
    const T whole = static_cast<T>(n);
    BOOST_TEST(value<cube_root>(whole * whole * whole) == whole);
    BOOST_TEST(value<cube_root>(-whole * whole * whole) == -whole);
  }

  BOOST_TEST(value<reciprocal_root>(zero) == infinity);
  BOOST_TEST(value<reciprocal_root>(-zero) == -infinity);
  BOOST_TEST(value<reciprocal_root>(infinity) == 0);
  BOOST_TEST(value<reciprocal_root>(T(0.25)) == 2);
  BOOST_TEST(std::isnan(value<reciprocal_root>(-smallest)));
  BOOST_TEST(std::isnan(value<reciprocal_root>(-infinity)));
  BOOST_TEST(std::isnan(value<reciprocal_root>(nan)));

  BOOST_TEST(is_negative_zero(value<hyperbolic_sine>(-zero)));
  BOOST_TEST(!std::signbit(value<hyperbolic_sine>(zero)));
  BOOST_TEST(value<hyperbolic_sine>(smallest) == smallest);
  BOOST_TEST(value<hyperbolic_sine>(infinity) == infinity);
  BOOST_TEST(value<hyperbolic_sine>(-infinity) == -infinity);
  BOOST_TEST(value<hyperbolic_sine>(-largest) == -infinity);
  BOOST_TEST(std::isnan(value<hyperbolic_sine>(nan)));

  BOOST_TEST(value<hyperbolic_cosine>(zero) == 1);
  BOOST_TEST(value<hyperbolic_cosine>(-zero) == 1);
  BOOST_TEST(value<hyperbolic_cosine>(infinity) == infinity);
  BOOST_TEST(value<hyperbolic_cosine>(-infinity) == infinity);
  BOOST_TEST(value<hyperbolic_cosine>(-largest) == infinity);
  BOOST_TEST(std::isnan(value<hyperbolic_cosine>(nan)));

  BOOST_TEST(value<soft_maximum>(T(800)) == 800);
  BOOST_TEST(value<soft_maximum>(T(-800)) == 0);
  BOOST_TEST(value<soft_maximum>(infinity) == infinity);
  BOOST_TEST(value<soft_maximum>(largest) == largest);
  BOOST_TEST(value<soft_maximum>(-infinity) == 0);
  BOOST_TEST(std::isnan(value<soft_maximum>(nan)));

  BOOST_TEST(value<nearest_whole>(T(0.5)) == 0);
  BOOST_TEST(value<nearest_whole>(T(1.5)) == 2);
  BOOST_TEST(value<nearest_whole>(T(2.5)) == 2);
  BOOST_TEST(value<nearest_whole>(T(-3.5)) == -4);
  BOOST_TEST(is_negative_zero(value<nearest_whole>(T(-0.5))));
  BOOST_TEST(is_negative_zero(value<nearest_whole>(-zero)));
  BOOST_TEST(is_negative_zero(value<nearest_whole>(-smallest)));
  BOOST_TEST(value<nearest_whole>(-infinity) == -infinity);
  BOOST_TEST(value<nearest_whole>(largest) == largest);
  BOOST_TEST(std::isnan(value<nearest_whole>(nan)));

  BOOST_TEST(value<whole_below>(-smallest) == -1);
  BOOST_TEST(is_negative_zero(value<whole_below>(-zero)));
  BOOST_TEST(!std::signbit(value<whole_below>(T(0.7))));
  BOOST_TEST(value<whole_below>(-infinity) == -infinity);
  BOOST_TEST(std::isnan(value<whole_below>(nan)));

  BOOST_TEST(value<whole_above>(smallest) == 1);
  BOOST_TEST(is_negative_zero(value<whole_above>(T(-0.7))));
  BOOST_TEST(is_negative_zero(value<whole_above>(-zero)));
  BOOST_TEST(!std::signbit(value<whole_above>(zero)));
  BOOST_TEST(value<whole_above>(infinity) == infinity);
  BOOST_TEST(std::isnan(value<whole_above>(nan)));

  BOOST_TEST(!std::signbit(value<absolute_value>(-zero)));
  BOOST_TEST(value<absolute_value>(-infinity) == infinity);
  BOOST_TEST(std::isnan(value<absolute_value>(nan)));

  BOOST_TEST(is_negative_zero(value<signum>(-zero)));
  BOOST_TEST(!std::signbit(value<signum>(zero)));
  BOOST_TEST(value<signum>(-smallest) == -1);
  BOOST_TEST(value<signum>(infinity) == 1);
  BOOST_TEST(std::isnan(value<signum>(nan)));
}

/// Every pair of operands that C23, annex F.10.4.5, knows of, and their like: value and sign as
/// libm has them.
template <class T>
void special_powers() {
  using limits = std::numeric_limits<T>;
  using pack = kernel::pack<T>;
  std::vector<T> special = {0,
                            limits::denorm_min(),
                            limits::min(),
                            limits::epsilon(),
                            T(0.5),
                            std::nextafter(T(1), T(0)),
                            1,
                            std::nextafter(T(1), T(2)),
                            T(1.5),
                            2,
                            T(2.5),
                            3,
                            4,
                            T(1 / limits::epsilon()) - 1,
                            T(1 / limits::epsilon()),
                            T(2 / limits::epsilon()) - 1,
                            T(2 / limits::epsilon()),
                            T(1e30),
                            limits::max(),
                            limits::infinity(),
                            limits::quiet_NaN()};
  const std::size_t size = special.size();
  for (std::size_t i = 0; i < size; ++i) special.push_back(-special[i]);
  for (T x : special) {
    for (T y : special) {
      const T power = agreed(math::pow(x, y),
                             math::pow(kernel::broadcast<pack>(x), kernel::broadcast<pack>(y)));
      using R = wider_t<T>;
      const R exact = std::pow(static_cast<R>(x), static_cast<R>(y));
      BOOST_TEST(ulps(power, exact) <= 1, x << " to the " << y << ": " << power);
      BOOST_TEST((std::isnan(exact) || std::signbit(power) == std::signbit(exact)));
    }
  }
}

/// How many whole powers that one number holds are inexact.
template <class T>
int inexact_powers() {
  int count = 0;
  const T most = std::ldexp(T(1), std::numeric_limits<T>::digits);
  for (T x = 2; x <= 40; ++x) {
    T power = 1;
    for (T y = 0, sign = 1; power < most; ++y, power *= x, sign = -sign) {
      count += math::pow(x, y) != power;
      count += math::pow(-x, y) != sign * power;
    }
  }
  return count;
}

template <class T>
constexpr std::array some_operands = {T(-41.7), T(-3.3), T(-0.9), T(-0.3), T(-1e-4), T(1e-30),
                                      T(0.01),  T(0.37), T(0.5),  T(1.7),  T(2),     T(3.14159),
                                      T(12.5),  T(55.5), T(87.3), T(1e6)};

/// How far the results of constant evaluation and those of the machine are apart, in ulp: 0,
/// unless the machine fuses products and sums.
template <class F, class T>
double constants_apart() {
  constexpr auto constants = [] {
    auto y = some_operands<T>;
    for (T& each : y) each = F::ours(each);
    return y;
  }();
  double worst = 0;
  for (std::size_t i = 0; i < constants.size(); ++i) {
    volatile T x = some_operands<T>[i];
    const T y = value<F>(T(x));
    worst = std::max(worst, ulps(y, static_cast<wider_t<T>>(constants[i])));
  }
  return worst;
}

#if defined(__FMA__) || !defined(__x86_64__)
constexpr double fused = 1;
#else
constexpr double fused = 0;
#endif

struct some_power {
  template <class V>
  static constexpr V ours(V x) {
    return math::pow(math::abs(x), x);
  }
};

template <class T>
void check_constants() {
  BOOST_TEST((constants_apart<power_of_two, T>() <= fused));
  BOOST_TEST((constants_apart<exponential_less_one, T>() <= fused));
  BOOST_TEST((constants_apart<binary_logarithm, T>() <= fused));
  BOOST_TEST((constants_apart<logarithm_of_one_more, T>() <= fused));
  BOOST_TEST((constants_apart<hyperbolic_sine, T>() <= fused));
  BOOST_TEST((constants_apart<hyperbolic_cosine, T>() <= fused));
  BOOST_TEST((constants_apart<soft_maximum, T>() <= fused));
  BOOST_TEST((constants_apart<cube_root, T>() <= fused));
  BOOST_TEST((constants_apart<some_power, T>() <= fused));
  BOOST_TEST((constants_apart<reciprocal_root, T>() == 0));
  BOOST_TEST((constants_apart<nearest_whole, T>() == 0));
  BOOST_TEST((constants_apart<whole_below, T>() == 0));
  BOOST_TEST((constants_apart<whole_above, T>() == 0));
  BOOST_TEST((constants_apart<absolute_value, T>() == 0));
  BOOST_TEST((constants_apart<signum, T>() == 0));
}

}  // namespace

BOOST_AUTO_TEST_CASE(float_error_is_bounded_over_the_whole_range) { check_all<float>(); }
BOOST_AUTO_TEST_CASE(double_error_is_bounded_over_the_whole_range) { check_all<double>(); }

BOOST_AUTO_TEST_CASE(error_of_powers_is_bounded) {
  check_powers<float>(1.0);
  check_powers<double>(1.5);
}

BOOST_AUTO_TEST_CASE(float_special_values_are_exact) { special_values<float>(); }
BOOST_AUTO_TEST_CASE(double_special_values_are_exact) { special_values<double>(); }

BOOST_AUTO_TEST_CASE(powers_of_special_values_are_as_the_standards_have_them) {
  special_powers<float>();
  special_powers<double>();
}

BOOST_AUTO_TEST_CASE(whole_powers_that_one_number_holds_are_exact) {
  BOOST_TEST(inexact_powers<float>() == 0);
  BOOST_TEST(inexact_powers<double>() == 0);
}

BOOST_AUTO_TEST_CASE(constant_evaluation_and_machine_agree) {
  check_constants<float>();
  check_constants<double>();
}
