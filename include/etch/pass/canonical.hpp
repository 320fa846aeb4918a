// SPDX-License-Identifier: BSL-1.0
/// A normal form for equality: elementwise arithmetic as sums of products in one order.
#pragma once

#include <etch/pass/simplify.hpp>

namespace etch::pass {

/// A product of powers of nodes, with a coefficient: `coefficient * atoms[0]^exponents[0] *
/// ...`.
struct monomial {
  struct power {
    graph::node_id atom = 0;
    int exponent = 0;
    constexpr bool operator==(const power&) const = default;
  };
  double coefficient = 0;
  graph::list<power> powers;  ///< in order of their atoms' keys
};

using polynomial = graph::list<monomial>;

/// Longer polynomials are not multiplied out; they stay factors.
inline constexpr std::size_t longest_polynomial = 32;

/// Arithmetic on polynomials over the nodes of a builder.
class polynomials {
 public:
  constexpr explicit polynomials(graph::builder& b) : b_(b) {}

  static constexpr polynomial constant(double number) {
    polynomial p;
    if (number != 0) p.push({number, {}});
    return p;
  }

  static constexpr polynomial atom(graph::node_id id, int exponent = 1) {
    monomial m{1, {}};
    m.powers.push({id, exponent});
    polynomial p;
    p.push(m);
    return p;
  }

  constexpr polynomial sum(const polynomial& a, const polynomial& b, double sign) const {
    polynomial result = a;
    for (const monomial& m : b) add(result, m, sign);
    return result;
  }

  constexpr polynomial product(const polynomial& a, const polynomial& b) const {
    polynomial result;
    for (const monomial& x : a) {
      for (const monomial& y : b) add(result, product(x, y), 1);
    }
    return result;
  }

  /// One over a single monomial.
  static constexpr polynomial reciprocal(monomial m) {
    m.coefficient = 1 / m.coefficient;
    for (monomial::power& power : m.powers) power.exponent = -power.exponent;
    polynomial p;
    p.push(m);
    return p;
  }

  /// The polynomial as a node of `shape`: a sum of products in the order of their keys.
  constexpr graph::handle node(polynomial p, const graph::extents& shape) const {
    graph::list<graph::handle> terms;
    for (const monomial& m : p) {
      graph::handle term{&b_, graph::none};
      for (const monomial::power& power : m.powers) {
        for (int i = 0; i < (power.exponent < 0 ? -power.exponent : power.exponent); ++i) {
          const graph::handle atom = b_.at(power.atom);
          const graph::handle factor = power.exponent < 0 ? 1 / atom : atom;
          term = term.id == graph::none ? factor : term * factor;
        }
      }
      if (term.id == graph::none)
        term = b_.constant(m.coefficient);
      else if (m.coefficient != 1)
        term = m.coefficient * term;
      insert(terms, term);
    }
    graph::handle total{&b_, graph::none};
    for (const graph::handle term : terms) {
      total = total.id == graph::none ? term : total + term;
    }
    return op::sum::fill(total.id == graph::none ? b_.constant(0) : total, shape);
  }

 private:
  static constexpr void insert(graph::list<graph::handle>& sorted, graph::handle item) {
    sorted.push(item);
    for (std::size_t i = sorted.size() - 1; i > 0 && sorted[i - 1]->key > item->key; --i) {
      sorted[i] = sorted[i - 1];
      sorted[i - 1] = item;
    }
  }

  /// Adds one monomial to a sum, where an equal product of powers may stand already.
  constexpr void add(polynomial& sum, const monomial& m, double sign) const {
    for (std::size_t i = 0; i < sum.size(); ++i) {
      if (!same_powers(sum[i], m)) continue;
      sum[i].coefficient += sign * m.coefficient;
      if (sum[i].coefficient == 0) {
        sum[i] = sum.back();
        sum.pop();
      }
      return;
    }
    monomial signed_term = m;
    signed_term.coefficient *= sign;
    sum.push(signed_term);
  }

  static constexpr bool same_powers(const monomial& a, const monomial& b) {
    if (a.powers.size() != b.powers.size()) return false;
    for (std::size_t i = 0; i < a.powers.size(); ++i) {
      if (a.powers[i] != b.powers[i]) return false;
    }
    return true;
  }

  constexpr monomial product(const monomial& a, const monomial& b) const {
    monomial result{a.coefficient * b.coefficient, {}};
    std::size_t i = 0, j = 0;
    while (i < a.powers.size() || j < b.powers.size()) {
      if (j == b.powers.size() || (i < a.powers.size() && before(a.powers[i], b.powers[j]))) {
        result.powers.push(a.powers[i++]);
      } else if (i == a.powers.size() || before(b.powers[j], a.powers[i])) {
        result.powers.push(b.powers[j++]);
      } else {
        const int exponent = a.powers[i].exponent + b.powers[j].exponent;
        if (exponent != 0) result.powers.push({a.powers[i].atom, exponent});
        ++i, ++j;
      }
    }
    return result;
  }

  constexpr bool before(const monomial::power& a, const monomial::power& b) const {
    const std::uint64_t left = b_[a.atom].key, right = b_[b.atom].key;
    return left != right ? left < right : a.atom < b.atom;
  }

  graph::builder& b_;
};

/// Needs   a simplified graph.
/// Keeps   every value, up to rounding, where the graph and its factors are finite. Equal sums
/// of
///         products become equal nodes, however they were written.
constexpr graph::dag canonical(graph::dag_view g) {
  graph::builder b;
  graph::copier copy(g, b);
  const polynomials algebra(b);
  graph::list<polynomial> value(g.node_count);
  for (graph::node_id id = 0; id < g.node_count; ++id) {
    const graph::node& n = g[id];
    const auto operand = [&](int k) -> const polynomial& { return value[n.operands[k]]; };
    const bool short_enough =
        n.op->arity == 2 && operand(0).size() * operand(1).size() <= longest_polynomial;
    if (n.op->kind == graph::family::constant) {
      value[id] = algebra.constant(n.number);
    } else if (n.is<op::add>()) {
      value[id] = algebra.sum(operand(0), operand(1), 1);
    } else if (n.is<op::subtract>()) {
      value[id] = algebra.sum(operand(0), operand(1), -1);
    } else if (n.is<op::negate>()) {
      value[id] = algebra.sum({}, operand(0), -1);
    } else if (n.is<op::multiply>() && short_enough) {
      value[id] = algebra.product(operand(0), operand(1));
    } else if (n.is<op::divide>() && operand(1).size() == 1) {
      value[id] = algebra.product(operand(0), algebra.reciprocal(operand(1)[0]));
    } else if (n.is<op::divide>()) {
      const graph::node_id divisor = copy[n.operands[1]].id;
      value[id] = algebra.product(operand(0), algebra.atom(divisor, -1));
    } else if (n.is<op::broadcast>()) {
      value[id] = operand(0);
    } else {
      value[id] = algebra.atom(b.add(copy.moved(id)).id);
    }
    copy.set(id, algebra.node(value[id], n.shape));
  }
  return copy.finish();
}

}  // namespace etch::pass
