// SPDX-License-Identifier: BSL-1.0
/// A value whose derivative somebody declared.
#pragma once

#include <etch/op/arithmetic.hpp>
#include <etch/op/sum.hpp>

namespace etch {

namespace op {

/// The first operand. Its derivative with respect to the second is declared to be the third:
/// elementwise if the first has the second's shape, else, of a scalar, the gradient. What flows
/// to the first operand flows on.
struct declared : composite {
  static constexpr std::string_view name = "with_gradient";
  static constexpr int arity = 3;
  static constexpr graph::extents shape(const graph::extents& value, const graph::extents&,
                                        const graph::extents&) {
    return value;
  }
  static constexpr graph::handle pullback(const graph::handle* x, graph::handle,
                                          graph::handle adjoint, int which) {
    if (which == 0) return adjoint;
    return which == 1 ? adjoint * x[2] : graph::handle{};
  }
  static constexpr graph::handle pushforward(const graph::handle* x, graph::handle value,
                                             const graph::handle* tangents) {
    graph::handle total = tangents[0];
    if (tangents[1].id == graph::none) return total;
    const graph::handle product = tangents[1] * x[2];
    const graph::handle term = value->shape.is_scalar() ? etch::sum(product) : product;
    return total.id == graph::none ? term : total + term;
  }
  static constexpr graph::handle expansion(const graph::handle* x) { return x[0]; }
};

}  // namespace op

}  // namespace etch
