// SPDX-License-Identifier: BSL-1.0
/// Hyperbolic sine and cosine, each the slope of the other.
#pragma once

#include <etch/math/cosh.hpp>
#include <etch/math/sinh.hpp>
#include <etch/op/arithmetic.hpp>

namespace etch {

namespace op {

struct cosh;

struct sinh : elementwise<1> {
  static constexpr std::string_view name = "sinh";
  static constexpr std::string_view latex = R"(\sinh\left(#1\right))";
  template <class V>
  static constexpr V value(V x) {
    return math::sinh(x);
  }
  static constexpr auto slope(auto x, auto) { return make<cosh>(x); }
};

struct cosh : elementwise<1> {
  static constexpr std::string_view name = "cosh";
  static constexpr std::string_view latex = R"(\cosh\left(#1\right))";
  template <class V>
  static constexpr V value(V x) {
    return math::cosh(x);
  }
  static constexpr auto slope(auto x, auto) { return make<sinh>(x); }
};

}  // namespace op

/// `(e^x - e^-x) / 2`, elementwise.
///
/// Shape   keeps the operand's shape.
/// Domain  every x; overflows to the infinities.
/// Source  IEEE 754-2019, table 9.1; slope: cosh x.
template <Operand E>
constexpr auto sinh(E e) {
  return make<op::sinh>(e);
}

/// `(e^x + e^-x) / 2`, elementwise.
///
/// Shape   keeps the operand's shape.
/// Domain  every x; overflows to infinity.
/// Source  IEEE 754-2019, table 9.1; slope: sinh x.
template <Operand E>
constexpr auto cosh(E e) {
  return make<op::cosh>(e);
}

}  // namespace etch
