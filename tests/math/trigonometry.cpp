// SPDX-License-Identifier: BSL-1.0
// Trigonometric functions, their inverses and the error function at run time, scalars and
// packs, against libm in the next wider type.
#include "accuracy.hpp"
#include <etch/math/acos.hpp>
#include <etch/math/asin.hpp>
#include <etch/math/atan.hpp>
#include <etch/math/atan2.hpp>
#include <etch/math/cos.hpp>
#include <etch/math/erf.hpp>
#include <etch/math/erfc.hpp>
#include <etch/math/sin.hpp>
#include <etch/math/tan.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <limits>
#include <random>
#include <vector>

namespace math = etch::math;
namespace kernel = etch::kernel;
using namespace accuracy;

namespace {

struct sine {
  template <class V>
  static constexpr V ours(V x) {
    return math::sin(x);
  }
  template <class R>
  static R reference(R x) {
    return std::sin(x);
  }
};

struct cosine {
  template <class V>
  static constexpr V ours(V x) {
    return math::cos(x);
  }
  template <class R>
  static R reference(R x) {
    return std::cos(x);
  }
};

struct tangent {
  template <class V>
  static constexpr V ours(V x) {
    return math::tan(x);
  }
  template <class R>
  static R reference(R x) {
    return std::tan(x);
  }
};

struct inverse_sine {
  template <class V>
  static constexpr V ours(V x) {
    return math::asin(x);
  }
  template <class R>
  static R reference(R x) {
    return std::asin(x);
  }
};

struct inverse_cosine {
  template <class V>
  static constexpr V ours(V x) {
    return math::acos(x);
  }
  template <class R>
  static R reference(R x) {
    return std::acos(x);
  }
};

struct inverse_tangent {
  template <class V>
  static constexpr V ours(V x) {
    return math::atan(x);
  }
  template <class R>
  static R reference(R x) {
    return std::atan(x);
  }
};

struct error_function {
  template <class V>
  static constexpr V ours(V x) {
    return math::erf(x);
  }
  template <class R>
  static R reference(R x) {
    return std::erf(x);
  }
};

struct error_function_complement {
  template <class V>
  static constexpr V ours(V x) {
    return math::erfc(x);
  }
  template <class R>
  static R reference(R x) {
    return std::erfc(x);
  }
};

/// Where cases meet, multiples of pi / 4, and where erfc becomes subnormal or vanishes.
template <class T>
std::vector<T> operands() {
  std::vector<T> all = accuracy::operands<T>({0.25,
                                              0.5,
                                              0.70710678118654752,
                                              1.0,
                                              2.0,
                                              0.6,
                                              9.19,
                                              10.05,
                                              10.5,
                                              26.543,
                                              27.226,
                                              28.0,
                                              0.78539816339744831,
                                              1.5707963267948966,
                                              2.3561944901923449,
                                              3.1415926535897932,
                                              6.2831853071795865,
                                              3200.0,
                                              1.6e6,
                                              2.2250738585072014e-308,
                                              1.17549435e-38,
                                              1e30});
  // As near to multiples of pi / 2 as numbers come, on either side of the limit of quick packs.
  for (int n = 1; n < 3'000; ++n) {
    for (int count : {n, 1000 * n}) {
      const T near = static_cast<T>(count * 1.57079632679489661923L);
      all.insert(all.end(), {std::nextafter(near, T(0)), near, -std::nextafter(near, T(1e30))});
    }
  }
  std::mt19937_64 random(20240302);
  for (double reach : {1.0, 5.0, 30.0, 3e3, 2e6, 1e9}) {
    std::uniform_real_distribution<T> uniform(static_cast<T>(-reach), static_cast<T>(reach));
    for (int i = 0; i < 50'000; ++i) all.push_back(uniform(random));
  }
  return all;
}

template <class T>
void check_all() {
  const std::vector<T> x = operands<T>();
  check<sine>(x, 1.0);
  check<cosine>(x, 1.0);
  check<tangent>(x, 2.5);
  check<inverse_sine>(x, 1.5);
  check<inverse_cosine>(x, 1.5);
  check<inverse_tangent>(x, 2.0);
  check<error_function>(x, 2.0);
  check<error_function_complement>(x, 2.5);
}

template <class T>
struct point {
  T x;
  T y;
};

/// Everything special with everything special, bit patterns, and points of a square.
template <class T>
std::vector<point<T>> points() {
  using limits = std::numeric_limits<T>;
  std::vector<T> special;
  for (T size : {T(0), limits::denorm_min(), 2 * limits::denorm_min(), 3 * limits::denorm_min(),
                 limits::min(), T(0.5), T(1), T(2), limits::max() / 4, limits::max() / 2,
                 limits::max(), limits::infinity(), limits::quiet_NaN()}) {
    special.insert(special.end(), {size, -size});
  }
  std::vector<point<T>> all;
  for (T x : special) {
    for (T y : special) all.push_back({x, y});
  }
  std::mt19937_64 random(20240303);
  std::uniform_real_distribution<T> uniform(-1, 1);
  const auto bits = [&] {
    return std::bit_cast<T>(static_cast<math::word_t<T>>(random() >> (64 - 8 * sizeof(T))));
  };
  for (int i = 0; i < 200'000; ++i) {
    all.push_back({bits(), bits()});
    all.push_back({uniform(random), uniform(random)});
    // Of like size, at any size; and on the line between two cases.
    const T x = bits();
    all.push_back({x, x * uniform(random)});
    all.push_back({x, x * (T(0.5) + limits::epsilon() * uniform(random))});
  }
  return all;
}

/// The largest error of angles, of scalars and of packs, which agree in every sign.
template <class T>
void check_angles(double bound) {
  using R = wider_t<T>;
  constexpr std::size_t lanes = kernel::lanes<T>;
  std::vector<point<T>> all = points<T>();
  while (all.size() % lanes != 0) all.push_back({T(1), T(1)});
  double worst = 0;
  point<T> at{};
  int signs_apart = 0;
  for (std::size_t i = 0; i < all.size(); i += lanes) {
    std::array<T, lanes> x{};
    std::array<T, lanes> y{};
    std::array<T, lanes> by_pack{};
    for (std::size_t j = 0; j < lanes; ++j) {
      x[j] = all[i + j].x;
      y[j] = all[i + j].y;
    }
    kernel::store(by_pack.data(), math::atan2(kernel::load(y.data()), kernel::load(x.data())));
    for (std::size_t j = 0; j < lanes; ++j) {
      const R exact = std::atan2(static_cast<R>(y[j]), static_cast<R>(x[j]));
      const T scalar = math::atan2(y[j], x[j]);
      const double error = std::max(ulps(scalar, exact), ulps(by_pack[j], exact));
      if (error > worst) {
        worst = error;
        at = {x[j], y[j]};
      }
      if (std::isnan(exact)) continue;
      signs_apart += std::signbit(scalar) != std::signbit(exact);
      signs_apart += std::signbit(by_pack[j]) != std::signbit(exact);
    }
  }
  BOOST_TEST(signs_apart == 0);
  BOOST_TEST(worst <= bound,
             "error of " << worst << " ulp at (" << at.x << ", " << at.y << ")");
  BOOST_TEST_MESSAGE("error of at most " << worst << " ulp, at (" << at.x << ", " << at.y
                                         << ")");
}

/// An odd function keeps zero, its sign, what is too small to change, and NaN.
template <class F, class T>
void keeps_what_is_small() {
  using limits = std::numeric_limits<T>;
  BOOST_TEST(value<F>(T(0)) == 0);
  BOOST_TEST(!std::signbit(value<F>(T(0))));
  BOOST_TEST(is_negative_zero(value<F>(-T(0))));
  BOOST_TEST(value<F>(limits::denorm_min()) == limits::denorm_min());
  BOOST_TEST(value<F>(-limits::denorm_min()) == -limits::denorm_min());
  BOOST_TEST(std::isnan(value<F>(limits::quiet_NaN())));
}

template <class T>
void special_values() {
  using limits = std::numeric_limits<T>;
  constexpr T infinity = limits::infinity();
  constexpr T nan = limits::quiet_NaN();
  constexpr T pi = T(3.14159265358979323846);

  keeps_what_is_small<sine, T>();
  keeps_what_is_small<tangent, T>();
  keeps_what_is_small<inverse_sine, T>();
  keeps_what_is_small<inverse_tangent, T>();
  keeps_what_is_small<error_function, T>();
  for (T endless : {infinity, -infinity}) {
    BOOST_TEST(std::isnan(value<sine>(endless)));
    BOOST_TEST(std::isnan(value<cosine>(endless)));
    BOOST_TEST(std::isnan(value<tangent>(endless)));
    BOOST_TEST(std::isnan(value<inverse_sine>(endless)));
    BOOST_TEST(std::isnan(value<inverse_cosine>(endless)));
  }
  BOOST_TEST(value<cosine>(T(0)) == 1);
  BOOST_TEST(value<cosine>(-T(0)) == 1);
  BOOST_TEST(value<cosine>(limits::denorm_min()) == 1);
  BOOST_TEST(std::isnan(value<cosine>(nan)));

  BOOST_TEST(value<inverse_sine>(T(1)) == pi / 2);
  BOOST_TEST(value<inverse_sine>(T(-1)) == -pi / 2);
  BOOST_TEST(value<inverse_cosine>(T(1)) == 0);
  BOOST_TEST(!std::signbit(value<inverse_cosine>(T(1))));
  BOOST_TEST(value<inverse_cosine>(T(0)) == pi / 2);
  BOOST_TEST(value<inverse_cosine>(-T(0)) == pi / 2);
  BOOST_TEST(value<inverse_cosine>(T(-1)) == pi);
  BOOST_TEST(std::isnan(value<inverse_cosine>(nan)));
  const T beyond = std::nextafter(T(1), T(2));
  for (T outside : {beyond, -beyond, limits::max(), -limits::max()}) {
    BOOST_TEST(std::isnan(value<inverse_sine>(outside)));
    BOOST_TEST(std::isnan(value<inverse_cosine>(outside)));
  }
  BOOST_TEST(value<inverse_tangent>(T(1)) == pi / 4);
  BOOST_TEST(value<inverse_tangent>(infinity) == pi / 2);
  BOOST_TEST(value<inverse_tangent>(-infinity) == -pi / 2);
  BOOST_TEST(value<inverse_tangent>(limits::max()) == pi / 2);

  BOOST_TEST(value<error_function>(infinity) == 1);
  BOOST_TEST(value<error_function>(-infinity) == -1);
  BOOST_TEST(value<error_function>(limits::max()) == 1);
  BOOST_TEST(value<error_function_complement>(T(0)) == 1);
  BOOST_TEST(value<error_function_complement>(-T(0)) == 1);
  BOOST_TEST(value<error_function_complement>(infinity) == 0);
  BOOST_TEST(value<error_function_complement>(limits::max()) == 0);
  BOOST_TEST(value<error_function_complement>(-infinity) == 2);
  BOOST_TEST(value<error_function_complement>(-limits::max()) == 2);
  BOOST_TEST(std::isnan(value<error_function_complement>(nan)));
}

/// C, Annex F, 10.1.4.
template <class T>
void special_angles() {
  constexpr T infinity = std::numeric_limits<T>::infinity();
  constexpr T pi = T(3.14159265358979323846);
  const auto angle = [](T y, T x) {
    using pack = kernel::pack<T>;
    return agreed(math::atan2(y, x),
                  math::atan2(kernel::broadcast<pack>(y), kernel::broadcast<pack>(x)));
  };
  for (T ahead : {T(0), T(1), infinity}) {
    BOOST_TEST(angle(T(0), ahead) == 0);
    BOOST_TEST(!std::signbit(angle(T(0), ahead)));
    BOOST_TEST(is_negative_zero(angle(-T(0), ahead)));
    BOOST_TEST(angle(T(0), -ahead) == pi);
    BOOST_TEST(angle(-T(0), -ahead) == -pi);
  }
  for (T x : {T(0), -T(0), T(1), T(-1), std::numeric_limits<T>::max()}) {
    BOOST_TEST(angle(infinity, x) == pi / 2);
    BOOST_TEST(angle(-infinity, x) == -pi / 2);
  }
  BOOST_TEST(angle(T(1), T(0)) == pi / 2);
  BOOST_TEST(angle(T(-1), -T(0)) == -pi / 2);
  BOOST_TEST(angle(T(1), -infinity) == pi);
  BOOST_TEST(angle(T(-1), -infinity) == -pi);
  BOOST_TEST(is_negative_zero(angle(T(-1), infinity)));
  BOOST_TEST(angle(infinity, infinity) == pi / 4);
  BOOST_TEST(angle(-infinity, infinity) == -pi / 4);
  BOOST_TEST(angle(infinity, -infinity) == T(2.35619449019234492885));
  BOOST_TEST(angle(-infinity, -infinity) == T(-2.35619449019234492885));
}

/// How many sizes it is at which a function is not odd, or even, or beyond its bounds.
template <class T>
int astray() {
  int count = 0;
  for (T x : operands<T>()) {
    if (!(std::abs(x) < std::numeric_limits<T>::infinity())) continue;
    count += math::sin(-x) != -math::sin(x) || std::abs(math::sin(x)) > 1;
    count += math::cos(-x) != math::cos(x) || std::abs(math::cos(x)) > 1;
    count += math::tan(-x) != -math::tan(x);
    count += math::atan(-x) != -math::atan(x);
    count += math::erf(-x) != -math::erf(x) || std::abs(math::erf(x)) > 1;
    count += math::erfc(x) < 0 || math::erfc(x) > 2;
  }
  return count;
}

}  // namespace

BOOST_AUTO_TEST_CASE(float_error_is_bounded_over_the_whole_range) { check_all<float>(); }
BOOST_AUTO_TEST_CASE(double_error_is_bounded_over_the_whole_range) { check_all<double>(); }

BOOST_AUTO_TEST_CASE(float_error_of_angles_is_bounded) { check_angles<float>(2.0); }
BOOST_AUTO_TEST_CASE(double_error_of_angles_is_bounded) { check_angles<double>(2.0); }

BOOST_AUTO_TEST_CASE(float_special_values_are_exact) { special_values<float>(); }
BOOST_AUTO_TEST_CASE(double_special_values_are_exact) { special_values<double>(); }
BOOST_AUTO_TEST_CASE(float_special_angles_are_exact) { special_angles<float>(); }
BOOST_AUTO_TEST_CASE(double_special_angles_are_exact) { special_angles<double>(); }

BOOST_AUTO_TEST_CASE(functions_keep_their_symmetries_and_bounds) {
  BOOST_TEST(astray<float>() == 0);
  BOOST_TEST(astray<double>() == 0);
}

// Computed with mpmath. The first argument is the double nearest to a multiple of pi / 2.
BOOST_AUTO_TEST_CASE(large_arguments_are_reduced_exactly) {
  const double nearest = std::ldexp(6381956970095103.0, 797);
  BOOST_TEST(ulps(value<cosine>(nearest), -4.6871659242546276111e-19L) <= 1);
  BOOST_TEST(value<sine>(nearest) == 1);
  BOOST_TEST(ulps(value<tangent>(nearest), -2133485385753703843.7L) <= 2.5);
  BOOST_TEST(ulps(value<sine>(1e22), -0.8522008497671888017727059L) <= 1);
  BOOST_TEST(ulps(value<cosine>(1e22), 0.5232147853951389454975945L) <= 1);
  BOOST_TEST(ulps(value<tangent>(1e22), -1.628778225606898878549376L) <= 2.5);
  BOOST_TEST(ulps(value<tangent>(1.5707963267948966), 16331239353195369.75596774L) <= 2.5);
  BOOST_TEST(ulps(value<sine>(0x1p24f), -0.7795636732177777522) <= 1);
  BOOST_TEST(ulps(value<cosine>(0x1p127f), 0.78191463871496007226) <= 1);
  BOOST_TEST(ulps(value<tangent>(0x1p100f), -1.7829551493767190886) <= 2.5);
}

/// A lane that needs the exact reduction leaves the others as they are.
BOOST_AUTO_TEST_CASE(lanes_do_not_disturb_each_other) {
  const std::array<double, 8> x = {1, 1e22, 2, 1e300, -3, -1e22, 0, 1.6e6};
  std::array<double, 8> y{};
  constexpr std::size_t lanes = kernel::lanes<double>;
  for (std::size_t i = 0; i < x.size(); i += lanes) {
    kernel::store(y.data() + i, math::sin(kernel::load(x.data() + i)));
  }
  for (std::size_t i = 0; i < x.size(); ++i) {
    BOOST_TEST(ulps(y[i], std::sin(static_cast<long double>(x[i]))) <= 1);
  }
}
