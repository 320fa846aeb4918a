// SPDX-License-Identifier: BSL-1.0
/// A smooth form of max(x, 0).
#pragma once

#include <etch/math/softplus.hpp>
#include <etch/op/operation.hpp>
#include <etch/op/sigmoid.hpp>

namespace etch {

namespace op {

struct softplus : elementwise<1> {
  static constexpr std::string_view name = "softplus";
  static constexpr std::string_view latex = R"(\ln\left(1 + e^{#1}\right))";
  template <class V>
  static constexpr V value(V x) {
    return math::softplus(x);
  }
  static constexpr auto slope(auto x, auto) { return etch::sigmoid(x); }
};

}  // namespace op

/// `ln(1 + e^x)`, elementwise.
///
/// Shape   keeps the operand's shape.
/// Domain  every x; x itself and 0 in the far tails, with all digits.
/// Source  Dugas et al., NIPS 2000; slope: sigmoid(x).
template <Operand E>
constexpr auto softplus(E e) {
  return make<op::softplus>(e);
}

}  // namespace etch
