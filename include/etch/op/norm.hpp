// SPDX-License-Identifier: BSL-1.0
/// The Euclidean norm.
#pragma once

#include <etch/op/arithmetic.hpp>
#include <etch/op/sqrt.hpp>
#include <etch/op/sum.hpp>
#include <etch/op/where.hpp>

namespace etch {

namespace op {

struct norm : composite {
  static constexpr std::string_view name = "norm";
  static constexpr std::string_view latex = R"(\left\lVert #1 \right\rVert)";
  static constexpr graph::extents shape(const graph::extents&) { return {}; }
  static constexpr graph::handle pullback(const graph::handle* x, graph::handle value,
                                          graph::handle adjoint, int) {
    const graph::handle zero = value.owner->constant(0);
    return make<where>(value, adjoint / value, zero) * x[0];
  }
  static constexpr graph::handle expansion(const graph::handle* x) {
    return etch::sqrt(etch::sum(x[0] * x[0]));
  }
};

}  // namespace op

/// `sqrt(sum_i x_i^2)`, over all elements.
///
/// Shape   any shape to a scalar; of a batch, one scalar per sample.
/// Domain  squares that do not overflow; the gradient at 0 is 0.
template <Operand E>
constexpr auto norm(E e) {
  return make<op::norm>(e);
}

}  // namespace etch
