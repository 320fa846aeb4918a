// SPDX-License-Identifier: BSL-1.0
/// The chain rule against differences: is the gradient of a model what its values say?
#pragma once

#include <etch/expr/functions.hpp>
#include <etch/expr/gradient.hpp>
#include <etch/expr/structure.hpp>
#include <etch/program/compile.hpp>

#include <cmath>
#include <cstddef>
#include <string_view>

namespace etch {

/// Where a gradient is farthest from the differences.
struct gradient_check {
  double error = 0;              ///< relative to the larger of the two and 1
  std::string_view parameter{};  ///< the name
  std::size_t element = 0;       ///< its place in the parameter
  double slope = 0;              ///< by the chain rule
  double difference = 0;         ///< the quotient of differences

  constexpr bool operator<=(double tolerance) const { return error <= tolerance; }
};

namespace checking {

/// Any expression as one number that all of its elements have a part in.
template <Expression E>
constexpr auto as_number(E e) {
  if constexpr (E::self.shape.is_scalar())
    return batch_sum(e);
  else
    return batch_sum(dot(e, uniform(literal<1.0>{}, e) - literal<0.5>{}));
}

/// The derivative of `f` at `x` by differences over four points, whose error falls with the
/// fourth power of the step.
///
/// Source  Abramowitz & Stegun, 25.3.6.
double difference_quotient(double& x, auto&& f) {
  const double at = x;
  const double size = std::abs(at) < 1 ? 1 : std::abs(at);
  const double step = 1e-3 * size;
  const auto value_at = [&](double where) {
    x = where;
    return f();
  };
  const double near = value_at(at + step) - value_at(at - step);
  const double far = value_at(at + 2 * step) - value_at(at - 2 * step);
  x = at;
  return (8 * near - far) / (12 * step);
}

}  // namespace checking

/// Compares the gradient of `e` by every parameter in `theta` with differences of its values,
/// in double precision. Of an expression that is no scalar, and of a batch, a fixed weighted
/// sum is compared.
///
/// Where the expression has kinks within a thousandth of where it is taken, differences are not
/// the derivative.
///
/// Errors  as a call of the program.
template <Expression E, class T, class... Symbols, class... Bindings>
gradient_check check_gradient(E e, const parameter_map<T, Symbols...>& theta,
                              const Bindings&... bindings) {
  constexpr auto value = checking::as_number(E{});
  parameter_map<double, Symbols...> at;
  at.for_each([&](auto symbol, auto& numbers) {
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      numbers[i] = static_cast<double>(theta[symbol][i]);
    }
  });
  const auto slopes = compile<double>(gradient(value))(at, bindings...);
  gradient_check worst;
  slopes.for_each([&](auto symbol, const auto& slope) {
    for (std::size_t i = 0; i < slope.size(); ++i) {
      const double found = checking::difference_quotient(
          at[symbol][i], [&] { return compile<double>(value)(at, bindings...); });
      const double scale = std::fmax(1, std::fmax(std::abs(found), std::abs(slope[i])));
      const double error = std::abs(found - slope[i]) / scale;
      if (!(error <= worst.error)) {  // also where it is no number
        worst = {error, symbol.self.name, i, slope[i], found};
      }
    }
  });
  (void)e;
  return worst;
}

}  // namespace etch
