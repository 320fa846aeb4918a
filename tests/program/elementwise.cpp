// SPDX-License-Identifier: BSL-1.0
// Every elementwise operation on a number, on a vector and on a batch, against the C library.
#include "oracle.hpp"
#include <etch/etch.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <tuple>
#include <vector>

namespace {

using namespace etch;
using oracle::numbers;
using oracle::real;
using scalars = std::tuple<float, double>;

constexpr auto t = input<"t">;
constexpr auto s = input<"s">;
constexpr auto v = input<"v", 5>;
constexpr auto u = input<"u", 5>;
constexpr auto x = input<"x", 5>;  // of a batch
constexpr auto w = param<"w", 5>;

constexpr std::size_t samples = 7;

struct range {
  real low, high;
};

/// Fills an array with numbers between two bounds, and returns a copy for the oracle.
template <class T, class Array>
numbers fill(oracle::source& draw, Array& array, range within) {
  draw.fill(array);
  numbers copy;
  for (T& element : array) {
    const real share = (1 + static_cast<real>(element)) / 2;
    element = static_cast<T>(within.low + share * (within.high - within.low));
    copy.push_back(static_cast<real>(element));
  }
  return copy;
}

/// The sum over `a[i]` and `b[i]`, where one of them may be a single number for all.
template <class Formula>
real summed(Formula formula, const numbers& a, const numbers& b) {
  real sum = 0;
  for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i)
    sum += formula(a[i % a.size()], b[i % b.size()]);
  return sum;
}

