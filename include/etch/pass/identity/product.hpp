// SPDX-License-Identifier: BSL-1.0
/// Simpler equals of products and transpositions.
#pragma once

#include <etch/op/product.hpp>
#include <etch/op/sum.hpp>
#include <etch/pass/identity/matching.hpp>

namespace etch::pass::identity {

constexpr handle of_transpose(graph::builder& b, const graph::node& n, handle x) {
  if (x.is<op::transpose>() && x.operand(0)->shape == n.shape) return x.operand(0);
  if (x.is<op::product>()) {
    const std::size_t layouts = x->detail;
    return op::product::of(x.operand(1), x.operand(0),
                           op::product::layout(!(layouts & graph::right_transposed),
                                               !(layouts & graph::left_transposed)),
                           n.shape);
  }
  if (x->pin != 0 || x->op->kind != graph::family::elementwise) return {};
  graph::node outer = *x;  // the transposition moves towards the leaves
  outer.shape = n.shape;
  for (int i = 0; i < outer.op->arity; ++i) {
    const handle operand = b.at(outer.operands[i]);
    if (is_scalar(operand)) continue;
    graph::node inner = n;
    inner.operands[0] = operand.id;
    outer.operands[i] = b.add(inner).id;
  }
  return b.add(outer);
}

constexpr bool is_zero(handle x) {
  return is_constant(x, 0) || (x.is<op::broadcast>() && is_constant(x.operand(0), 0));
}

constexpr handle of_product(graph::builder& b, const graph::node& n, handle x, handle y) {
  if (is_zero(x) || is_zero(y)) return shaped(b.constant(0), n);
  // A transposed operand is the operand itself in the other layout.
  if (x.is<op::transpose>()) {
    return op::product::of(x.operand(0), y, n.detail ^ graph::left_transposed, n.shape);
  }
  if (y.is<op::transpose>()) {
    return op::product::of(x, y.operand(0), n.detail ^ graph::right_transposed, n.shape);
  }
  return {};
}

}  // namespace etch::pass::identity
