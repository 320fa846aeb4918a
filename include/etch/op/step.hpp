// SPDX-License-Identifier: BSL-1.0
/// The unit step.
#pragma once

#include <etch/math/traits.hpp>
#include <etch/op/comparison.hpp>

namespace etch {

namespace op {

struct step : flat<1> {
  static constexpr bool warns_of_zero_gradient = true;
  static constexpr std::string_view name = "step";
  static constexpr std::string_view latex = R"(H\left(#1\right))";
  template <class V>
  static constexpr V value(V x) {
    return number_of(x > math::constant<V>(0), x);
  }
};

}  // namespace op

/// 1 where x is above 0, else 0, elementwise. A gradient that would have to pass through it is
/// 0, and compilers warn where one is asked for.
///
/// Shape   keeps the operand's shape.
/// Domain  every x; 0 at 0. The slope is 0 everywhere.
/// Source  Rosenblatt, Psychological Review 65 (1958).
template <Operand E>
constexpr auto step(E e) {
  return make<op::step>(e);
}

}  // namespace etch
