// SPDX-License-Identifier: BSL-1.0
/// Arithmetic on fractions of polynomials.
#pragma once

#include <etch/pass/algebra/atoms.hpp>

namespace etch::pass::algebra {

/// A polynomial taken apart: `coefficient * monomial * product of factors`.
struct factored {
  ratio coefficient{1, 1};
  monomial_id monomial = one;
  graph::list<factor> factors;  ///< negative powers where they were under
};

/// A term of a fraction that has been taken apart.
struct piece {
  ratio coefficient{};
  monomial_id monomial = one;
  graph::list<factor> under;
};

class fractions : public atoms {
 public:
  static constexpr fraction number(ratio value) { return {constant(value), {}}; }
  constexpr fraction of_atom(atom_id a, ratio exponent = {1, 1}) {
    return {of(power_of(a, exponent)), {}};
  }
  static constexpr fraction of_monomial(monomial_id m, ratio coefficient = {1, 1}) {
    return {of(m, coefficient), {}};
  }
  using monomials::is_zero;
  static constexpr bool is_zero(const fraction& f) { return f.over.empty(); }
  constexpr fraction of_factor(std::size_t id) const {
    fraction result;
    result.over = factor_at(id);
    return result;
  }
  static constexpr bool is_number(const fraction& f) {
    return f.under.empty() &&
           (f.over.empty() || (f.over.size() == 1 && f.over[0].monomial == one));
  }
  static constexpr ratio as_number(const fraction& f) {
    return f.over.empty() ? ratio{} : f.over[0].coefficient;
  }

  /// The atom that a fraction is; `none` if it is more.
  constexpr atom_id as_atom(const fraction& f) const {
    if (!f.under.empty() || f.over.size() != 1 || !f.over[0].coefficient.is_one()) return none;
    const monomial_id m = f.over[0].monomial;
    return count(m) == 1 && begin(m)->exponent.is_one() ? begin(m)->atom : none;
  }

  static constexpr fraction scaled(fraction f, ratio factor) {
    if (factor.is_zero()) return {};
    for (term& t : f.over) t.coefficient = t.coefficient * factor;
    return f;
  }

  constexpr fraction sum(const fraction& a, const fraction& b, ratio factor_of_b = {1, 1}) {
    if (is_exhausted()) return nothing_known();
    if (same(a.under, b.under)) return cancelled({total(a.over, b.over, factor_of_b), a.under});
    const graph::list<factor> under = merged(a.under, b.under, false);
    const fraction x = expanded(a, under), y = expanded(b, under);
    if (x.over.size() + y.over.size() > longest_polynomial || x.over.empty() || y.over.empty())
      return sum_of_wrapped(a, b, factor_of_b);
    return cancelled({total(x.over, y.over, factor_of_b), under});
  }

  constexpr fraction difference(const fraction& a, const fraction& b) {
    return sum(a, b, {-1, 1});
  }

  using polynomials::product;
  constexpr fraction product(const fraction& a, const fraction& b) {
    if (is_zero(a) || is_zero(b)) return {};
    if (is_exhausted()) return nothing_known();
    if (a.over.size() * b.over.size() > most_products) {
      if (a.over.size() > b.over.size()) return product(wrapped(a), b);
      return product(a, wrapped(b));
    }
    fraction result = reduced(product(a.over, b.over));
    if (!a.under.empty() || !b.under.empty()) {
      result.under = merged(result.under, merged(a.under, b.under, true), true);
      return cancelled(static_cast<fraction&&>(result));
    }
    return result;
  }

  constexpr fraction inverse(const fraction& f) {
    if (is_zero(f)) return nothing_known();
    factored parts = taken_apart(f);
    for (factor& d : parts.factors) d.exponent = -d.exponent;
    return put_together(reciprocal(parts.coefficient), raised(parts.monomial, {-1, 1}),
                        parts.factors);
  }

  constexpr fraction power(const fraction& f, std::int64_t exponent) {
    if (exponent < 0) return power(inverse(f), -exponent);
    if (is_zero(f) && exponent > 0) return f;
    if (exponent > 1 && f.over.size() == 1 && f.under.empty()) {
      return reduced(of(raised(f.over[0].monomial, {exponent, 1}),
                        algebra::power(f.over[0].coefficient, exponent)));
    }
    if (exponent > 8) return power(wrapped(f), exponent);
    fraction result = number({1, 1});
    for (; exponent > 0; --exponent) result = product(result, f);
    return result;
  }

  /// An atom like no other.
  constexpr fraction nothing_known() {
    return of_atom(intern(atom{.operation = key_of_nothing, .detail = ++unknowns_}));
  }

  /// `f` as an atom of its own.
  constexpr fraction wrapped(const fraction& f) {
    if (f.over.size() <= 1 && f.under.empty()) return f;
    return of_atom(intern(made_of(f, key_of_nothing)));
  }

