// SPDX-License-Identifier: BSL-1.0
/// Power of two values.
#pragma once

#include <etch/math/pow.hpp>
#include <etch/op/arithmetic.hpp>
#include <etch/op/comparison.hpp>
#include <etch/op/log.hpp>
#include <etch/op/where.hpp>

namespace etch::op {

struct pow : elementwise<2> {
  static constexpr std::string_view name = "pow";
  static constexpr std::string_view latex = R"({\left(#1\right)}^{#2})";
  template <class V>
  static constexpr V value(V x, V y) {
    return math::pow(x, y);
  }
  template <int Which>
  static constexpr graph::handle slope(graph::handle x, graph::handle y, graph::handle value) {
    if constexpr (Which == 0) {
      if (graph::is_constant(y)) return along_base(x, y);
      // x^0 is flat at x = 0 also, where x^-1 is infinite.
      return along_base(one_for_zero(x, y), y);
    } else {
      // 0^y is flat, though log 0 is infinite.
      return value * etch::log(one_for_zero(x, x));
    }
  }

 private:
  static constexpr graph::handle along_base(graph::handle x, graph::handle y) {
    return y * make<pow>(x, y - 1);
  }
  /// `x`, but 1 where `number` is 0.
  static constexpr graph::handle one_for_zero(graph::handle x, graph::handle number) {
    const graph::handle zero = x.owner->constant(0), one = x.owner->constant(1);
    return make<where>(make<equal>(number, zero), one, x);
  }
};

}  // namespace etch::op
