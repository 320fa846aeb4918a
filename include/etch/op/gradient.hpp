// SPDX-License-Identifier: BSL-1.0
/// The request for a gradient, which `pass::differentiate` fulfils.
#pragma once

#include <etch/op/operation.hpp>

namespace etch {

namespace op {

/// The gradient of the first operand, a scalar, with respect to the second.
struct gradient {
  static constexpr std::string_view name = "grad";
  static constexpr graph::family family = graph::family::derivative;
  static constexpr int arity = 2;
  static constexpr graph::extents shape(const graph::extents&, const graph::extents& variable) {
    return variable;
  }
};

}  // namespace op

}  // namespace etch
