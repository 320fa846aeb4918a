// SPDX-License-Identifier: BSL-1.0
/// Squared error near the target, absolute error far from it, and smooth.
#pragma once

#include <etch/expr/functions.hpp>
#include <etch/math/expm1.hpp>
#include <etch/math/log1p.hpp>
#include <etch/op/tanh.hpp>

namespace etch {

namespace op {

/// `log cosh x`. An operation of its own, for no formula in others keeps the digits of small x
/// and has the right second derivative at 0.
struct log_cosh : elementwise<1> {
  static constexpr std::string_view name = "log_cosh";
  static constexpr std::string_view latex = R"(\ln\cosh\left(#1\right))";
  /// With m = e^|x| - 1: log(1 + m^2 / (2 (1 + m))) near 0, for cosh x - 1 is the fraction.
  /// With m = e^(-2 |x|) - 1: |x| - log 2 + log(2 + m) further out.
  template <class V>
  static constexpr V value(V x) {
    using T = math::scalar_t<V>;
    if (math::is_constant_nan(x)) return x;
    const V one = math::constant<V>(1);
    const V size = math::magnitude(x);
    const auto inside = size < one;
    const V far = math::at_most(size, 400);  // e^-800 is 0
    const V m = math::expm1(math::select(inside, size, -(far + far)));
    const V rest = math::log1p(math::select(inside, m * m, m + one) /
                               math::select(inside, m + m + one + one, one));
    const V line = size - math::constant<V>(T(0.69314718055994530942));
    return math::select(inside, rest, line + rest);
  }
  static constexpr auto slope(auto x, auto) { return etch::tanh(x); }
};

}  // namespace op

/// `1/n sum_i log cosh(prediction_i - target_i)`.
///
/// Shape   two operands of one shape to a scalar; of a batch, one scalar per sample.
/// Domain  every finite operand; d^2 / 2 for small differences d, |d| - log 2 for large ones.
/// Errors  `shapes_agree`.
/// Source  Keras LogCosh. Slope: tanh(d) / n.
template <Expression A, Expression B>
  requires shapes_agree<A, B>
constexpr auto log_cosh(A prediction, B target) {
  return mean(make<op::log_cosh>(prediction - target));
}

}  // namespace etch
