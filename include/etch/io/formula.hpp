// SPDX-License-Identifier: BSL-1.0
/// What the writers of formulas share.
#pragma once

#include <etch/expr/equality.hpp>
#include <etch/graph/lower.hpp>
#include <etch/pass/differentiate.hpp>
#include <etch/pass/simplify.hpp>

#include <charconv>
#include <initializer_list>
#include <string>
#include <string_view>

namespace etch::io {

/// The graph of one expression, after the chain rule and the simplifier.
template <Expression E>
graph::dag formula(E) {
  graph::list<graph::root> roots;
  roots.push({&E::self});
  graph::dag g = pass::lower_unbound(roots);
  for (auto* step : {pass::simplify, pass::differentiate, pass::simplify}) g = step(g.view());
  return g;
}

/// A product of the elements of two arrays, place by place.
inline bool is_elementwise_product(graph::dag_view g, const graph::node& n) {
  return n.is<op::multiply>() && !g[n.operands[0]].shape.is_scalar() &&
         !g[n.operands[1]].shape.is_scalar();
}

/// The operand of a product to write first: a number, if there is one.
inline int first_factor(graph::dag_view g, const graph::node& n) {
  const auto is_number = [&](int k) {
    return g[n.operands[k]].op->kind == graph::family::constant;
  };
  return n.op->commutative && is_number(1) && !is_number(0) ? 1 : 0;
}

inline bool is_outer_product(graph::dag_view g, const graph::node& n) {
  return n.is<op::product>() && n.detail == graph::right_transposed &&
         g[n.operands[0]].shape.rank == 1 && g[n.operands[1]].shape.rank == 1;
}

// Not `operator+`, of which g++ 12 warns without cause (its bug 105329).
inline std::string joined(std::initializer_list<std::string_view> parts) {
  std::string result;
  for (const std::string_view part : parts) result += part;
  return result;
}

/// The shortest decimals that are read as `value`.
inline std::string number(double value) {
  char digits[32];
  return {digits, std::to_chars(digits, digits + sizeof digits, value).ptr};
}

}  // namespace etch::io