  /// An atom of `f`, elementwise.
  constexpr atom made_of(const fraction& f, std::uint64_t operation) {
    atom a{.operation = operation, .operands = {intern(f), none, none}, .elementwise = true};
    take_form(a, f);
    return a;
  }
  /// Shape and batch of what is elementwise a function of `f`.
  constexpr void take_form(atom& a, const fraction& f) const {
    const auto take = [&](const polynomial& p) {
      for (const term& t : p) {
        for (const atom_power *x = begin(t.monomial), *stop = end(t.monomial); x != stop; ++x) {
          const atom& part = (*this)[x->atom];
          a.batched |= part.batched;
          if (!part.shape.is_scalar()) a.shape = part.shape;
        }
      }
    };
    take(f.over);
    for (const factor& d : f.under) take(factor_at(d.id));
  }

  constexpr factored taken_apart(const fraction& f) {
    factored result;
    take_apart(f.over, result);
    for (const factor& d : f.under) add_factor(result.factors, {d.id, -d.exponent});
    return result;
  }

  /// A product of powers of factors.
  constexpr fraction put_together(ratio coefficient, monomial_id m,
                                  const graph::list<factor>& factors) {
    fraction result = reduced(of(m, coefficient));
    graph::list<factor> under;
    for (const factor& d : factors) {
      if (d.exponent < 0) {
        under.push({d.id, -d.exponent});
      } else {
        for (int i = 0; i < d.exponent; ++i) result = product(result, of_factor(d.id));
      }
    }
    result.under = merged(result.under, under, true);
    return cancelled(static_cast<fraction&&>(result));
  }

  /// `f` as a sum of terms over factors, such that no term is divisible by its factor's leading
  /// term: e/(1 + e) is 1 - 1/(1 + e).
  constexpr graph::list<piece> pieces(const fraction& f) {
    graph::list<piece> result;
    graph::list<fraction> rest;
    rest.push(f);
    for (int budget = 16; !rest.empty(); --budget) {
      fraction part = rest.pop();
      spend(part.over.size());
      for (std::size_t i = 0; i < part.under.size() && budget > 0; ++i) {
        if (factor_has_truth(part.under[i].id)) continue;
        fraction whole;
        divide_with_rest(part.over, factor_at(part.under[i].id), whole.over);
        if (whole.over.empty()) continue;
        for (const factor& d : part.under) {
          const int exponent = d.exponent - (d.id == part.under[i].id);
          if (exponent > 0) whole.under.push({d.id, exponent});
        }
        rest.push(whole);
      }
      for (const term& t : part.over)
        add_piece(result, {t.coefficient, t.monomial, part.under});
    }
    return result;
  }
  static constexpr fraction of_piece(const piece& p) {
    return {of(p.monomial, p.coefficient), p.under};
  }

  /// The square of a root.
  constexpr void set_square(atom_id root, const fraction& square) {
    while (squares_.size() <= root) squares_.push(none);
    squares_[root] = intern(square);
  }
  constexpr fraction square_of(atom_id root) const { return (*this)(squares_[root]); }

 protected:
  static constexpr std::uint64_t key_of_nothing = 1;

  /// Factors of both; powers added up, or the greater ones.
  static constexpr graph::list<factor> merged(const graph::list<factor>& a,
                                              const graph::list<factor>& b, bool add_up) {
    graph::list<factor> result;
    result.reserve(a.size() + b.size());
    std::size_t i = 0, j = 0;
    while (i < a.size() || j < b.size()) {
      if (j == b.size() || (i < a.size() && a[i].id < b[j].id)) {
        result.push(a[i++]);
      } else if (i == a.size() || b[j].id < a[i].id) {
        result.push(b[j++]);
      } else {
        const int x = a[i].exponent, y = b[j].exponent;
        result.push({a[i].id, add_up ? x + y : x > y ? x : y});
        ++i, ++j;
      }
    }
    return result;
  }

  static constexpr void add_factor(graph::list<factor>& factors, factor d) {
    graph::list<factor> single;
    single.push(d);
    factors = merged(factors, single, true);
    for (std::size_t i = 0; i < factors.size(); ++i) {
      if (factors[i].exponent != 0) continue;
      for (; i + 1 < factors.size(); ++i) factors[i] = factors[i + 1];
      factors.pop();
    }
  }

  /// Over the denominator `under`, which has all factors of `f`; zero if that is too long.
  constexpr fraction expanded(const fraction& f, const graph::list<factor>& under) {
    fraction result{f.over, under};
    std::size_t i = 0;
    for (const factor& d : under) {
      const bool has = i < f.under.size() && f.under[i].id == d.id;
      int missing = d.exponent;
      if (has) missing -= f.under[i++].exponent;
      for (; missing > 0; --missing) {
        if (result.over.size() * factor_at(d.id).size() > most_products) return {};
        const fraction product = reduced(this->product(result.over, factor_at(d.id)));
        if (!product.under.empty()) return {};
        result.over = product.over;
      }
    }
    return result;
  }

  constexpr fraction sum_of_wrapped(const fraction& a, const fraction& b, ratio factor_of_b) {
    if (is_zero(a)) return scaled(b, factor_of_b);
    if (is_zero(b)) return a;
    return {total(wrapped(a).over, wrapped(b).over, factor_of_b), {}};
  }

