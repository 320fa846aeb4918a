// SPDX-License-Identifier: BSL-1.0
/// Expressions as readable text; a gradient as the formula that the chain rule found.
#pragma once

#include <etch/expr/equality.hpp>
#include <etch/op/batch.hpp>
#include <etch/op/product.hpp>

#include <charconv>
#include <initializer_list>
#include <string>
#include <string_view>

namespace etch {

namespace io {

/// Writes nodes of a graph in the notation in which users write models.
class text_writer {
 public:
  explicit text_writer(graph::dag_view g) : g_(g) {}

  std::string operator()(graph::node_id id) const { return write(id, 0); }

 private:
  /// The node, in parentheses where it binds less tightly than `precedence`.
  std::string write(graph::node_id id, int precedence) const {
    const graph::node& n = g_[id];
    if (n.is<op::leaf>()) return std::string(g_.leaves[n.detail].name);
    if (n.op->kind == graph::family::constant) return enclosed(number(n.number), n.number < 0);
    if (n.is<op::broadcast>()) return write(n.operands[0], precedence);
    if (n.is<op::negate>()) {
      return enclosed(joined({"-", write(n.operands[0], tightest)}), precedence > 1);
    }
    if (n.op->kind == graph::family::product) return product(n, precedence);
    if (is_elementwise_product(n)) return call("hadamard", n);
    if (n.is<op::sum>() && is_elementwise_product(g_[n.operands[0]])) {
      return call("dot", g_[n.operands[0]]);
    }
    if (n.op->infix.empty()) return call(n.op->name, n);
    const int own = n.op->precedence;
    // A right operand of the same precedence keeps its parentheses: a - (b + c).
    return enclosed(
        joined({write(n.operands[0], own), n.op->infix, write(n.operands[1], own + 1)}),
        own < precedence);
  }

  bool is_elementwise_product(const graph::node& n) const {
    return n.is<op::multiply>() && !g_[n.operands[0]].shape.is_scalar() &&
           !g_[n.operands[1]].shape.is_scalar();
  }

  std::string product(const graph::node& n, int precedence) const {
    const auto operand = [&](int which, std::size_t transposed) {
      if (!(n.detail & transposed)) return write(n.operands[which], n.op->precedence + which);
      return joined({"transpose(", write(n.operands[which], 0), ")"});
    };
    const bool vectors = g_[n.operands[0]].shape.rank == 1 && g_[n.operands[1]].shape.rank == 1;
    if (vectors && n.detail == graph::right_transposed) return call("outer", n);
    return enclosed(joined({operand(0, graph::left_transposed), " * ",
                            operand(1, graph::right_transposed)}),
                    n.op->precedence < precedence);
  }

  std::string call(std::string_view name, const graph::node& n) const {
    std::string result(name);
    for (int k = 0; k < n.op->arity; ++k) {
      result += k == 0 ? "(" : ", ";
      result += write(n.operands[k], 0);
    }
    if (n.op->arity > 0) result += ')';
    return result;
  }

  static std::string enclosed(std::string text, bool needed) {
    return needed ? joined({"(", text, ")"}) : text;
  }

  // Not `operator+`, of which g++ 12 warns without cause (its bug 105329).
  static std::string joined(std::initializer_list<std::string_view> parts) {
    std::string result;
    for (const std::string_view part : parts) result += part;
    return result;
  }

  static std::string number(double value) {
    char digits[32];
    return {digits, std::to_chars(digits, digits + sizeof digits, value).ptr};
  }

  static constexpr int tightest = 3;
  graph::dag_view g_;
};

}  // namespace io

/// The expression as a formula, after the chain rule and the simplifier: `text(grad(loss, z))`
/// is "softmax(b + w * x) - y". (Sums and products are written in the simplifier's order.)
///
/// Example `examples/03_derivative.cpp`.
template <Expression E>
std::string text(E) {
  graph::list<graph::root> roots;
  roots.push({&E::self});
  graph::dag g = pass::lower_unbound(roots);
  for (auto* step : {pass::simplify, pass::differentiate, pass::simplify}) g = step(g.view());
  return io::text_writer(g.view())(g.outputs[0].node);
}

}  // namespace etch
