// SPDX-License-Identifier: BSL-1.0
/// Degrees: which values are polynomials in a variable, and how far the proof goes.
#pragma once

#include <etch/graph/copy.hpp>
#include <etch/op/arithmetic.hpp>
#include <etch/op/declared.hpp>
#include <etch/op/gradient.hpp>
#include <etch/op/leaf.hpp>
#include <etch/op/pow.hpp>
#include <etch/op/product.hpp>
#include <etch/op/stop_gradient.hpp>
#include <etch/op/sum.hpp>
#include <etch/op/where.hpp>

namespace etch::pass {

/// What is known of a value as a polynomial in the elements of a variable.
struct growth {
  static constexpr int unknown = -1;
  static constexpr int most = 1'000'000;  ///< higher degrees are not told apart from unknown

  int degree = 0;           ///< at most; `unknown` where no polynomial was found
  bool homogeneous = true;  ///< all terms have that degree
  bool zero = false;
  bool mixes_samples = false;    ///< a sample's value depends on other samples' variables
  bool has_other_slope = false;  ///< somebody declared or stopped a derivative on the way

  constexpr bool is_constant() const { return degree == 0; }
  constexpr bool is_affine() const { return degree == 0 || degree == 1; }
  constexpr bool is_linear() const { return zero || (degree == 1 && homogeneous); }
};

namespace degree_of {

constexpr growth nothing_known() { return {.degree = growth::unknown, .homogeneous = false}; }

/// What an operation that is linear in both operands together makes of them.
constexpr growth sum(const growth& a, const growth& b) {
  if (a.zero) return b;
  if (b.zero) return a;
  if (a.degree == growth::unknown || b.degree == growth::unknown) return nothing_known();
  return {.degree = a.degree < b.degree ? b.degree : a.degree,
          .homogeneous = a.homogeneous && b.homogeneous && a.degree == b.degree};
}

constexpr growth product(const growth& a, const growth& b) {
  if (a.zero) return a;
  if (b.zero) return b;
  const bool known = a.degree != growth::unknown && b.degree != growth::unknown;
  if (!known || a.degree + b.degree > growth::most) return nothing_known();
  return {.degree = a.degree + b.degree, .homogeneous = a.homogeneous && b.homogeneous};
}

constexpr growth power(const growth& base, double exponent) {
  if (exponent == 0) return {};
  const bool whole = exponent > 0 && exponent <= growth::most &&
                     exponent == static_cast<double>(static_cast<int>(exponent));
  if (!whole || base.degree == growth::unknown) return nothing_known();
  if (base.degree > growth::most / static_cast<int>(exponent)) return nothing_known();
  growth result = base;
  result.degree *= static_cast<int>(exponent);
  return result;
}

}  // namespace degree_of

/// The growth of each node with a leaf, the variable. It proves: unknown where it cannot see.
///
/// Needs   a graph without requests for derivatives.
class degrees {
 public:
  constexpr degrees(graph::dag_view g, graph::node_id variable) : g_(g), variable_(variable) {
    known_.reserve(g.node_count);
    for (graph::node_id id = 0; id < g.node_count; ++id) known_.push(noted(id));
  }
  constexpr const growth& operator[](graph::node_id id) const { return known_[id]; }

 private:
  /// As `of`, with what the operands pass on.
  constexpr growth noted(graph::node_id id) const {
    const graph::node& n = g_[id];
    growth result = id == variable_ ? growth{.degree = 1} : of(n);
    const bool moves = !are_constant(n, 0);
    const bool over_samples = n.op->kind == graph::family::batch_reduction;
    const bool other_slope = n.is<op::stop_gradient>() || n.is<op::declared>();
    result.mixes_samples = moves && over_samples && g_[variable_].batched;
    result.has_other_slope = moves && other_slope;
    for (int k = 0; k < n.op->arity; ++k) {
      result.mixes_samples |= operand(n, k).mixes_samples;
      result.has_other_slope |= operand(n, k).has_other_slope;
    }
    return result;
  }

  constexpr growth of(const graph::node& n) const {
    if (n.op->kind == graph::family::constant) return {.zero = n.number == 0};
    if (n.op->arity == 0) return {};
    if (is_linear(n)) return together(n);
    const growth &x = operand(n, 0), &last = operand(n, n.op->arity - 1);
    if (n.is<op::multiply>() || n.is<op::product>()) return degree_of::product(x, last);
    if (n.is<op::stop_gradient>() || n.is<op::declared>()) return x;
    if (n.is<op::divide>() && last.is_constant()) return x;
    if (n.is<op::where>() && x.is_constant()) return degree_of::sum(operand(n, 1), last);
    const bool of_number = g_[n.operands[n.op->arity - 1]].op->kind == graph::family::constant;
    if (n.is<op::pow>() && of_number) return degree_of::power(x, g_[n.operands[1]].number);
    return are_constant(n, 0) ? growth{} : degree_of::nothing_known();
  }

  /// The value is linear in all operands together.
  static constexpr bool is_linear(const graph::node& n) {
    return n.op->linear || n.is<op::add>() || n.is<op::subtract>() || n.is<op::negate>() ||
           n.is<op::broadcast>();
  }
  constexpr growth together(const graph::node& n) const {
    growth result = operand(n, 0);
    for (int k = 1; k < n.op->arity; ++k) result = degree_of::sum(result, operand(n, k));
    return result;
  }
  constexpr const growth& operand(const graph::node& n, int k) const {
    return known_[n.operands[k]];
  }
  constexpr bool are_constant(const graph::node& n, int first) const {
    for (int k = first; k < n.op->arity; ++k) {
      if (!operand(n, k).is_constant()) return false;
    }
    return true;
  }

  graph::dag_view g_;
  graph::node_id variable_;
  graph::list<growth> known_;
};

/// The first output as a function of the second, for which a new leaf stands: of what the
/// second is made, nothing moves.
///
/// Needs   a lifted graph of two outputs, the value and the variable.
/// Keeps   the value, but for the leaf; the outputs are the value and the leaf.
constexpr graph::dag opened(graph::dag_view g) {
  graph::builder b;
  graph::copier copy(g, b);
  for (graph::node_id id = 0; id < g.node_count; ++id) copy.set(id, b.add(copy.moved(id)));
  const graph::handle value = copy[g.outputs[0].node], variable = copy[g.outputs[1].node];
  const graph::handle leaf = b.leaf({.shape = variable->shape, .batched = variable->batched});
  b.outputs().push({make<op::substitution>(value, variable, leaf).id, value->batched});
  b.outputs().push({leaf.id, leaf->batched});
  return b.take();
}

/// How many products have an operand that depends on the second output, a leaf.
constexpr int count_products(graph::dag_view g) {
  const degrees known(g, g.outputs[1].node);
  const graph::list<bool> needed = graph::reachable(g);
  int count = 0;
  for (graph::node_id id = 0; id < g.node_count; ++id) {
    const graph::node& n = g[id];
    if (!needed[id] || n.op->kind != graph::family::product) continue;
    count += !known[n.operands[0]].is_constant() || !known[n.operands[1]].is_constant();
  }
  return count;
}

}  // namespace etch::pass
