// SPDX-License-Identifier: BSL-1.0
/// The logarithm of a sum of exponentials, and its gradient, softmax.
#pragma once

#include <etch/op/arithmetic.hpp>
#include <etch/op/exp.hpp>
#include <etch/op/log.hpp>
#include <etch/op/maximum.hpp>
#include <etch/op/sum.hpp>

namespace etch {

namespace op {

struct softmax : composite {
  static constexpr std::string_view name = "softmax";
  static constexpr graph::extents shape(const graph::extents& operand) { return operand; }
  /// Jacobian `da_i/dz_j = a_i (delta_ij - a_j)`, applied to the adjoint.
  static constexpr graph::handle pullback(const graph::handle*, graph::handle a,
                                          graph::handle adjoint, int) {
    return a * (adjoint - etch::sum(a * adjoint));
  }
  static constexpr graph::handle pushforward(const graph::handle* x, graph::handle a,
                                             const graph::handle* tangents) {
    return pullback(x, a, tangents[0], 0);  // the Jacobian is symmetric
  }
  static constexpr graph::handle expansion(const graph::handle* x) {
    const graph::handle e = etch::exp(x[0] - make<greatest>(x[0]));
    return e * (1 / etch::sum(e));
  }
};

struct logsumexp : composite {
  static constexpr std::string_view name = "logsumexp";
  static constexpr graph::extents shape(const graph::extents&) { return {}; }
  static constexpr graph::handle pullback(const graph::handle* x, graph::handle,
                                          graph::handle adjoint, int) {
    return adjoint * make<softmax>(x[0]);
  }
  /// `x - max(x)`, whose exponentials do not overflow.
  static constexpr graph::handle shifted(graph::handle x) { return x - make<greatest>(x); }
  static constexpr graph::handle log_of_sum(graph::handle shifted) {
    return etch::log(etch::sum(etch::exp(shifted)));
  }
  static constexpr graph::handle expansion(const graph::handle* x) {
    return make<greatest>(x[0]) + log_of_sum(shifted(x[0]));
  }
};

}  // namespace op

/// `log sum_i e^(x_i)` over all elements, shifted by the maximum so that nothing overflows.
///
/// Shape   any shape to a scalar; of a batch, one scalar per sample.
/// Domain  finite elements.
/// Source  Blanchard, Higham & Higham, IMA J. Numer. Anal. 41 (2021), algorithm 3.1.
template <Operand E>
constexpr auto logsumexp(E e) {
  return make<op::logsumexp>(e);
}

}  // namespace etch
