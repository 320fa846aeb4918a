// SPDX-License-Identifier: BSL-1.0
// Exponentials, logarithms, powers, roots and roundings of etch/math in constant expressions:
// published values, and every kind of operand.
#include "constant_values.hpp"
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

#include <initializer_list>
#include <limits>

namespace math = etch::math;

namespace {

// Published: Abramowitz & Stegun, tables 1.1, 4.2, 4.4 and 4.15; DLMF, 4.35 to 4.37.
template <class T>
constexpr bool published = [] {
  return close(math::exp2(T(0.5)), T(1.414213562373095049)) &&
         close(math::exp2(T(-0.5)), T(0.707106781186547524)) &&
         close(math::expm1(T(1)), T(1.718281828459045235)) &&
         close(math::expm1(T(-1)), T(-0.632120558828557678)) &&
         close(math::log2(T(10)), T(3.321928094887362348)) &&
         close(math::log2(T(3)), T(1.584962500721156181)) &&
         close(math::log1p(T(1)), T(0.693147180559945309)) &&
         close(math::log1p(T(-0.5)), T(-0.693147180559945309)) &&
         close(math::cbrt(T(2)), T(1.259921049894873165)) &&
         close(math::cbrt(T(-10)), T(-2.154434690031883722)) &&
         close(math::rsqrt(T(2)), T(0.707106781186547524)) &&
         close(math::pow(T(2), T(0.5)), T(1.414213562373095049)) &&
         close(math::pow(T(10), T(-3)), T(0.001)) &&
         close(math::pow(T(1.5), T(50)), T(637621500.2140495869)) &&
         close(math::sinh(T(1)), T(1.175201193643801457)) &&
         close(math::sinh(T(-2)), T(-3.626860407847018768)) &&
         close(math::cosh(T(1)), T(1.543080634815243778)) &&
         close(math::cosh(T(-2)), T(3.762195691083631460)) &&
         close(math::softplus(T(0)), T(0.693147180559945309)) &&
         close(math::softplus(T(1)), T(1.313261687518222834)) &&
         close(math::softplus(T(-1)), T(0.313261687518222834));
}();

template <class T>
constexpr bool exact = [] {
  return same(math::exp2(T(10)), T(1024)) && same(math::exp2(-T(0)), T(1)) &&
         same(math::expm1(-T(0)), -T(0)) && same(math::expm1(smallest<T>), smallest<T>) &&
         same(math::log2(T(8)), T(3)) && same(math::log2(T(1)), T(0)) &&
         same(math::log1p(-T(0)), -T(0)) && same(math::log1p(-smallest<T>), -smallest<T>) &&
         same(math::cbrt(T(27)), T(3)) && same(math::cbrt(T(-125)), T(-5)) &&
         same(math::cbrt(-T(0)), -T(0)) && same(math::rsqrt(T(16)), T(0.25)) &&
         same(math::pow(T(3), T(4)), T(81)) && same(math::pow(T(-3), T(3)), T(-27)) &&
         same(math::pow(T(0.5), T(-3)), T(8)) && same(math::sinh(-T(0)), -T(0)) &&
         same(math::sinh(smallest<T>), smallest<T>) && same(math::cosh(T(0)), T(1));
}();

template <class T>
constexpr bool rounded = [] {
  return same(math::round(T(2.5)), T(2)) && same(math::round(T(3.5)), T(4)) &&
         same(math::round(T(-0.5)), -T(0)) && same(math::round(largest<T>), largest<T>) &&
         same(math::round(-infinity<T>), -infinity<T>) && same(math::floor(T(2.5)), T(2)) &&
         same(math::floor(T(-2.5)), T(-3)) && same(math::floor(-T(0)), -T(0)) &&
         same(math::floor(-smallest<T>), T(-1)) && same(math::ceil(T(2.5)), T(3)) &&
         same(math::ceil(T(-0.5)), -T(0)) && same(math::ceil(smallest<T>), T(1)) &&
         same(math::ceil(infinity<T>), infinity<T>) && same(math::abs(-T(0)), T(0)) &&
         same(math::abs(T(-3)), T(3)) && same(math::sign(T(-3)), T(-1)) &&
         same(math::sign(smallest<T>), T(1)) && same(math::sign(-T(0)), -T(0)) &&
         same(math::sign(-infinity<T>), T(-1));
}();

template <class T>
constexpr bool distant = [] {
  for (T x : {T(2000), largest<T>, infinity<T>}) {
    const bool far = same(math::exp2(x), infinity<T>) && same(math::exp2(-x), T(0)) &&
                     same(math::expm1(x), infinity<T>) && same(math::expm1(-x), T(-1)) &&
                     same(math::sinh(x), infinity<T>) && same(math::sinh(-x), -infinity<T>) &&
                     same(math::cosh(x), infinity<T>) && same(math::cosh(-x), infinity<T>) &&
                     same(math::softplus(x), x) && same(math::softplus(-x), T(0)) &&
                     same(math::pow(T(2), x), infinity<T>) && same(math::pow(T(2), -x), T(0)) &&
                     is_nan(math::log1p(-x)) && is_nan(math::log2(-x)) &&
                     is_nan(math::rsqrt(-x));
    if (!far) return false;
  }
  return same(math::log2(T(0)), -infinity<T>) && same(math::log2(-T(0)), -infinity<T>) &&
         same(math::log2(infinity<T>), infinity<T>) && same(math::log1p(T(-1)), -infinity<T>) &&
         same(math::log1p(infinity<T>), infinity<T>) &&
         same(math::cbrt(-infinity<T>), -infinity<T>) && same(math::rsqrt(T(0)), infinity<T>) &&
         same(math::rsqrt(-T(0)), -infinity<T>) && same(math::rsqrt(infinity<T>), T(0));
}();

// C23, annex F.10.4.5.
template <class T>
constexpr bool powers = [] {
  for (T x : {T(0), -T(0), T(-1), T(3), infinity<T>, -infinity<T>, nan<T>}) {
    if (!same(math::pow(x, T(0)), T(1)) || !same(math::pow(x, -T(0)), T(1))) return false;
    if (!same(math::pow(T(1), x), T(1))) return false;
  }
  return same(math::pow(T(0), T(-3)), infinity<T>) &&
         same(math::pow(-T(0), T(-3)), -infinity<T>) &&
         same(math::pow(-T(0), T(-2)), infinity<T>) &&
         same(math::pow(-T(0), T(-2.5)), infinity<T>) &&
         same(math::pow(-T(0), -infinity<T>), infinity<T>) &&
         same(math::pow(-T(0), T(3)), -T(0)) && same(math::pow(-T(0), T(2)), T(0)) &&
         same(math::pow(-T(0), T(2.5)), T(0)) && same(math::pow(T(-1), infinity<T>), T(1)) &&
         same(math::pow(T(-1), -infinity<T>), T(1)) && is_nan(math::pow(T(-2), T(0.5))) &&
         same(math::pow(T(-0.5), -infinity<T>), infinity<T>) &&
         same(math::pow(T(-2), -infinity<T>), T(0)) &&
         same(math::pow(T(0.5), infinity<T>), T(0)) &&
         same(math::pow(T(2), infinity<T>), infinity<T>) &&
         same(math::pow(-infinity<T>, T(-3)), -T(0)) &&
         same(math::pow(-infinity<T>, T(-2)), T(0)) &&
         same(math::pow(-infinity<T>, T(3)), -infinity<T>) &&
         same(math::pow(-infinity<T>, T(2.5)), infinity<T>) &&
         same(math::pow(infinity<T>, T(-2)), T(0)) &&
         same(math::pow(infinity<T>, T(0.5)), infinity<T>) &&
         same(math::pow(T(-2), T(10001)), -infinity<T>) &&
         same(math::pow(largest<T>, largest<T>), infinity<T>) &&
         same(math::pow(largest<T>, T(1)), largest<T>) &&
         same(math::pow(smallest<T>, T(1)), smallest<T>) &&
         same(math::pow(smallest<T>, T(-1)), infinity<T>);
}();

template <class T>
constexpr bool undefined = [] {
  return is_nan(math::exp2(nan<T>)) && is_nan(math::expm1(nan<T>)) &&
         is_nan(math::log2(nan<T>)) && is_nan(math::log1p(nan<T>)) &&
         is_nan(math::cbrt(nan<T>)) && is_nan(math::rsqrt(nan<T>)) &&
         is_nan(math::pow(nan<T>, T(2))) && is_nan(math::pow(T(2), nan<T>)) &&
         is_nan(math::sinh(nan<T>)) && is_nan(math::cosh(nan<T>)) &&
         is_nan(math::softplus(nan<T>)) && is_nan(math::round(nan<T>)) &&
         is_nan(math::floor(nan<T>)) && is_nan(math::ceil(nan<T>)) &&
         is_nan(math::abs(nan<T>)) && is_nan(math::sign(nan<T>));
}();

static_assert(published<float> && published<double>);
static_assert(exact<float> && exact<double>);
static_assert(rounded<float> && rounded<double>);
static_assert(distant<float> && distant<double>);
static_assert(powers<float> && powers<double>);
static_assert(undefined<float> && undefined<double>);

// The edges of the finite numbers, and subnormal results.
static_assert(math::exp2(-1074.0) == smallest<double> &&
              math::exp2(-149.0f) == smallest<float>);
static_assert(math::exp2(1023.9999999999999) < infinity<double>);
static_assert(math::log2(smallest<double>) == -1074 && math::log2(smallest<float>) == -149);
static_assert(math::log2(largest<float>) == 128);
static_assert(math::cbrt(0x1p-1074) == 0x1p-358 && math::cbrt(0x1p-147f) == 0x1p-49f);
static_assert(math::rsqrt(0x1p-1074) == 0x1p537);
static_assert(math::pow(2.0, -1074.0) == smallest<double> && math::pow(2.0, -1076.0) == 0);
static_assert(math::pow(2.0, 1023.5) < infinity<double>);
static_assert(math::pow(0x1.fffffffffffffp511, 2.0) == 0x1.ffffffffffffep1023);
static_assert(math::pow(0x1p512, 2.0) == infinity<double>);
static_assert(close(math::sinh(710.47586007394386), 1.7976931348621744e308));
static_assert(close(math::cosh(710.47586007394386), 1.7976931348621744e308));
static_assert(math::sinh(710.475860073944) == infinity<double>);
static_assert(close(math::softplus(-700.0), 9.859676543759770e-305));
static_assert(math::softplus(-745.13321910194110) == smallest<double>);

}  // namespace

int main() {}
