// SPDX-License-Identifier: BSL-1.0
/// Functions of fractions: by cases, powers, exponentials and logarithms.
#pragma once

#include <etch/math/log.hpp>
#include <etch/op/abs.hpp>
#include <etch/op/comparison.hpp>
#include <etch/op/exp.hpp>
#include <etch/op/leaf.hpp>
#include <etch/op/log.hpp>
#include <etch/op/sqrt.hpp>
#include <etch/pass/algebra/fractions.hpp>

#include <bit>

namespace etch::pass::algebra {

class functions : public fractions {
 public:
  /// A double: a rational number if it is written as one, else a power of 2 times an atom.
  constexpr fraction constant_of(double value) {
    if (value == 1.4426950408889634) return inverse(constant_of(0.69314718055994531));
    const ratio simple = simple_ratio(value);
    if (simple.is_known()) return number(simple);
    ratio scale{value < 0 ? -1 : 1, 1};
    double size = value < 0 ? -value : value;
    for (; size >= 2 && scale.is_known(); size /= 2) scale = scale * ratio{2, 1};
    for (; size < 1 && scale.is_known(); size *= 2) scale = scale * ratio{1, 2};
    if (!scale.is_known()) scale = {1, 1}, size = value;
    const atom a{.operation = op::key_of<op::constant>,
                 .detail = std::bit_cast<std::uint64_t>(size),
                 .positive = size > 0,
                 .elementwise = true};
    return scaled(of_atom(intern(a)), scale);
  }

  /// `f` with 0 or 1 for a truth.
  constexpr fraction with_truth(const fraction& f, atom_id truth, bool value) {
    fraction result{with_truth(f.over, truth, value), {}};
    for (const factor& d : f.under) {
      const polynomial part = with_truth(factor_at(d.id), truth, value);
      fraction divisor = of_factor(d.id);
      if (!part.empty()) divisor.over = part;
      result = product(result, power(inverse(divisor), d.exponent));
    }
    return result;
  }

  /// `function(f)`, where `f` has truths: once for each of their values.
  template <class Function>
  constexpr fraction by_cases(const fraction& operand, Function function, int depth = 3) {
    const atom_id truth = depth > 0 && !is_exhausted() ? find_truth(operand) : none;
    if (truth == none) return function(operand);
    const fraction when = by_cases(with_truth(operand, truth, true), function, depth - 1);
    const fraction unless = by_cases(with_truth(operand, truth, false), function, depth - 1);
    return either(of_atom(truth), when, unless);
  }
  /// `when` where `truth` is 1, `unless` where it is 0.
  constexpr fraction either(const fraction& truth, const fraction& when,
                            const fraction& unless) {
    return sum(unless, product(truth, difference(when, unless)));
  }

  constexpr fraction quotient_of(const fraction& a, const fraction& b) {
    return product(a, by_cases(b, [this](const fraction& f) { return inverse(f); }));
  }

  constexpr fraction exp(const fraction& f) {
    return by_cases(f, [this](const fraction& x) { return exp_of_sum(x); });
  }
  constexpr fraction log(const fraction& f) {
    return by_cases(f, [this](const fraction& x) { return log_of_product(x); });
  }
  /// A power that may be fractional: of numbers not below 0.
  constexpr fraction raised_to(const fraction& f, ratio exponent) {
    if (exponent.is_integer()) {
      if (exponent.over >= 0) return fractions::power(f, exponent.over);
      return quotient_of(number({1, 1}), fractions::power(f, -exponent.over));
    }
    return by_cases(f, [=, this](const fraction& x) { return root_of_product(x, exponent); });
  }
  constexpr fraction abs(const fraction& f) {
    return by_cases(f, [this](const fraction& x) { return abs_of_product(x); });
  }
  /// 1 where `f` > 0, else 0.
  constexpr fraction is_above_zero(const fraction& f) {
    return by_cases(f, [this](const fraction& x) { return compared(x, true, 4); });
  }
  /// 1 where `f` is 0, else 0.
  constexpr fraction is_equal_to_zero(const fraction& f) {
    return by_cases(f, [this](const fraction& x) { return compared(x, false, 4); });
  }
  /// `max(f, 0)`.
  constexpr fraction positive_part(const fraction& f) {
    return by_cases(f, [this](const fraction& x) {
      if (is_zero(x)) return x;
      if (is_positive_first(x)) return product(x, compared(x, true, 4));
      return difference(x, product(x, compared(scaled(x, {-1, 1}), true, 4)));
    });
  }

