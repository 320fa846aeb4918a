// SPDX-License-Identifier: BSL-1.0
/// A normal form for equality: every value as a fraction of polynomials over atoms.
///
/// `docs/identities.md` says what it knows. Values are functions of real numbers here:
/// rounding, overflow and infinities play no part.
#pragma once

#include <etch/graph/node.hpp>
#include <etch/op/arithmetic.hpp>
#include <etch/op/clamp.hpp>
#include <etch/op/erf.hpp>
#include <etch/op/erfc.hpp>
#include <etch/op/exp2.hpp>
#include <etch/op/expm1.hpp>
#include <etch/op/log1p.hpp>
#include <etch/op/log2.hpp>
#include <etch/op/logsumexp.hpp>
#include <etch/op/maximum.hpp>
#include <etch/op/minimum.hpp>
#include <etch/op/pow.hpp>
#include <etch/op/rsqrt.hpp>
#include <etch/op/sigmoid.hpp>
#include <etch/op/sign.hpp>
#include <etch/op/sin.hpp>
#include <etch/op/sinh.hpp>
#include <etch/op/softplus.hpp>
#include <etch/op/step.hpp>
#include <etch/op/stop_gradient.hpp>
#include <etch/op/tan.hpp>
#include <etch/op/tanh.hpp>
#include <etch/op/where.hpp>
#include <etch/pass/algebra/linear.hpp>

namespace etch::pass {

/// The normal forms of the nodes of a graph.
class canonical : private algebra::linear_operations {
  using fraction = algebra::fraction;
  using atom = algebra::atom;

 public:
  /// Needs   a graph without requests for derivatives.
  constexpr explicit canonical(graph::dag_view g) : g_(g) {
    values_.reserve(g.node_count);
    for (graph::node_id id = 0; id < g.node_count; ++id) {
      if (is_exhausted())
        values_.push(nothing_known());
      else
        values_.push(of(g[id]));
    }
  }

  /// Two nodes have one value, wherever both are defined. Their shapes are the same.
  constexpr bool are_equal(graph::node_id a, graph::node_id b) {
    return is_zero(difference(values_[a], values_[b]));
  }

 private:
  constexpr fraction of(const graph::node& n) {
    using graph::family;
    if (n.op->kind == family::constant) return constant_of(n.number);
    if (n.op->kind == family::leaf) return of_leaf(n);
    if (n.op->kind == family::elementwise) return of_elementwise(n);
    const graph::extents from = g_[n.operands[0]].shape;
    const fraction& x = operand(n, 0);
    if (n.is<op::sum>()) return sum_of(x, from);
    if (n.is<op::batch_sum>()) return batch_sum_of(x);
    if (n.is<op::product>()) return matrix_product(x, operand(n, 1), n, from, shape_of(n, 1));
    if (n.is<op::transpose>()) return transposed(x);
    if (n.is<op::softmax>()) return product(exp(x), inverse(sum_of(exp(x), from)));
    if (n.is<op::logsumexp>()) return log(sum_of(exp(x), from));
    if (n.is<op::stop_gradient>()) return x;
    if (n.op->linear && n.op->arity == 1) return linear_of(x, n, from);
    return of_other(n);
  }

  constexpr const fraction& operand(const graph::node& n, int k) const {
    return values_[n.operands[k]];
  }
  constexpr const graph::extents& shape_of(const graph::node& n, int k) const {
    return g_[n.operands[k]].shape;
  }

  constexpr fraction of_leaf(const graph::node& n) {
    const atom a{
        .operation = n.op->key, .detail = n.detail, .shape = n.shape, .batched = n.batched};
    const algebra::atom_id id = intern(a);
    const bool listed = n.is<op::leaf>() && n.detail < g_.leaf_count;
    if (listed && g_.leaves[n.detail].role == graph::role::distribution) set_distribution(id);
    return of_atom(id);
  }

  constexpr fraction of_elementwise(const graph::node& n) {
    const fraction& x = operand(n, 0);
    if (n.is<op::broadcast>()) return x;
    if (n.is<op::negate>()) return scaled(x, {-1, 1});
    if (n.op->arity == 1) return of_function(n, x);
    const fraction& y = operand(n, 1);
    if (n.is<op::add>()) return sum(x, y);
    if (n.is<op::subtract>()) return difference(x, y);
    if (n.is<op::multiply>()) return product(x, y);
    if (n.is<op::divide>()) return quotient_of(x, y);
    if (n.op->arity == 2) return of_pair(n, x, y);
    const fraction& z = operand(n, 2);
    if (n.is<op::where>()) return either(truth_of(x), y, z);
    if (n.is<op::clamp>()) return minimum(maximum(y, x), z);
    return of_other(n);
  }

