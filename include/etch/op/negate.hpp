// SPDX-License-Identifier: BSL-1.0
/// The negative, elementwise.
#pragma once

#include <etch/op/operation.hpp>

namespace etch {

namespace op {

struct negate : elementwise<1> {
  static constexpr std::string_view name = "-";
  static constexpr bool few_instructions = true;
  template <class V>
  static constexpr V value(V x) {
    return -x;
  }
  static constexpr graph::handle pullback(const graph::handle*, graph::handle,
                                          graph::handle adjoint, int) {
    return make<negate>(adjoint);
  }
};

}  // namespace op

}  // namespace etch