  /// Of `f` and `-f`, which have one atom, `f` is the one that it is an atom of. (A coefficient
  /// that is not known, for it has too many digits, is 0 over 0.)
  constexpr bool is_positive_first(const fraction& f) {
    return is_zero(f) || f.over[leading(f.over)].coefficient.over >= 0;
  }

  constexpr fraction log_atom(const fraction& f) {
    return of_atom(intern(made_of(f, op::key_of<op::log>)));
  }
  constexpr fraction exp_atom(const fraction& f, ratio exponent, bool positive) {
    atom a = made_of(f, op::key_of<op::exp>);
    a.positive = positive;
    return of_atom(intern(a), exponent);
  }

 private:
  constexpr polynomial with_truth(const polynomial& p, atom_id truth, bool value) {
    polynomial result;
    for (const term& t : p) {
      const ratio e = exponent(t.monomial, truth);
      if (e.is_zero() || (e.over < 0 && !value))
        add(result, t);
      else if (value)
        add(result, {t.coefficient, monomials::product(t.monomial, power_of(truth, -e))});
    }
    return result;
  }

  constexpr graph::list<atom_power> powers_in(monomial_id m) const {
    graph::list<atom_power> result;
    for (const atom_power *p = begin(m), *stop = end(m); p != stop; ++p) result.push(*p);
    return result;
  }

  /// e^(a + b) is e^a e^b; e^(c a) is (e^a)^c; e^(log a) is a.
  constexpr fraction exp_of_sum(const fraction& f) {
    fraction result = number({1, 1});
    for (const piece& p : pieces(f)) result = product(result, exp_of_term(p));
    return result;
  }
  constexpr bool has_log_of_unknown(monomial_id m) const {
    for (const atom_power *p = begin(m), *stop = end(m); p != stop; ++p) {
      const atom& a = (*this)[p->atom];
      if (a.operation == op::key_of<op::log> && !is_positive((*this)(a.operands[0])))
        return true;
    }
    return false;
  }
  constexpr fraction exp_of_term(piece p) {
    if (p.under.empty() && count(p.monomial) == 1 && p.coefficient.is_known()) {
      const atom_power x = *begin(p.monomial);
      const atom& of = (*this)[x.atom];
      if (x.exponent.is_one() && of.operation == op::key_of<op::log>) {
        const fraction inner = (*this)(of.operands[0]);
        if (!is_zero(inner)) return raised_to(inner, p.coefficient);
      }
      if (x.exponent.is_one() && of.operation == op::key_of<op::constant>) {
        const fraction power = exp_of_constant(std::bit_cast<double>(of.detail), p.coefficient);
        if (!is_zero(power)) return power;
      }
    }
    // A power of a number that may be below 0 has no root that is known.
    const bool positive = !has_log_of_unknown(p.monomial);
    ratio exponent{1, 1};
    if (p.coefficient.is_integer() || (positive && p.coefficient.is_known()))
      exponent = p.coefficient, p.coefficient = {1, 1};
    return exp_atom(of_piece(p), exponent, positive);
  }

  /// `c log n` is the logarithm of a power of n; zero where `constant` is no such logarithm.
  constexpr fraction exp_of_constant(double constant, ratio c) {
    for (int halvings = 0; halvings < 3; ++halvings) {
      const double n = math::exp(constant);
      if (!(n < 1000)) break;
      const auto whole = static_cast<std::int64_t>(n + 0.5);
      if (math::log(static_cast<double>(whole)) == constant)
        return raised_to(number({whole, 1}), c);
      constant *= 2, c = c * ratio{1, 2};
    }
    return {};
  }

  /// The logarithm of a number above 0.
  constexpr fraction log_of_number(ratio c) {
    if (c.is_one()) return {};
    if (c.over < c.under) return scaled(log_of_number(reciprocal(c)), {-1, 1});
    return constant_of(math::log(static_cast<double>(c.over) / static_cast<double>(c.under)));
  }

  /// log(a b) is log a + log b where a is above 0 for all values of the symbols.
  constexpr fraction log_of_product(const fraction& f) {
    if (is_zero(f)) return log_atom(f);
    const factored parts = taken_apart(f);
    const bool negative = parts.coefficient.over < 0;
    if (!parts.coefficient.is_known()) return log_atom(f);
    fraction result = log_of_number(negative ? -parts.coefficient : parts.coefficient);
    factored rest{{negative ? -1 : 1, 1}, one, {}};
    for (const atom_power& x : powers_in(parts.monomial)) {
      if (!(*this)[x.atom].positive)
        rest.monomial = monomials::product(rest.monomial, power_of(x.atom, x.exponent));
      else if ((*this)[x.atom].operation == op::key_of<op::exp>)
        result = sum(result, fraction((*this)((*this)[x.atom].operands[0])), x.exponent);
      else
        result = sum(result, log_atom(of_atom(x.atom)), x.exponent);
    }
    for (const factor& d : parts.factors) {
      if (factor_sign(d.id) == sign_of::positive)
        result = sum(result, log_atom(of_factor(d.id)), {d.exponent, 1});
      else
        rest.factors.push(d);
    }
    return sum(result, log_of_unknown(rest));
  }

