// SPDX-License-Identifier: BSL-1.0
/// Sums of monomials.
#pragma once

#include <etch/pass/algebra/monomials.hpp>

namespace etch::pass::algebra {

struct term {
  ratio coefficient{};
  monomial_id monomial = one;
};

/// Terms in the order of their ids, none with coefficient 0.
using polynomial = graph::list<term>;

/// Products that would have to add up more terms are not multiplied out.
inline constexpr std::size_t most_products = 256;
inline constexpr std::size_t longest_polynomial = 64;

constexpr bool same(const polynomial& a, const polynomial& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i].monomial != b[i].monomial || !(a[i].coefficient == b[i].coefficient)) return false;
  }
  return true;
}

class polynomials : public monomials {
 public:
  static constexpr polynomial constant(ratio number) { return of(one, number); }
  static constexpr polynomial of(monomial_id m, ratio coefficient = {1, 1}) {
    polynomial p;
    if (!coefficient.is_zero()) p.push({coefficient, m});
    return p;
  }

  /// `a + factor * b`.
  static constexpr polynomial total(const polynomial& a, const polynomial& b,
                                    ratio factor = {1, 1}) {
    polynomial result;
    result.reserve(a.size() + b.size());
    std::size_t i = 0, j = 0;
    while (i < a.size() || j < b.size()) {
      if (j == b.size() || (i < a.size() && a[i].monomial < b[j].monomial)) {
        result.push(a[i++]);
      } else if (i == a.size() || b[j].monomial < a[i].monomial) {
        result.push({factor * b[j].coefficient, b[j].monomial});
        ++j;
      } else {
        const ratio sum = a[i].coefficient + factor * b[j].coefficient;
        if (!sum.is_zero()) result.push({sum, a[i].monomial});
        ++i, ++j;
      }
    }
    return result;
  }

  constexpr void add(polynomial& sum, term t) {
    std::size_t low = 0, high = sum.size();
    if (high > 0 && sum[high - 1].monomial < t.monomial) low = high;
    while (low < high) {
      const std::size_t middle = (low + high) / 2;
      if (sum[middle].monomial < t.monomial)
        low = middle + 1;
      else
        high = middle;
    }
    if (low < sum.size() && sum[low].monomial == t.monomial) {
      ratio& coefficient = sum[low].coefficient;
      coefficient = coefficient + t.coefficient;
      if (!coefficient.is_zero()) return;
      spend((sum.size() - low) / 8);
      for (; low + 1 < sum.size(); ++low) sum[low] = sum[low + 1];
      sum.pop();
      return;
    }
    spend((sum.size() - low) / 8);
    sum.push(t);
    for (std::size_t k = sum.size() - 1; k > low; --k) sum[k] = sum[k - 1];
    sum[low] = t;
  }

  constexpr void add_product(polynomial& sum, const polynomial& a, term t) {
    for (const term& x : a) {
      add(sum, {x.coefficient * t.coefficient, product(x.monomial, t.monomial)});
    }
  }

  using monomials::product;
  constexpr polynomial product(const polynomial& a, const polynomial& b) {
    polynomial result;
    result.reserve(a.size() * b.size());
    for (const term& t : b) add_product(result, a, t);
    return result;
  }

  /// The index of the last term in the order of `compare`.
  constexpr std::size_t leading(const polynomial& p) const {
    std::size_t best = 0;
    for (std::size_t i = 1; i < p.size(); ++i) {
      if (compare(p[i].monomial, p[best].monomial) > 0) best = i;
    }
    return best;
  }
  constexpr std::size_t trailing(const polynomial& p) const {
    std::size_t best = 0;
    for (std::size_t i = 1; i < p.size(); ++i) {
      if (compare(p[i].monomial, p[best].monomial) < 0) best = i;
    }
    return best;
  }

  /// The monomial that all terms have in common, negative powers included.
  constexpr monomial_id content(const polynomial& p) {
    monomial_id result = p[0].monomial;
    for (std::size_t i = 1; i < p.size(); ++i) result = common(result, p[i].monomial);
    return result;
  }

  /// Sets `quotient` to `p / divisor` and returns true, if `divisor` divides `p`.
  constexpr bool divide(const polynomial& p, const polynomial& divisor, polynomial& quotient) {
    if (p.size() < 2 || is_exhausted()) return false;
    quotient.clear();
    const term lead = divisor[leading(divisor)];
    const monomial_id last =
        this->quotient(p[trailing(p)].monomial, divisor[trailing(divisor)].monomial);
    polynomial rest = p;
    while (!rest.empty() && quotient.size() < longest_polynomial &&
           rest.size() <= longest_polynomial) {
      const term top = rest[leading(rest)];
      spend(rest.size());
      const term t{top.coefficient * reciprocal(lead.coefficient),
                   this->quotient(top.monomial, lead.monomial)};
      if (compare(t.monomial, last) < 0 || !t.coefficient.is_known()) return false;
      add(quotient, t);
      add_product(rest, divisor, {-t.coefficient, t.monomial});
    }
    return rest.empty();
  }
};

}  // namespace etch::pass::algebra
