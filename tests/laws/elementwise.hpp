// SPDX-License-Identifier: BSL-1.0
/// The laws of functions of one number: value, slope and second derivative against the oracle,
/// in float and double, at every operand, in batches of every odd length, and in constant
/// evaluation.
#pragma once

#include "agreement.hpp"
#include "oracle.hpp"
#include <etch/etch.hpp>
#include <etch/op/registry.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string_view>
#include <vector>

namespace laws {

using namespace etch;

constexpr double one = 1;

struct bounds {
  std::string_view name;
  bound value{4}, slope{4}, second{8};
  /// Of the largest number: further out there is no law for the second derivative.
  double reach = 1;
};

// Relative errors, but where cancellation costs digits; there the error is relative to 1.
inline constexpr bounds exceptions[]{
    // The slope of a slope of (1 - x) (1 + x) is a difference.
    {.name = "acos", .second = {4, 0, one}},
    {.name = "asin", .second = {4, 0, one}},
    // Powers of 1 / (1 + x^2) underflow before they are multiplied.
    {.name = "atan", .second = {4, 0, one}},
    // e^(-x^2) magnifies the rounding of x^2 by x^2.
    {.name = "erf", .slope = {4, 1}, .second = {8, 1}},
    {.name = "erfc", .slope = {4, 1}, .second = {8, 1}},
    // 1 - s and 1 - t^2 have no digits left where s and t are nearly 1.
    {.name = "sigmoid", .slope = {2, 0, one}, .second = {2, 0, one}},
    {.name = "logistic", .slope = {2, 0, one}, .second = {2, 0, one}},
    {.name = "softplus", .second = {2, 0, one}},
    {.name = "log_sigmoid", .second = {2, 0, one}},
    {.name = "tanh", .slope = {2, 0, one}, .second = {4, 0, one}},
    {.name = "log_cosh", .second = {2, 0, one}},
    // x - tanh x near 0, as its documentation says; the slope is 1 - (1 - t^2).
    {.name = "tanhshrink", .value = {2, 0, one}, .slope = {2, 0, one}, .second = {4, 0, one}},
    // Far out the slope is a difference of hyperbolas.
    {.name = "softsign", .slope = {2, 0, one}, .second = {2, 0, one}},
    // A subnormal sigmoid, whose numerator is rounded as well, is off by up to a unit, and
    // multiplied by x. In the slopes 1 - s, which is off by half an ulp of 1, is multiplied by
    // x until s is 1, at 17 or 37.
    {.name = "swish", .value = {4, 0.01}, .slope = {20, 0, one}, .second = {20, 0, one}},
    // The second derivative of mish doubles x on its way to 0.
    {.name = "mish",
     .value = {4, 0.005},
     .slope = {12, 0, one},
     .second = {20, 0, one},
     .reach = 0.5},
    // The tail magnifies the two roundings of x / sqrt 2 by x^2 each.
    {.name = "gelu", .value = {4, 2}, .slope = {4, 0, one}, .second = {4, 0, one}},
    // Likewise of u = 1.6 (x + 0.045 x^3); 1 - s is multiplied by x u' and by x u'^2.
    {.name = "gelu_tanh", .value = {4, 8}, .slope = {20, 0, one}, .second = {80, 0, one}},
};

constexpr bounds bounds_of(std::string_view name) {
  for (const bounds& b : exceptions)
    if (b.name == name) return b;
  return {.name = name};
}

/// What is found at some operands.
template <class Numbers>
struct findings {
  Numbers value, slope, second;
};

/// Of every kind one: zeros, a subnormal, ordinary numbers, kinks, tails, what overflows.
inline constexpr std::size_t constant_count = 19;
template <class T, class Limits = std::numeric_limits<T>>
inline constexpr std::array<T, constant_count> constant_operands{T(0),
                                                                 T(-0.0),
                                                                 T(0x1p-149),
                                                                 T(-0x1p-149),
                                                                 T(0.5),
                                                                 T(-0.5),
                                                                 T(1),
                                                                 T(-1),
                                                                 T(3),
                                                                 T(-3),
                                                                 T(7.5),
                                                                 T(88),
                                                                 T(-88),
                                                                 T(-800),
                                                                 Limits::max(),
                                                                 -Limits::max(),
                                                                 Limits::infinity(),
                                                                 -Limits::infinity(),
                                                                 Limits::quiet_NaN()};

/// A function of one number, its name hidden in code.
template <class T>
struct subject {
  std::string_view name;
  std::span<const oracle::row> rows;
  void (*run)(const std::vector<T>& x, findings<std::vector<T>>& results);
  const findings<std::array<T, constant_count>>& constants;

