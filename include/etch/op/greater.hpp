// SPDX-License-Identifier: BSL-1.0
/// Comparison, as the number 1 or 0.
#pragma once

#include <etch/math/traits.hpp>
#include <etch/op/operation.hpp>

namespace etch {

namespace op {

struct greater : elementwise<2> {
  static constexpr std::string_view name = "greater";
  template <class V>
  static constexpr V value(V a, V b) {
    return math::select(a > b, math::constant<V>(1), math::constant<V>(0));
  }
  /// Flat wherever it is smooth: no contribution.
  static constexpr graph::handle pullback(const graph::handle*, graph::handle, graph::handle,
                                          int) {
    return {};
  }
};

/// Of equal numbers, as the number 1 or 0.
struct equal : elementwise<2> {
  static constexpr std::string_view name = "equal";
  static constexpr bool commutative = true;
  template <class V>
  static constexpr V value(V a, V b) {
    return math::select(a == b, math::constant<V>(1), math::constant<V>(0));
  }
  static constexpr graph::handle pullback(const graph::handle*, graph::handle, graph::handle,
                                          int) {
    return {};
  }
};

}  // namespace op

}  // namespace etch