  /// Of what may be below 0: an odd power is as its base.
  constexpr fraction log_of_unknown(const factored& f) {
    const std::size_t bases = count(f.monomial) + f.factors.size();
    if (bases == 0 && f.coefficient.is_one()) return {};
    if (bases == 1 && f.coefficient.is_one()) {
      if (f.factors.size() == 1 && f.factors[0].exponent % 2 != 0)
        return scaled(log_atom(of_factor(f.factors[0].id)), {f.factors[0].exponent, 1});
      if (f.factors.empty()) {
        const atom_power x = *begin(f.monomial);
        if (x.exponent.is_odd() || !x.exponent.is_integer())
          return scaled(log_atom(of_atom(x.atom)), x.exponent);
      }
    }
    return log_atom(put_together(f.coefficient, f.monomial, f.factors));
  }

  /// `f` to the power of a half, or to another that is no integer.
  constexpr fraction base_to(const fraction& f, ratio exponent) {
    if (exponent.under != 2) return exp_atom(log_atom(f), exponent, is_positive(f));
    atom a = made_of(f, op::key_of<op::sqrt>);
    a.positive = is_positive(f);
    const atom_id root = intern(a, powers_of::root);
    set_square(root, f);
    return reduced(of(power_of(root, {exponent.over, 1})));
  }

  /// (a b)^c is a^c b^c where a is not below 0 for any value of the symbols.
  constexpr fraction root_of_product(const fraction& f, ratio exponent) {
    if (is_zero(f) && exponent.over > 0) return f;
    if (is_zero(f) || !exponent.is_known()) return base_to(f, exponent);
    const factored parts = taken_apart(f);
    const bool negative = parts.coefficient.over < 0;
    fraction result = number({1, 1});
    factored rest{{negative ? -1 : 1, 1}, one, {}};
    const ratio size = negative ? -parts.coefficient : parts.coefficient;
    const ratio exact = exponent.under == 2 ? square_root(size) : unknown_ratio;
    if (exact.is_known())
      result = number(algebra::power(exact, exponent.over));
    else if (!size.is_one())
      result = base_to(number(size), exponent);
    for (const atom_power& x : powers_in(parts.monomial)) {
      const ratio to = x.exponent * exponent;
      if ((*this)[x.atom].positive)
        result = product(result, reduced(of(power_of(x.atom, to))));
      else if (x.exponent.is_integer() && x.exponent.is_even() && to.is_integer())
        result = product(result, raised_to(abs_of_product(of_atom(x.atom)), to));
      else
        rest.monomial = monomials::product(rest.monomial, power_of(x.atom, x.exponent));
    }
    for (const factor& d : parts.factors) {
      const fraction base = of_factor(d.id);
      const ratio to = ratio{d.exponent, 1} * exponent;
      if (factor_sign(d.id) != sign_of::unknown)
        result = product(result, factor_to(base, to));
      else if (to.is_integer())  // the square root of an even power
        result = product(result, raised_to(abs_of_product(base), to));
      else
        rest.factors.push(d);
    }
    return product(result, root_of_unknown(rest, exponent));
  }
  constexpr fraction factor_to(const fraction& base, ratio exponent) {
    if (exponent.is_integer()) return raised_to(base, exponent);
    return base_to(base, exponent);
  }

  constexpr fraction root_of_unknown(const factored& f, ratio exponent) {
    const std::size_t bases = count(f.monomial) + f.factors.size();
    if (bases == 0 && f.coefficient.is_one()) return number({1, 1});
    if (bases == 1 && f.coefficient.is_one()) {
      if (f.factors.size() == 1 && f.factors[0].exponent % 2 != 0) {
        return factor_to(of_factor(f.factors[0].id),
                         ratio{f.factors[0].exponent, 1} * exponent);
      }
      if (f.factors.empty()) {
        const atom_power x = *begin(f.monomial);
        if (x.exponent.is_odd() || !x.exponent.is_integer())
          return reduced(of(power_of(x.atom, x.exponent * exponent)));
      }
    }
    return base_to(put_together(f.coefficient, f.monomial, f.factors), exponent);
  }

