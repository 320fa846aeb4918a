// SPDX-License-Identifier: BSL-1.0
/// The smaller of two values.
#pragma once

#include <etch/math/traits.hpp>
#include <etch/op/arithmetic.hpp>
#include <etch/op/comparison.hpp>

namespace etch::op {

struct minimum : elementwise<2> {
  static constexpr std::string_view name = "min";
  static constexpr bool few_instructions = true;
  static constexpr std::string_view latex = R"(\min\left(#1, #2\right))";
  /// One instruction on x86, which keeps NaN of the first operand.
  template <class V>
  static constexpr V value(V a, V b) {
    return math::select(b < a, b, a);
  }
  /// At equal operands the whole slope belongs to the second, as with the maximum.
  template <int Which>
  static constexpr graph::handle slope(graph::handle a, graph::handle b, graph::handle) {
    const graph::handle first = make<less>(a, b);
    return Which == 0 ? first : 1 - first;
  }
};

}  // namespace etch::op