/// `of(a, b)` with `a` and `b` in the given ranges, and its slopes along both: of two numbers,
/// of two vectors, and of a batch and a number.
template <class T, class Operation, class Formula>
void check(Operation, range first, range second, Formula formula) {
  constexpr Operation of{};
  constexpr auto one = of(t, s);
  constexpr auto many = sum(of(v, u));
  constexpr auto batched = batch_mean(sum(of(hadamard(w, x), s)));

  oracle::source draw(17);
  std::array<T, 1> at_t, at_s;
  tensor<T, 5> at_v, at_u, at_w;
  std::vector<T> at_x(5 * samples);
  numbers nt = fill<T>(draw, at_t, first), ns = fill<T>(draw, at_s, second);
  numbers nv = fill<T>(draw, at_v, first), nu = fill<T>(draw, at_u, second);
  numbers nw = fill<T>(draw, at_w, {0.9L, 1.0L}), nx = fill<T>(draw, at_x, first);
  std::vector<std::array<T, 5>> rows(samples);
  for (std::size_t i = 0; i < at_x.size(); ++i) rows[i / 5][i % 5] = at_x[i];

  const auto of_numbers = [&] { return summed(formula, nt, ns); };
  const auto of_vectors = [&] { return summed(formula, nv, nu); };
  const auto of_batch = [&] {
    numbers products;
    for (std::size_t i = 0; i < nx.size(); ++i) products.push_back(nw[i % 5] * nx[i]);
    return summed(formula, products, ns) / samples;
  };
  const auto [l, lt, ls] =
      compile<T>(one, grad(one, t), grad(one, s))(t = at_t[0], s = at_s[0]);
  BOOST_TEST(oracle::error<T>(l, of_numbers()) < 1);
  BOOST_TEST(oracle::error<T>(lt, oracle::slopes(of_numbers, nt)[0]) < 1);
  BOOST_TEST(oracle::error<T>(ls, oracle::slopes(of_numbers, ns)[0]) < 1);
  const auto [m, mv, mu] = compile<T>(many, grad(many, v), grad(many, u))(v = at_v, u = at_u);
  BOOST_TEST(oracle::error<T>(m, of_vectors()) < 1);
  BOOST_TEST(oracle::error<T>(mv, oracle::slopes(of_vectors, nv)) < 1);
  BOOST_TEST(oracle::error<T>(mu, oracle::slopes(of_vectors, nu)) < 1);
  const auto [b, bw, bs] =
      compile<T>(batched, grad(batched, w), grad(batched, s))(w = at_w, x = rows, s = at_s[0]);
  BOOST_TEST(oracle::error<T>(b, of_batch()) < 1);
  BOOST_TEST(oracle::error<T>(bw, oracle::slopes(of_batch, nw)) < 1);
  BOOST_TEST(oracle::error<T>(bs, oracle::slopes(of_batch, ns)[0]) < 1);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(elementwise)

// Several operations at once, each with a factor of its own: programs take long to compile.

BOOST_AUTO_TEST_CASE_TEMPLATE(exponentials_logarithms_and_powers, T, scalars) {
  check<T>(
      [](auto a, auto b) {
        return exp2(a) / b + 2_c * expm1(a) - log2(a) / b + 3_c * log1p(a) + softplus(a) / b;
      },
      {0.3L, 3}, {0.5L, 2},
      [](real a, real b) {
        return std::exp2(a) / b + 2 * std::expm1(a) - std::log2(a) / b + 3 * std::log1p(a) +
               std::log1p(std::exp(a)) / b;
      });
  check<T>(
      [](auto a, auto b) { return pow(a, -b) - rsqrt(a) / b + 2_c * cbrt(a) + pow(-a, 3_c); },
      {0.3L, 3}, {0.5L, 2},
      [](real a, real b) {
        return std::pow(a, -b) - 1 / (b * std::sqrt(a)) + 2 * std::cbrt(a) - a * a * a;
      });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(circular_and_hyperbolic_functions, T, scalars) {
  check<T>([](auto a, auto b) { return sin(a) + cos(a) / b - 2_c * sinh(a) + cosh(a) / b; },
           {-3, 3}, {0.5L, 2},
           [](real a, real b) {
             return std::sin(a) + std::cos(a) / b - 2 * std::sinh(a) + std::cosh(a) / b;
           });
  check<T>(
      [](auto a, auto b) {
        return tan(a) + asin(a) / b - 2_c * acos(a) + atan(a) / b + atan2(a, b);
      },
      {-0.9L, 0.9L}, {0.5L, 2},
      [](real a, real b) {
        return std::tan(a) + std::asin(a) / b - 2 * std::acos(a) + std::atan(a) / b +
               std::atan2(a, b);
      });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(errors_signs_and_rounding, T, scalars) {
  check<T>(
      [](auto a, auto b) {
        return erf(a) + erfc(a) / b + abs(a) / b + sign(a) - floor(a) / b + ceil(a) / b +
               3_c * round(a);
      },
      {-3, 3}, {0.5L, 2},
      [](real a, real b) {
        return std::erf(a) + std::erfc(a) / b + std::fabs(a) / b + (a < 0 ? -1 : 1) -
               std::floor(a) / b + std::ceil(a) / b + 3 * std::nearbyint(a);
      });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(comparisons_are_one_or_zero, T, scalars) {
  constexpr auto all = [](auto a, auto b) {
    return (a > b) + 2_c * (a < b) + 4_c * (a >= b) + 8_c * (a <= b) + 16_c * equal(a, b) +
           32_c * not_equal(a, b);
  };
  check<T>(all, {-1, 1}, {-0.9L, 1}, [](real a, real b) { return a > b ? 37 : 42; });
  BOOST_TEST(compile<T>(all(t, s))(t = T(2), s = T(2)) == 28);
  const T nan = std::numeric_limits<T>::quiet_NaN();
  BOOST_TEST(compile<T>(all(t, s))(t = nan, s = T(2)) == 32);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(choices, T, scalars) {
  check<T>(
      [](auto a, auto b) {
        return min(a, b) + 2_c * where(a > b, exp(a), sin(b)) + 3_c * clamp(2_c * a, -b, b) +
               4_c * stop_gradient(step(a)) / b;
      },
      {-1, 1}, {0.25L, 0.75L},
      [](real a, real b) {
        return std::min(a, b) + 2 * (a > b ? std::exp(a) : std::sin(b)) +
               3 * std::clamp(2 * a, -b, b) + 4 * (a > 0 ? 1 / b : 0);
      });
}

// A maximum of a model and a bound hides no NaN of the model.
BOOST_AUTO_TEST_CASE_TEMPLATE(nan_of_the_first_operand_is_kept, T, scalars) {
  std::array<T, 5> bad{0, 1, 2, 3, 4};
  bad[3] = std::numeric_limits<T>::quiet_NaN();
  const auto [greater, smaller, held, rectified] =
      compile<T>(max(v, 1_c), min(v, 1_c), clamp(v, 1_c, 2_c), relu(v))(v = bad);
  BOOST_TEST((std::isnan(greater[3]) && std::isnan(smaller[3]) && std::isnan(held[3])));
  BOOST_TEST((std::isnan(rectified[3]) && !std::isnan(rectified[2])));
  BOOST_TEST((greater[0] == 1 && smaller[4] == 1 && held[4] == 2));
}

BOOST_AUTO_TEST_SUITE_END()
