// SPDX-License-Identifier: BSL-1.0
/// What the run-time tests of etch/math share: operands, and errors in units of the last place
/// against libm in the next wider type.
#pragma once

#include <etch/kernel/pack.hpp>
#include <etch/math/traits.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <random>
#include <vector>

namespace accuracy {

namespace kernel = etch::kernel;
namespace math = etch::math;

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

/// Operands of one type: whatever is special, the neighbours of `edges`, bit patterns at a
/// stride over all of them, and numbers from the ranges where something happens.
template <class T>
std::vector<T> operands(std::initializer_list<double> edges) {
  using limits = std::numeric_limits<T>;
  using word = math::word_t<T>;
  std::vector<T> all = {0, limits::denorm_min(), limits::infinity(), limits::quiet_NaN()};
  for (double edge : edges) {
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

/// `F::ours` at every operand by packs; the last pack is a tail.
template <class F, class T>
std::vector<T> by_packs(const std::vector<T>& x) {
  constexpr std::size_t lanes = kernel::lanes<T>;
  std::vector<T> y(x.size() + 1, T(7));
  std::size_t i = 0;
  for (; i + lanes <= x.size(); i += lanes) {
    kernel::store(y.data() + i, F::ours(kernel::load(x.data() + i)));
  }
  const std::size_t rest = x.size() - i;
  kernel::store(y.data() + i, F::ours(kernel::load(x.data() + i, rest)), rest);
  BOOST_TEST(y.back() == T(7));
  y.pop_back();
  return y;
}

/// The same bits, or both NaN.
template <class T>
bool same(T a, T b) {
  return math::to_bits(a) == math::to_bits(b) || (std::isnan(a) && std::isnan(b));
}

/// Over all operands: the largest error, and that scalars and packs give the same.
template <class F, class T>
void check(const std::vector<T>& x, double bound) {
  const std::vector<T> by_pack = by_packs<F>(x);
  double worst = 0;
  T worst_at = 0;
  std::size_t apart = 0;
  T apart_at = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double error = ulps(by_pack[i], F::reference(static_cast<wider_t<T>>(x[i])));
    if (error > worst) {
      worst = error;
      worst_at = x[i];
    }
    if (!same(F::ours(x[i]), by_pack[i]) && apart++ == 0) apart_at = x[i];
  }
  BOOST_TEST(worst <= bound, "error of " << worst << " ulp at " << worst_at);
  BOOST_TEST(apart == 0, apart << " scalars differ from packs, one at " << apart_at);
  BOOST_TEST_MESSAGE("error of at most " << worst << " ulp, at " << worst_at);
}

/// The scalar `scalar`, provided that every lane of `pack` is the same, bit by bit or both NaN.
template <class T>
T agreed(T scalar, kernel::pack<T> pack) {
  for (std::size_t i = 0; i < kernel::lanes<T>; ++i) {
    const T lane = pack[i];
    BOOST_TEST((lane == scalar || (std::isnan(lane) && std::isnan(scalar))));
    BOOST_TEST((std::isnan(lane) || std::signbit(lane) == std::signbit(scalar)));
  }
  return scalar;
}

/// `f` at `x`, where scalars and packs agree.
template <class F, class T>
T value(T x) {
  return agreed(F::ours(x), F::ours(kernel::broadcast<kernel::pack<T>>(x)));
}

template <class T>
bool is_negative_zero(T x) {
  return x == 0 && std::signbit(x);
}

}  // namespace accuracy
