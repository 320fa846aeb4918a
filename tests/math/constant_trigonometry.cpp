// SPDX-License-Identifier: BSL-1.0
// Trigonometric functions, their inverses and the error function in constant expressions:
// published values, and every kind of operand.
#include "constant_values.hpp"
#include <etch/math/acos.hpp>
#include <etch/math/asin.hpp>
#include <etch/math/atan.hpp>
#include <etch/math/atan2.hpp>
#include <etch/math/cos.hpp>
#include <etch/math/erf.hpp>
#include <etch/math/erfc.hpp>
#include <etch/math/sin.hpp>
#include <etch/math/tan.hpp>

#include <limits>

namespace math = etch::math;

namespace {

template <class T>
constexpr T pi = T(3.141592653589793238);

// Published: Abramowitz & Stegun, tables 4.6, 4.14 and 7.1; the complement at 5: table 7.3.
template <class T>
constexpr bool published = close(math::sin(T(1)), T(0.841470984807896507)) &&
                           close(math::sin(T(-0.5)), T(-0.479425538604203000)) &&
                           close(math::cos(T(1)), T(0.540302305868139717)) &&
                           close(math::cos(T(3)), T(-0.989992496600445457)) &&
                           close(math::tan(T(1)), T(1.557407724654902231)) &&
                           close(math::tan(T(2)), T(-2.185039863261518992)) &&
                           close(math::asin(T(0.5)), T(0.523598775598298873)) &&
                           close(math::asin(T(0.75)), T(0.848062078981481008)) &&
                           close(math::acos(T(0.5)), T(1.047197551196597746)) &&
                           close(math::acos(T(-0.75)), T(2.418858405776377627)) &&
                           close(math::acos(T(0.75)), T(0.722734247813415611)) &&
                           close(math::atan(T(0.5)), T(0.463647609000806116)) &&
                           close(math::atan(T(10)), T(1.471127674303734592)) &&
                           close(math::atan2(T(1), T(-2)), T(2.677945044588987122)) &&
                           close(math::atan2(T(-3), T(4)), T(-0.643501108793284387)) &&
                           close(math::erf(T(0.5)), T(0.520499877813046538)) &&
                           close(math::erf(T(-1)), T(-0.842700792949714869)) &&
                           close(math::erf(T(2)), T(0.995322265018952734)) &&
                           close(math::erfc(T(0.5)), T(0.479500122186953462)) &&
                           close(math::erfc(T(5)), T(1.537459794428034850e-12)) &&
                           close(math::erfc(T(-1)), T(1.842700792949714869));

template <class T>
constexpr bool exact =
    same(math::sin(T(0)), T(0)) && same(math::sin(-T(0)), -T(0)) &&
    same(math::sin(smallest<T>), smallest<T>) && same(math::cos(T(0)), T(1)) &&
    same(math::cos(smallest<T>), T(1)) && same(math::tan(-T(0)), -T(0)) &&
    same(math::tan(-smallest<T>), -smallest<T>) && same(math::asin(-T(0)), -T(0)) &&
    same(math::asin(T(1)), pi<T> / 2) && same(math::asin(T(-1)), -pi<T> / 2) &&
    same(math::acos(T(1)), T(0)) && same(math::acos(T(0)), pi<T> / 2) &&
    same(math::acos(T(-1)), pi<T>) && same(math::atan(-T(0)), -T(0)) &&
    same(math::atan(T(-1)), -pi<T> / 4) && same(math::atan(smallest<T>), smallest<T>) &&
    same(math::erf(-T(0)), -T(0)) && same(math::erf(smallest<T>), smallest<T>) &&
    same(math::erfc(T(0)), T(1)) && same(math::erfc(-smallest<T>), T(1));

template <class T>
constexpr bool distant =
    same(math::atan(infinity<T>), pi<T> / 2) && same(math::atan(-largest<T>), -pi<T> / 2) &&
    same(math::erf(infinity<T>), T(1)) && same(math::erf(-largest<T>), T(-1)) &&
    same(math::erfc(infinity<T>), T(0)) && same(math::erfc(largest<T>), T(0)) &&
    same(math::erfc(-infinity<T>), T(2)) && same(math::erfc(-largest<T>), T(2));

// C, Annex F, 10.1.4.
template <class T>
constexpr bool angles =
    same(math::atan2(T(0), T(0)), T(0)) && same(math::atan2(-T(0), T(0)), -T(0)) &&
    same(math::atan2(T(0), -T(0)), pi<T>) && same(math::atan2(-T(0), -T(0)), -pi<T>) &&
    same(math::atan2(-T(0), T(1)), -T(0)) && same(math::atan2(T(0), T(-1)), pi<T>) &&
    same(math::atan2(T(1), -T(0)), pi<T> / 2) && same(math::atan2(T(-1), T(0)), -pi<T> / 2) &&
    same(math::atan2(-infinity<T>, largest<T>), -pi<T> / 2) &&
    same(math::atan2(T(-1), infinity<T>), -T(0)) &&
    same(math::atan2(T(-1), -infinity<T>), -pi<T>) &&
    same(math::atan2(infinity<T>, infinity<T>), pi<T> / 4) &&
    same(math::atan2(-infinity<T>, -infinity<T>), T(-2.356194490192344929)) &&
    same(math::atan2(largest<T>, largest<T>), pi<T> / 4) &&
    same(math::atan2(largest<T>, smallest<T>), pi<T> / 2) &&
    same(math::atan2(smallest<T>, smallest<T>), pi<T> / 4) &&
    same(math::atan2(smallest<T>, largest<T>), T(0));

template <class T>
constexpr bool undefined =
    is_nan(math::sin(infinity<T>)) && is_nan(math::sin(nan<T>)) &&
    is_nan(math::cos(-infinity<T>)) && is_nan(math::cos(nan<T>)) &&
    is_nan(math::tan(infinity<T>)) && is_nan(math::tan(nan<T>)) && is_nan(math::asin(T(1.5))) &&
    is_nan(math::asin(-infinity<T>)) && is_nan(math::asin(nan<T>)) &&
    is_nan(math::acos(largest<T>)) && is_nan(math::acos(T(-1.5))) &&
    is_nan(math::acos(nan<T>)) && is_nan(math::atan(nan<T>)) &&
    is_nan(math::atan2(nan<T>, infinity<T>)) && is_nan(math::atan2(T(0), nan<T>)) &&
    is_nan(math::erf(nan<T>)) && is_nan(math::erfc(nan<T>));

static_assert(published<float> && published<double>);
static_assert(exact<float> && exact<double>);
static_assert(distant<float> && distant<double>);
static_assert(angles<float> && angles<double>);
static_assert(undefined<float> && undefined<double>);

// Large arguments, computed with mpmath; 6381956970095103 2^797 is the double nearest to a
// multiple of pi / 2.
static_assert(close(math::cos(0x1.6ac5b262ca1ffp849), -4.68716592425462761e-19));
static_assert(math::sin(0x1.6ac5b262ca1ffp849) == 1);
static_assert(close(math::sin(1e22), -0.852200849767188802));
static_assert(close(math::tan(1e22), -1.628778225606898879));
static_assert(close(math::tan(1.5707963267948966), 16331239353195369.8));
static_assert(close(math::sin(0x1p24f), -0.779563673f));
static_assert(close(math::cos(0x1p127f), 0.781914639f));

// The right tail of the complement, down through the subnormals.
static_assert(close(math::erfc(26.0), 5.663192408856142846e-296));
static_assert(close(math::erfc(10.0), 2.088487583762544757e-45));
static_assert(math::erfc(27.226) == smallest<double> && math::erfc(27.3) == 0);
static_assert(math::erfc(10.05f) == smallest<float> && math::erfc(10.1f) == 0);

}  // namespace

int main() {}
