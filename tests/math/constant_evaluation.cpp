// SPDX-License-Identifier: BSL-1.0
// The functions of etch/math in constant expressions: published values, and every kind of
// operand.
#include "constant_values.hpp"
#include <etch/math/exp.hpp>
#include <etch/math/log.hpp>
#include <etch/math/sigmoid.hpp>
#include <etch/math/sqrt.hpp>
#include <etch/math/tanh.hpp>

#include <bit>
#include <limits>

namespace math = etch::math;

namespace {

// Published: Abramowitz & Stegun, tables 1.1, 4.2, 4.4 and 4.15.
template <class T>
constexpr bool published =
    close(math::exp(T(1)), T(2.718281828459045235)) &&
    close(math::exp(T(-1)), T(0.367879441171442322)) &&
    close(math::exp(T(10)), T(22026.46579480671652)) &&
    close(math::log(T(2)), T(0.693147180559945309)) &&
    close(math::log(T(10)), T(2.302585092994045684)) &&
    close(math::log(T(0.5)), T(-0.693147180559945309)) &&
    close(math::tanh(T(1)), T(0.761594155955764888)) &&
    close(math::tanh(T(0.5)), T(0.462117157260009758)) &&
    close(math::tanh(T(-2)), T(-0.964027580075816884)) &&
    close(math::sigmoid(T(1)), T(0.731058578630004879)) &&
    close(math::sigmoid(T(-1)), T(0.268941421369995121)) &&
    same(math::sqrt(T(2)), T(1.414213562373095049)) &&
    same(math::sqrt(T(10)), T(3.162277660168379332)) && same(math::sqrt(T(0.25)), T(0.5));

template <class T>
constexpr bool exact =
    same(math::exp(T(0)), T(1)) && same(math::exp(-T(0)), T(1)) &&
    same(math::log(T(1)), T(0)) && same(math::tanh(T(0)), T(0)) &&
    same(math::tanh(-T(0)), -T(0)) && same(math::tanh(smallest<T>), smallest<T>) &&
    math::sigmoid(T(0)) == T(0.5) && same(math::sqrt(-T(0)), -T(0)) &&
    same(math::sqrt(T(1)), T(1));

template <class T>
constexpr bool distant =
    math::exp(T(800)) == infinity<T> && same(math::exp(T(-800)), T(0)) &&
    math::sigmoid(T(800)) == 1 && same(math::sigmoid(T(-800)), T(0)) &&
    math::tanh(T(800)) == 1 && math::tanh(T(-800)) == -1 &&
    math::exp(largest<T>) == infinity<T> && math::exp(-largest<T>) == 0 &&
    math::sigmoid(largest<T>) == 1 && math::sigmoid(-largest<T>) == 0 &&
    math::tanh(largest<T>) == 1 && math::tanh(-largest<T>) == -1 &&
    math::exp(infinity<T>) == infinity<T> && math::exp(-infinity<T>) == 0 &&
    math::sigmoid(infinity<T>) == 1 && math::sigmoid(-infinity<T>) == 0 &&
    math::tanh(infinity<T>) == 1 && math::tanh(-infinity<T>) == -1 &&
    math::log(infinity<T>) == infinity<T> && math::sqrt(infinity<T>) == infinity<T> &&
    math::log(T(0)) == -infinity<T> && math::log(-T(0)) == -infinity<T>;

template <class T>
constexpr bool undefined =
    is_nan(math::log(T(-1))) && is_nan(math::log(-infinity<T>)) && is_nan(math::sqrt(T(-1))) &&
    is_nan(math::exp(nan<T>)) && is_nan(math::log(nan<T>)) && is_nan(math::tanh(nan<T>)) &&
    is_nan(math::sigmoid(nan<T>)) && is_nan(math::sqrt(nan<T>));

static_assert(published<float> && published<double>);
static_assert(exact<float> && exact<double>);
static_assert(distant<float> && distant<double>);
static_assert(undefined<float> && undefined<double>);

// Powers of two have exact roots, subnormal ones included; and the edges of the finite numbers.
static_assert(math::sqrt(0x1p-1074) == 0x1p-537 && math::sqrt(0x1p1022) == 0x1p511);
static_assert(math::sqrt(0x1p-148f) == 0x1p-74f && math::sqrt(0x1p126f) == 0x1p63f);
static_assert(math::sqrt(largest<double>) == 0x1.fffffffffffffp511);
static_assert(close(math::log(smallest<double>), -744.440071921381262));
static_assert(close(math::log(smallest<float>), -103.278929903431851f));
static_assert(close(math::log(largest<double>), 709.782712893383973));
static_assert(close(math::exp(709.78271289338397), 1.797693134862273197e308));
static_assert(math::exp(-745.13321910194110) == smallest<double>);
static_assert(math::sigmoid(-745.13321910194110) == smallest<double>);
static_assert(close(math::sigmoid(-700.0), 9.859676543759770e-305));

}  // namespace

int main() {}
