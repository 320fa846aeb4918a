// SPDX-License-Identifier: BSL-1.0
/// What polynomials are over: symbols, and functions of fractions of polynomials.
#pragma once

#include <etch/graph/extents.hpp>
#include <etch/pass/algebra/polynomials.hpp>

namespace etch::pass::algebra {

/// A polynomial of at least two terms, to a power above 0.
struct factor {
  std::size_t id = 0;
  int exponent = 1;
};

/// `over` divided by the product of `under`, which is in the order of ids.
struct fraction {
  polynomial over;
  graph::list<factor> under;
};

constexpr bool same(const graph::list<factor>& a, const graph::list<factor>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i].id != b[i].id || a[i].exponent != b[i].exponent) return false;
  }
  return true;
}
constexpr bool same(const fraction& a, const fraction& b) {
  return same(a.over, b.over) && same(a.under, b.under);
}

using fraction_id = std::size_t;

struct atom {
  std::uint64_t operation = 0;  ///< the key of an operation
  std::uint64_t detail = 0;
  graph::extents shape{};
  fraction_id operands[3]{none, none, none};
  graph::extents from{};  ///< the shape of the first operand, where the operation needs it
  bool batched = false;
  bool positive = false;  ///< for all values of the symbols
  bool elementwise = false;

  /// But for what follows from the rest.
  constexpr bool is_same(const atom& other) const {
    return operation == other.operation && detail == other.detail && shape == other.shape &&
           operands[0] == other.operands[0] && operands[1] == other.operands[1] &&
           operands[2] == other.operands[2] && from == other.from && batched == other.batched;
  }
  constexpr std::uint64_t key() const {
    std::uint64_t k = graph::mix(operation, detail + shape.size());
    for (const fraction_id id : operands) k = graph::mix(k, id);
    return k;
  }
};

/// Things kept once each, found by key.
class index {
 public:
  constexpr index() : slots_(64, none) {}

  /// The place of the item with `key` that `is_it` says is the one; `none` if there is none.
  template <class Predicate>
  constexpr std::size_t find(std::uint64_t key, Predicate is_it) const {
    for (std::size_t slot = key & (slots_.size() - 1); slots_[slot] != none;
         slot = (slot + 1) & (slots_.size() - 1)) {
      if (keys_[slots_[slot]] == key && is_it(slots_[slot])) return slots_[slot];
    }
    return none;
  }
  /// Adds the next item.
  constexpr std::size_t add(std::uint64_t key) {
    keys_.push(key);
    place(keys_.size() - 1);
    if (2 * keys_.size() > slots_.size()) {
      slots_ = graph::list<std::size_t>(2 * slots_.size(), none);
      for (std::size_t i = 0; i < keys_.size(); ++i) place(i);
    }
    return keys_.size() - 1;
  }
  constexpr std::size_t size() const { return keys_.size(); }

 private:
  constexpr void place(std::size_t i) {
    std::size_t slot = keys_[i] & (slots_.size() - 1);
    while (slots_[slot] != none) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = i;
  }
  graph::list<std::uint64_t> keys_;
  graph::list<std::size_t> slots_;
};

constexpr std::uint64_t key_of(const polynomial& p) {
  std::uint64_t k = p.size();
  for (const term& t : p) {
    k = graph::mix(k, t.monomial);
    k = graph::mix(k, static_cast<std::uint64_t>(t.coefficient.over + 7 * t.coefficient.under));
  }
  return k;
}

/// The tables of atoms, of fractions that atoms are functions of, and of denominators.
class atoms : public polynomials {
 public:
  constexpr atoms() {
    atoms_.reserve(32);
    fractions_.reserve(32);
    factors_.reserve(16);
  }

  constexpr const atom& operator[](atom_id id) const { return atoms_[id]; }
  constexpr std::size_t atom_count() const { return atoms_.size(); }

  constexpr atom_id intern(const atom& a, powers_of kind = powers_of::free) {
    const std::uint64_t key = a.key();
    const auto is_it = [&](std::size_t i) { return atoms_[i].is_same(a); };
    if (const std::size_t known = atom_index_.find(key, is_it); known != none) return known;
    atoms_.push(a);
    new_atom(kind);
    has_truths_ |= kind == powers_of::truth;
    return atom_index_.add(key);
  }