  constexpr fraction of_function(const graph::node& n, const fraction& x) {
    if (n.is<op::exp>()) return exp(x);
    if (n.is<op::sigmoid>()) return quotient_of(exp(x), sum(exp(x), unit));
    if (n.is<op::tanh>()) return tanh(x);
    if (n.is<op::log>()) return log(x);
    if (n.is<op::softplus>()) return log(sum(exp(x), unit));
    if (n.is<op::sqrt>()) return raised_to(x, {1, 2});
    if (n.is<op::rsqrt>()) return raised_to(x, {-1, 2});
    if (n.is<op::abs>()) return abs(x);
    if (n.is<op::step>()) return is_above_zero(x);
    if (n.is<op::sign>()) return difference(is_above_zero(x), is_above_zero(negative(x)));
    if (n.is<op::expm1>()) return difference(exp(x), unit);
    if (n.is<op::log1p>()) return log(sum(x, unit));
    if (n.is<op::exp2>()) return exp(product(x, constant_of(0.69314718055994531)));
    if (n.is<op::log2>()) return product(log(x), constant_of(1.4426950408889634));
    if (n.is<op::sinh>()) return scaled(difference(exp(x), exp(negative(x))), {1, 2});
    if (n.is<op::cosh>()) return scaled(sum(exp(x), exp(negative(x))), {1, 2});
    if (n.is<op::sin>()) return sin(x);
    if (n.is<op::cos>()) return cos(x);
    if (n.is<op::tan>()) return quotient_of(sin(x), cos(x));
    if (n.is<op::erf>()) return odd(x, n.op->key);
    if (n.is<op::erfc>()) return difference(unit, odd(x, op::key_of<op::erf>));
    return of_other(n);
  }

  constexpr fraction of_pair(const graph::node& n, const fraction& x, const fraction& y) {
    if (n.is<op::maximum>()) return maximum(x, y);
    if (n.is<op::minimum>()) return minimum(x, y);
    if (n.is<op::greater>()) return is_above_zero(difference(x, y));
    if (n.is<op::less>()) return is_above_zero(difference(y, x));
    if (n.is<op::greater_equal>()) return difference(unit, is_above_zero(difference(y, x)));
    if (n.is<op::less_equal>()) return difference(unit, is_above_zero(difference(x, y)));
    if (n.is<op::equal>()) return is_equal_to_zero(difference(x, y));
    if (n.is<op::not_equal>()) return difference(unit, is_equal_to_zero(difference(x, y)));
    if (n.is<op::pow>()) {
      if (is_number(y) && as_number(y).is_known()) return raised_to(x, as_number(y));
      if (!is_zero(x)) return exp(product(log(x), y));
    }
    return of_other(n);
  }

  static constexpr fraction negative(const fraction& x) { return scaled(x, {-1, 1}); }

  constexpr fraction maximum(const fraction& x, const fraction& y) {
    return sum(y, positive_part(difference(x, y)));
  }
  constexpr fraction minimum(const fraction& x, const fraction& y) {
    return difference(x, positive_part(difference(x, y)));
  }

  /// A condition is true where it is not 0.
  constexpr fraction truth_of(const fraction& condition) {
    if (is_zero(difference(product(condition, condition), condition))) return condition;
    return difference(unit, is_equal_to_zero(condition));
  }

  constexpr fraction tanh(const fraction& x) {
    const fraction square = exp(scaled(x, {2, 1}));
    return quotient_of(difference(square, unit), sum(square, unit));
  }

  constexpr fraction even(const fraction& x, std::uint64_t key) {
    if (is_positive_first(x)) return of_atom(intern(made_of(x, key)));
    return of_atom(intern(made_of(negative(x), key)));
  }
  constexpr fraction odd(const fraction& x, std::uint64_t key) {
    if (is_zero(x)) return x;
    if (is_positive_first(x)) return of_atom(intern(made_of(x, key)));
    return negative(of_atom(intern(made_of(negative(x), key))));
  }
  constexpr fraction cos(const fraction& x) {
    if (is_zero(x)) return unit;
    return even(x, op::key_of<op::cos>);
  }
  /// sin^2 is 1 - cos^2.
  constexpr fraction sin(const fraction& x) {
    if (is_zero(x)) return x;
    if (!is_positive_first(x)) return negative(sin(negative(x)));
    const algebra::atom_id id =
        intern(made_of(x, op::key_of<op::sin>), algebra::powers_of::root);
    const fraction cosine = cos(x);
    set_square(id, difference(unit, product(cosine, cosine)));
    return of_atom(id);
  }

  /// Any other operation, of operands in normal form.
  constexpr fraction of_other(const graph::node& n) {
    atom a{.operation = n.op->key, .detail = n.detail, .shape = n.shape};
    a.elementwise = n.op->kind == graph::family::elementwise;
    a.batched = n.batched;
    for (int k = 0; k < n.op->arity; ++k) a.operands[k] = intern(operand(n, k));
    if (!a.elementwise) {
      if (n.op->arity > 0) a.from = shape_of(n, 0);
      return of_atom(intern(a));
    }
    a.shape = {}, a.batched = false;
    for (int k = 0; k < n.op->arity; ++k) take_form(a, operand(n, k));
    return of_atom(intern(a));
  }

  graph::dag_view g_;
  graph::list<fraction> values_;
  const fraction unit = number({1, 1});
};

}  // namespace etch::pass
