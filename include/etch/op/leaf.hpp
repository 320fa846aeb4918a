// SPDX-License-Identifier: BSL-1.0
/// The two operations without operands: symbols and constants.
#pragma once

#include <etch/op/operation.hpp>

namespace etch::op {

struct leaf {
  static constexpr std::string_view name = "symbol";
  static constexpr graph::family family = graph::family::leaf;
  static constexpr int arity = 0;
};

struct constant {
  static constexpr std::string_view name = "constant";
  static constexpr graph::family family = graph::family::constant;
  static constexpr int arity = 0;
};

}  // namespace etch::op

namespace etch::graph {

constexpr handle builder::constant(double number) {
  return add({.op = &operation_of<op::constant>, .number = number});
}

constexpr handle builder::leaf(const graph::leaf& symbol) {
  result_.leaves.push(symbol);
  return add({.op = &operation_of<op::leaf>,
              .shape = symbol.shape,
              .detail = result_.leaves.size() - 1,
              .batched = symbol.batched});
}

constexpr bool is_constant(handle h) { return h->op->kind == family::constant; }
constexpr bool is_constant(handle h, double number) {
  return is_constant(h) && h->number == number;
}

}  // namespace etch::graph