  /// -1 where `f` < 0, else 1: what differs from the sign at 0 only.
  constexpr fraction side_of(const fraction& f) {
    return difference(scaled(compared(f, true, 4), {2, 1}), number({1, 1}));
  }
  constexpr fraction abs_of_product(const fraction& f) {
    if (is_zero(f)) return f;
    const factored parts = taken_apart(f);
    fraction result = f;
    if (parts.coefficient.over < 0) result = scaled(f, {-1, 1});
    for (const atom_power& x : powers_in(parts.monomial)) {
      const bool positive = (*this)[x.atom].positive || kind(x.atom) == powers_of::truth;
      if (!positive && !x.exponent.is_even())
        result = product(result, side_of(of_atom(x.atom)));
    }
    for (const factor& d : parts.factors) {
      if (d.exponent % 2 != 0 && factor_sign(d.id) == sign_of::unknown)
        result = product(result, side_of(of_factor(d.id)));
    }
    return result;
  }

  /// Whether `f` is above 0, or equal to it.
  constexpr fraction compared(const fraction& f, bool above, int depth) {
    if (is_zero(f)) return number({above ? 0 : 1, 1});
    const factored parts = taken_apart(f);
    if (!parts.coefficient.is_known()) return wrapped_truth(f, above);
    const bool negative = parts.coefficient.over < 0;
    factored rest;
    for (const atom_power& x : powers_in(parts.monomial)) {
      if ((*this)[x.atom].positive) continue;
      if ((*this)[x.atom].operation == op::key_of<op::exp>) {
        // A power whose exponent may be negative: its inverse may be 0.
        rest.monomial = monomials::product(rest.monomial, power_of(x.atom, x.exponent));
        continue;
      }
      ratio e = x.exponent;
      if (e.is_integer()) e = {e.is_even() && above ? 2 : 1, 1};
      if (x.exponent.over < 0 && (!above || x.exponent.is_even())) continue;
      rest.monomial = monomials::product(rest.monomial, power_of(x.atom, e));
    }
    for (const factor& d : parts.factors) {
      if (factor_sign(d.id) == sign_of::positive) continue;
      if (d.exponent < 0 && (!above || d.exponent % 2 == 0)) continue;
      rest.factors.push({d.id, above && d.exponent % 2 == 0 ? 2 : 1});
    }
    const std::size_t bases = count(rest.monomial) + rest.factors.size();
    if (bases == 0) return number({above && !negative ? 1 : 0, 1});
    if (rest.monomial == one && bases == 1 && rest.factors[0].exponent == 1 && depth > 0) {
      const fraction logs = difference_of_logs(rest.factors[0].id);
      if (!is_zero(logs)) {
        if (negative) return compared(scaled(logs, {-1, 1}), above, depth - 1);
        return compared(logs, above, depth - 1);
      }
    }
    const fraction base = put_together({1, 1}, rest.monomial, rest.factors);
    const fraction truth = wrapped_truth(base, above);
    if (!above || !negative) return truth;
    // Neither above nor equal.
    return difference(difference(number({1, 1}), truth), wrapped_truth(base, false));
  }
  constexpr fraction wrapped_truth(const fraction& f, bool above) {
    const std::size_t known = atom_count();
    const atom_id greater = intern(made_of(f, op::key_of<op::greater>), powers_of::truth);
    if (above) return of_atom(greater);
    const atom_id equal = intern(made_of(f, op::key_of<op::equal>), powers_of::truth);
    if (equal < known) return of_atom(equal);
    exclude(equal, greater);
    if (const atom_id atom = as_atom(f); atom != none) exclude(equal, atom);
    return of_atom(equal);
  }
  /// Of two positive terms, one minus the other, the difference of the logarithms has the same
  /// sign; zero where that is not so.
  constexpr fraction difference_of_logs(std::size_t factor) {
    const polynomial p = factor_at(factor);
    if (p.size() != 2 || (p[0].coefficient.over < 0) == (p[1].coefficient.over < 0) ||
        sign(p[0].monomial) != sign_of::positive || sign(p[1].monomial) != sign_of::positive)
      return {};
    const std::size_t plus = p[0].coefficient.over > 0 ? 0 : 1;
    const term minus = p[1 - plus];
    return difference(log_of_product(of_monomial(p[plus].monomial, p[plus].coefficient)),
                      log_of_product(of_monomial(minus.monomial, -minus.coefficient)));
  }
};

}  // namespace etch::pass::algebra
