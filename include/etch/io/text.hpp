// SPDX-License-Identifier: BSL-1.0
/// Expressions as readable text; a gradient as the formula that the chain rule found.
#pragma once

#include <etch/io/detail.hpp>
#include <etch/io/formula.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace etch {

namespace io {

/// Writes nodes of a graph in the notation in which users write models.
class text_writer {
 public:
  explicit text_writer(graph::dag_view g) : text_writer(g, {}) {}
  /// Nodes whose name, by id, is not empty stand under that name in what others are made of.
  text_writer(graph::dag_view g, std::vector<std::string> names)
      : g_(g), names_(std::move(names)) {}

  std::string operator()(graph::node_id id) const { return spelled(id, 0); }

 private:
  std::string write(graph::node_id id, int precedence) const {
    const bool named = id < names_.size() && !names_[id].empty();
    return named ? names_[id] : spelled(id, precedence);
  }

  /// The node, in parentheses where it binds less tightly than `precedence`.
  std::string spelled(graph::node_id id, int precedence) const {
    const graph::node& n = g_[id];
    if (n.is<op::leaf>()) return std::string(g_.leaves[n.detail].name);
    if (n.op->kind == graph::family::constant) return enclosed(number(n.number), n.number < 0);
    if (n.is<op::broadcast>()) return write(n.operands[0], precedence);
    if (n.is<op::negate>()) {
      return enclosed(joined({"-", write(n.operands[0], tightest)}), precedence > 1);
    }
    if (n.op->kind == graph::family::product) return product(n, precedence);
    if (is_elementwise_product(g_, n)) return call("hadamard", n);
    if (n.is<op::sum>() && is_elementwise_product(g_, g_[n.operands[0]])) {
      return call("dot", g_[n.operands[0]]);
    }
    if (n.op->infix.empty()) return call(n.op->name, n);
    const int own = n.op->precedence;
    const int first = n.is<op::multiply>() ? first_factor(g_, n) : 0;
    // A right operand of the same precedence keeps its parentheses: a - (b + c).
    return enclosed(joined({write(n.operands[first], own), n.op->infix,
                            write(n.operands[1 - first], own + 1)}),
                    own < precedence);
  }

  std::string product(const graph::node& n, int precedence) const {
    const auto operand = [&](int which, std::size_t transposed) {
      if (!(n.detail & transposed)) return write(n.operands[which], n.op->precedence + which);
      return joined({"transpose(", write(n.operands[which], 0), ")"});
    };
    if (is_outer_product(g_, n)) return call("outer", n);
    return enclosed(joined({operand(0, graph::left_transposed), " * ",
                            operand(1, graph::right_transposed)}),
                    n.op->precedence < precedence);
  }

  std::string call(std::string_view name, const graph::node& n) const {
    std::string result(name);
    if (const std::string detail = detail_of(g_, n); !detail.empty() && name == n.op->name) {
      result += joined({"<", detail, ">"});
    }
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

  static constexpr int tightest = 3;
  graph::dag_view g_;
  std::vector<std::string> names_;
};

}  // namespace io

/// The expression as a formula, after the chain rule and the simplifier: `text(grad(loss, z))`
/// is "softmax(b + w * x) - y". (Sums and products are written in the simplifier's order.)
///
/// Example `examples/03_derivative.cpp`.
template <Expression E>
std::string text(E e) {
  const graph::dag g = io::formula(e);
  return io::text_writer(g.view())(g.outputs[0].node);
}

}  // namespace etch
