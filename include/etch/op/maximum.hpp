// SPDX-License-Identifier: BSL-1.0
/// The greater of two values, and the greatest of all elements.
#pragma once

#include <etch/math/traits.hpp>
#include <etch/op/arithmetic.hpp>
#include <etch/op/comparison.hpp>
#include <etch/op/sum.hpp>

namespace etch {

namespace op {

struct maximum : elementwise<2> {
  static constexpr std::string_view name = "max";
  static constexpr bool few_instructions = true;
  static constexpr std::string_view latex = R"(\max\left(#1, #2\right))";
  /// One instruction on x86, which keeps NaN of the first operand: `max(x, 0)` hides none.
  template <class V>
  static constexpr V value(V a, V b) {
    return math::select(b > a, b, a);
  }
  /// At equal operands the whole slope belongs to the second, so that `max(x, 0)` has slope 0
  /// at 0. Asked of the value, lest `a` be kept for it.
  template <int Which>
  static constexpr graph::handle slope(graph::handle, graph::handle b, graph::handle value) {
    const graph::handle first = make<greater>(value, b);
    return Which == 0 ? first : 1 - first;
  }
};

struct greatest : reduction {
  static constexpr std::string_view name = "max";
  /// Elements that share the maximum share the adjoint in equal parts.
  static constexpr graph::handle pullback(const graph::handle* x, graph::handle value,
                                          graph::handle adjoint, int) {
    const graph::handle places = make<equal>(x[0], value);
    return adjoint * (places / etch::sum(places));
  }
};

}  // namespace op

}  // namespace etch
