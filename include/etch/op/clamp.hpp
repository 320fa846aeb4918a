// SPDX-License-Identifier: BSL-1.0
/// A value held between two bounds.
#pragma once

#include <etch/math/traits.hpp>
#include <etch/op/arithmetic.hpp>
#include <etch/op/comparison.hpp>

namespace etch::op {

/// No composite of max and min: those cannot both give the slope at a bound to the value and
/// keep a NaN of it.
struct clamp : elementwise<3> {
  static constexpr std::string_view name = "clamp";
  static constexpr bool few_instructions = true;
  static constexpr std::string_view latex = R"(\operatorname{clamp}\left(#1, #2, #3\right))";
  /// Two instructions on x86.
  template <class V>
  static constexpr V value(V x, V low, V high) {
    const V raised = math::select(low > x, low, x);
    return math::select(high < raised, high, raised);
  }
  static constexpr graph::handle pullback(const graph::handle* x, graph::handle,
                                          graph::handle adjoint, int which) {
    if (which == 1) return adjoint * make<less>(x[0], x[1]);
    if (which == 2) return adjoint * make<greater>(x[0], x[2]);
    return adjoint * (make<greater_equal>(x[0], x[1]) * make<less_equal>(x[0], x[2]));
  }
};

}  // namespace etch::op
