// SPDX-License-Identifier: BSL-1.0
/// The error function.
#pragma once

#include <etch/math/erf.hpp>
#include <etch/op/arithmetic.hpp>
#include <etch/op/exp.hpp>

namespace etch {

namespace op {

struct erf : elementwise<1> {
  static constexpr std::string_view name = "erf";
  static constexpr std::string_view latex = R"(\operatorname{erf}\left(#1\right))";
  template <class V>
  static constexpr V value(V x) {
    return math::erf(x);
  }
  static constexpr auto slope(auto x, auto) { return 1.1283791670955126 * etch::exp(-(x * x)); }
};

}  // namespace op

/// `2 / sqrt(pi)` times the integral of `e^(-t^2)` from 0 to x, elementwise.
///
/// Shape   keeps the operand's shape.
/// Domain  every x; -1 and 1 in the far tails.
/// Source  NIST DLMF 7.2.1; slope: 2 / sqrt(pi) e^(-x^2).
template <Operand E>
constexpr auto erf(E e) {
  return make<op::erf>(e);
}

}  // namespace etch