  findings<std::vector<T>> operator()(const std::vector<T>& x) const {
    const std::vector<T> room(x.size());
    findings<std::vector<T>> results{room, room, room};
    run(x, results);
    return results;
  }
};

template <class T>
void check(std::string_view what, const oracle::row& row, T value, T slope, T second) {
  const bounds allowed = bounds_of(what);
  const bool right = agree(value, row.value, allowed.value, row.x);
  BOOST_TEST(right, what << " at " << row.x << ": " << value << ", not " << row.value);
  const bool keeps_sign = !(row.value == 0 && std::signbit(row.value)) || std::signbit(value);
  BOOST_TEST(keeps_sign, what << " at " << row.x << " is not -0");
  const bool right_slope = agree(slope, row.slope, allowed.slope, row.x);
  BOOST_TEST(right_slope,
             "slope of " << what << " at " << row.x << ": " << slope << ", not " << row.slope);
  const double largest = static_cast<double>(std::numeric_limits<T>::max());
  if (std::isfinite(row.x) && std::fabs(row.x) > allowed.reach * largest) return;
  const bool right_second = agree(second, row.second, allowed.second, row.x);
  BOOST_TEST(right_second, "second derivative of " << what << " at " << row.x << ": " << second
                                                   << ", not " << row.second);
}

/// The same in batches of all odd lengths. (The bits may differ: among far operands a near one
/// may go their way.)
template <class T>
void check_lengths(const subject<T>& f, const std::vector<T>& x,
                   const std::vector<oracle::row>& rows) {
  for (const std::size_t length : {1u, 3u, 5u, 7u, 13u, 17u}) {
    for (std::size_t first = 0; first + length <= x.size(); first += length) {
      const auto begin = x.begin() + static_cast<std::ptrdiff_t>(first);
      const auto some = f({begin, begin + static_cast<std::ptrdiff_t>(length)});
      for (std::size_t i = 0; i < length; ++i)
        check(f.name, rows[first + i], some.value[i], some.slope[i], some.second[i]);
    }
  }
}

/// The operands of the oracle that `T` has, and others as it says.
template <class T>
void obey_at_run_time(const subject<T>& f) {
  std::vector<oracle::row> rows;
  std::vector<T> x;
  for (const oracle::row& row : f.rows) {
    if (!same(static_cast<double>(static_cast<T>(row.x)), row.x)) continue;
    rows.push_back(row);
    x.push_back(static_cast<T>(row.x));
  }
  const findings<std::vector<T>> found = f(x);
  for (std::size_t i = 0; i < x.size(); ++i)
    check(f.name, rows[i], found.value[i], found.slope[i], found.second[i]);
  check_lengths(f, x, rows);
}

/// The values are those of run time to 2 ulp (compilers fuse other products and sums there), of
/// 1 where cancellation costs digits; and where the oracle has them, all numbers are within the
/// bounds.
template <class T>
void obey_in_constant_evaluation(const subject<T>& f) {
  const auto& x = constant_operands<T>;
  const auto at_run_time = f({x.begin(), x.end()});
  for (std::size_t i = 0; i < x.size(); ++i) {
    const T value = f.constants.value[i], later = at_run_time.value[i];
    const bound rounding{2, 0, bounds_of(f.name).value.floor};
    BOOST_TEST(agree(value, static_cast<double>(later), rounding),
               "constant evaluation of " << f.name << " at " << x[i] << ": " << value
                                         << ", not " << later);
    for (const oracle::row& row : f.rows)
      if (same(static_cast<double>(x[i]), row.x))
        check(f.name, row, value, f.constants.slope[i], f.constants.second[i]);
  }
}

inline constexpr auto t = input<"t">;

/// (Not by `grad`, at which compilers warn of step.)
template <Expression Y>
using slope_of = apply<op::gradient, Y, std::remove_cv_t<decltype(t)>>;

template <class T, Expression Y>
constexpr void run(const auto& x, auto& found) {
  constexpr auto program = compile<T>(Y{}, slope_of<Y>{}, slope_of<slope_of<Y>>{});
  auto theta = parameters<T>(Y{});
  // An activation may have one.
  constexpr auto slope = param<"slope">;
  if constexpr (requires { theta[slope]; }) theta[slope] = T(0.25);
  program.into(found.value, found.slope, found.second, theta, t = x);
}

template <class T, Expression Y>
inline constexpr auto constants = [] {
  findings<std::array<T, constant_count>> found{};
  run<T, Y>(constant_operands<T>, found);
  return found;
}();

template <class T, Expression Y>
void obey(const oracle::function& f) {
  const subject<T> made{f.name, f.rows, &run<T, Y, std::vector<T>, findings<std::vector<T>>>,
                        constants<T, Y>};
  BOOST_TEST_CONTEXT(std::numeric_limits<T>::digits << " digits") {
    obey_at_run_time(made);
    obey_in_constant_evaluation(made);
  }
}

/// All laws of a function, which stands in the oracle by its name.
template <Expression Y>
void obey_all(std::string_view name, Y) {
  for (const oracle::function& f : oracle::unary) {
    if (f.name != name) continue;
    obey<float, Y>(f);
    obey<double, Y>(f);
    return;
  }
  BOOST_ERROR("the oracle has no " << name);
}

}  // namespace laws
