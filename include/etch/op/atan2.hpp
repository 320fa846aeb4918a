// SPDX-License-Identifier: BSL-1.0
/// The angle of a point.
#pragma once

#include <etch/math/atan2.hpp>
#include <etch/op/arithmetic.hpp>

namespace etch::op {

struct atan2 : elementwise<2> {
  static constexpr std::string_view name = "atan2";
  static constexpr std::string_view latex = R"(\operatorname{atan2}\left(#1, #2\right))";
  template <class V>
  static constexpr V value(V y, V x) {
    return math::atan2(y, x);
  }
  template <int Which>
  static constexpr graph::handle slope(graph::handle y, graph::handle x, graph::handle) {
    const graph::handle squares = x * x + y * y;
    return Which == 0 ? x / squares : -(y / squares);
  }
};

}  // namespace etch::op