  /// Divided by as many factors of the denominator as divide it.
  constexpr fraction cancelled(fraction f) {
    if (f.over.empty()) f.under.clear();
    if (f.under.empty()) return f;
    graph::list<factor> under;
    polynomial quotient;
    for (factor d : f.under) {
      while (d.exponent > 0 && divide_by_factor(f.over, d.id, quotient)) {
        f.over.swap(quotient);
        --d.exponent;
      }
      if (d.exponent > 0) under.push(d);
    }
    f.under.swap(under);
    return f;
  }

  /// Without products that are 0, and powers of roots outside 0 to 2.
  constexpr fraction reduced(polynomial p) {
    bool any = false;
    for (const term& t : p) any |= is_reducible(t.monomial);
    if (!any) return {static_cast<polynomial&&>(p), {}};
    fraction result;
    for (const term& t : p) {
      if (!is_reducible(t.monomial)) {
        result = sum(result, {of(t.monomial, t.coefficient), {}});
        continue;
      }
      if (monomials::is_zero(t.monomial)) continue;
      fraction squares;
      monomial_id rest = t.monomial;
      // By index: the powers may move while they are read.
      for (std::size_t i = 0; i < count(t.monomial); ++i) {
        const atom_power x = begin(t.monomial)[i];
        if (kind(x.atom) != powers_of::root) continue;
        std::int64_t times = 0;
        for (ratio e = x.exponent; e.over < 0; e = e + ratio{2, 1}) --times;
        for (ratio e = x.exponent; e.over >= 2 * e.under; e = e - ratio{2, 1}) ++times;
        if (times == 0) continue;
        rest = product(rest, power_of(x.atom, {-2 * times, 1}));
        const fraction square = (*this)(squares_[x.atom]);
        if (is_zero(squares))
          squares = power(square, times);
        else
          squares = product(squares, power(square, times));
      }
      fraction part{of(rest, t.coefficient), {}};
      if (rest != t.monomial) part = product(squares, part);
      result = sum(result, part);
    }
    return result;
  }

 private:
  constexpr void take_apart(const polynomial& p, factored& result) {
    result.monomial = product(result.monomial, content(p));
    result.coefficient = result.coefficient * p[leading(p)].coefficient;
    if (p.size() == 1) return;
    polynomial rest, quotient;
    add_product(rest, p, {reciprocal(p[leading(p)].coefficient), raised(content(p), {-1, 1})});
    for (std::size_t id = 0; id < factor_count(); ++id) {
      while (rest.size() > 1 && divide_by_factor(rest, id, quotient)) {
        rest.swap(quotient);
        add_factor(result.factors, {id, 1});
      }
    }
    if (rest.size() > 1) add_factor(result.factors, {intern_factor(rest), 1});
  }

  /// The powers of `divisor` are all in `m`.
  constexpr bool is_multiple(monomial_id m, monomial_id divisor) const {
    if (divisor == one) return false;
    for (const atom_power *p = begin(divisor), *stop = end(divisor); p != stop; ++p) {
      if ((exponent(m, p->atom) - p->exponent).over < 0) return false;
    }
    return true;
  }
  constexpr bool has_negative_power_of(monomial_id m, monomial_id variables) const {
    for (const atom_power *p = begin(variables), *stop = end(variables); p != stop; ++p) {
      if (exponent(m, p->atom).over < 0) return true;
    }
    return false;
  }

  /// `p` becomes the rest of its division by `divisor`.
  constexpr void divide_with_rest(polynomial& p, const polynomial& divisor,
                                  polynomial& quotient) {
    const term lead = divisor[leading(divisor)];
    // A constant term is the one to divide negative powers by.
    const term last = divisor[trailing(divisor)];
    for (int step = 0; step < 16; ++step) {
      bool found = false;
      for (std::size_t i = 0; i < p.size() && !found; ++i) {
        const term t = p[i];
        term by;
        if (is_multiple(t.monomial, lead.monomial))
          by = lead;
        else if (last.monomial == one && has_negative_power_of(t.monomial, lead.monomial))
          by = last;
        else
          continue;
        found = true;
        const term q{t.coefficient * reciprocal(by.coefficient),
                     this->quotient(t.monomial, by.monomial)};
        add(quotient, q);
        add_product(p, divisor, {-q.coefficient, q.monomial});
      }
      if (!found) return;
    }
  }

  static constexpr void add_piece(graph::list<piece>& sum, const piece& p) {
    for (std::size_t i = 0; i < sum.size(); ++i) {
      if (sum[i].monomial != p.monomial || !same(sum[i].under, p.under)) continue;
      sum[i].coefficient = sum[i].coefficient + p.coefficient;
      if (!sum[i].coefficient.is_zero()) return;
      for (; i + 1 < sum.size(); ++i) sum[i] = sum[i + 1];
      sum.pop();
      return;
    }
    sum.push(p);
  }

  graph::list<fraction_id> squares_;
  std::uint64_t unknowns_ = 0;
};

}  // namespace etch::pass::algebra
