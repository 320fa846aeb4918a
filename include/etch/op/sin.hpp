// SPDX-License-Identifier: BSL-1.0
/// Sine and cosine, each the slope of the other.
#pragma once

#include <etch/math/cos.hpp>
#include <etch/math/sin.hpp>
#include <etch/op/arithmetic.hpp>

namespace etch {

namespace op {

struct cos;

struct sin : elementwise<1> {
  static constexpr std::string_view name = "sin";
  static constexpr std::string_view latex = R"(\sin\left(#1\right))";
  template <class V>
  static constexpr V value(V x) {
    return math::sin(x);
  }
  static constexpr auto slope(auto x, auto) { return make<cos>(x); }
};

struct cos : elementwise<1> {
  static constexpr std::string_view name = "cos";
  static constexpr std::string_view latex = R"(\cos\left(#1\right))";
  template <class V>
  static constexpr V value(V x) {
    return math::cos(x);
  }
  static constexpr auto slope(auto x, auto) { return -make<sin>(x); }
};

}  // namespace op

/// The sine, elementwise.
///
/// Shape   keeps the operand's shape.
/// Domain  every finite x, in radians; NaN at the infinities.
/// Source  IEEE 754-2019, table 9.1; slope: cos x.
template <Operand E>
constexpr auto sin(E e) {
  return make<op::sin>(e);
}

/// The cosine, elementwise.
///
/// Shape   keeps the operand's shape.
/// Domain  every finite x, in radians; NaN at the infinities.
/// Source  IEEE 754-2019, table 9.1; slope: -sin x.
template <Operand E>
constexpr auto cos(E e) {
  return make<op::cos>(e);
}

}  // namespace etch