  constexpr const fraction& operator()(fraction_id id) const { return fractions_[id]; }

  constexpr fraction_id intern(const fraction& f) {
    spend(f.over.size());
    std::uint64_t key = key_of(f.over);
    for (const factor& d : f.under)
      key = graph::mix(key, d.id + static_cast<std::size_t>(d.exponent));
    const auto is_it = [&](std::size_t i) { return same(fractions_[i], f); };
    if (const std::size_t known = fraction_index_.find(key, is_it); known != none) return known;
    fractions_.push(f);
    return fraction_index_.add(key);
  }

  constexpr const polynomial& factor_at(std::size_t id) const { return factors_[id]; }
  constexpr std::size_t factor_count() const { return factors_.size(); }

  constexpr std::size_t intern_factor(const polynomial& p) {
    const std::uint64_t key = key_of(p);
    const auto is_it = [&](std::size_t i) { return same(factors_[i], p); };
    if (const std::size_t known = factor_index_.find(key, is_it); known != none) return known;
    factors_.push(p);
    factor_signs_.push(sign(p));
    factor_has_truth_.push(find_truth(p) != none);
    return factor_index_.add(key);
  }

  /// A truth that `p` has a power of.
  constexpr atom_id find_truth(const polynomial& p) const {
    if (!has_truths_) return none;
    for (const term& t : p) {
      for (const atom_power *x = begin(t.monomial), *stop = end(t.monomial); x != stop; ++x) {
        if (kind(x->atom) == powers_of::truth) return x->atom;
      }
    }
    return none;
  }
  constexpr atom_id find_truth(const fraction& f) const {
    atom_id found = find_truth(f.over);
    for (std::size_t i = 0; i < f.under.size() && found == none; ++i) {
      if (factor_has_truth_[f.under[i].id]) found = find_truth(factors_[f.under[i].id]);
    }
    return found;
  }
  /// Divides by a factor; never by one with truths, which have no inverse.
  constexpr bool divide_by_factor(const polynomial& p, std::size_t id, polynomial& quotient) {
    return !factor_has_truth_[id] && divide(p, factors_[id], quotient);
  }
  constexpr bool factor_has_truth(std::size_t id) const { return factor_has_truth_[id]; }

  /// What is known of a sign, for all values of the symbols.
  enum class sign_of : unsigned char { unknown, not_negative, positive };

  constexpr sign_of sign(monomial_id m) const {
    sign_of result = sign_of::positive;
    for (const atom_power *p = begin(m), *stop = end(m); p != stop; ++p) {
      if (atoms_[p->atom].positive) continue;
      if (!p->exponent.is_even() && kind(p->atom) != powers_of::truth) return sign_of::unknown;
      result = sign_of::not_negative;
    }
    return result;
  }
  /// Of a sum without negative terms.
  constexpr sign_of sign(const polynomial& p) const {
    bool positive = false;
    for (const term& t : p) {
      const sign_of s = sign(t.monomial);
      if (s == sign_of::unknown || t.coefficient.over <= 0) return sign_of::unknown;
      positive |= s == sign_of::positive;
    }
    return positive ? sign_of::positive : sign_of::not_negative;
  }
  constexpr sign_of factor_sign(std::size_t id) const { return factor_signs_[id]; }
  constexpr bool is_positive(const fraction& f) const {
    if (f.over.empty() || sign(f.over) != sign_of::positive) return false;
    for (const factor& d : f.under) {
      if (factor_sign(d.id) != sign_of::positive) return false;
    }
    return true;
  }

 private:
  graph::list<atom> atoms_;
  index atom_index_;
  graph::list<fraction> fractions_;
  index fraction_index_;
  graph::list<polynomial> factors_;
  graph::list<sign_of> factor_signs_;
  graph::list<bool> factor_has_truth_;
  index factor_index_;
  bool has_truths_ = false;
};

}  // namespace etch::pass::algebra
