// SPDX-License-Identifier: BSL-1.0
/// Products of powers of atoms, each kept once.
#pragma once

#include <etch/graph/list.hpp>
#include <etch/graph/operation.hpp>
#include <etch/pass/algebra/ratio.hpp>

#include <cstddef>

namespace etch::pass::algebra {

using atom_id = std::size_t;
using monomial_id = std::size_t;
inline constexpr std::size_t none = static_cast<std::size_t>(-1);

/// The monomial without any power: 1.
inline constexpr monomial_id one = 0;

/// What is known of an atom's powers.
enum class powers_of : unsigned char {
  free,   ///< all differ
  truth,  ///< the atom is 0 or 1: all positive powers are one
  root,   ///< the square is made of other atoms
};

struct atom_power {
  atom_id atom = 0;
  ratio exponent{};
};

/// How many powers a proof may write down; of clang's 2^20 steps each takes 100 to 150.
inline constexpr std::size_t most_work = 6500;

/// Monomials as numbers: equal ones have one id. Exponents may be negative and fractional.
class monomials {
 public:
  constexpr monomials() : slots_(128, none) {
    kinds_.reserve(32);
    powers_.reserve(128);
    records_.reserve(64);
    scratch_.reserve(16);
    keep();
  }

  constexpr atom_id new_atom(powers_of kind) {
    kinds_.push(kind);
    return kinds_.size() - 1;
  }
  constexpr powers_of kind(atom_id atom) const { return kinds_[atom]; }

  /// A product of both is 0: of a truth and what is 0 where it is true.
  constexpr void exclude(atom_id truth, atom_id other) { excluded_.push({truth, other}); }

  constexpr std::size_t count(monomial_id m) const { return records_[m].count; }
  constexpr const atom_power* begin(monomial_id m) const {
    return powers_.data() + records_[m].first;
  }
  constexpr const atom_power* end(monomial_id m) const { return begin(m) + count(m); }
  /// The monomial may have a root with a power that is not between 0 and 2, or be 0.
  constexpr bool is_reducible(monomial_id m) const { return records_[m].reducible; }

  /// The monomial has two powers that exclude each other.
  constexpr bool is_zero(monomial_id m) const {
    for (const exclusion& e : excluded_) {
      if (exponent(m, e.truth).over > 0 && exponent(m, e.other).over > 0) return true;
    }
    return false;
  }

  /// More has been done than fits into one constant evaluation: time to give up.
  constexpr bool is_exhausted() const { return work_ > most_work; }
  constexpr void spend(std::size_t work) { work_ += work; }

  constexpr monomial_id power_of(atom_id atom, ratio exponent = {1, 1}) {
    scratch_.clear();
    put(atom, exponent);
    return keep();
  }

  constexpr monomial_id product(monomial_id a, monomial_id b) {
    if (a == one) return b;
    if (b == one) return a;
    scratch_.clear();
    const atom_power *x = begin(a), *y = begin(b);
    const atom_power *const x_end = end(a), *const y_end = end(b);
    while (x != x_end && y != y_end) {
      if (x->atom < y->atom) {
        scratch_.push(*x++);
      } else if (y->atom < x->atom) {
        scratch_.push(*y++);
      } else {
        put(x->atom, x->exponent + y->exponent);
        ++x, ++y;
      }
    }
    for (; x != x_end; ++x) scratch_.push(*x);
    for (; y != y_end; ++y) scratch_.push(*y);
    return keep();
  }

  constexpr monomial_id raised(monomial_id a, ratio exponent) {
    if (a == one || exponent.is_one()) return a;
    scratch_.clear();
    for (const atom_power *p = begin(a), *stop = end(a); p != stop; ++p)
      put(p->atom, p->exponent * exponent);
    return keep();
  }

  constexpr monomial_id quotient(monomial_id a, monomial_id b) {
    return product(a, raised(b, {-1, 1}));
  }

  /// The powers that both have; of a power that one lacks, the negative part.
  constexpr monomial_id common(monomial_id a, monomial_id b) {
    scratch_.clear();
    const atom_power *x = begin(a), *y = begin(b);
    const atom_power *const x_end = end(a), *const y_end = end(b);
    while (x != x_end || y != y_end) {
      if (y == y_end || (x != x_end && x->atom < y->atom)) {
        if (x->exponent.over < 0) scratch_.push(*x);
        ++x;
      } else if (x == x_end || y->atom < x->atom) {
        if (y->exponent.over < 0) scratch_.push(*y);
        ++y;
      } else {
        scratch_.push((x->exponent - y->exponent).over < 0 ? *x : *y);
        ++x, ++y;
      }
    }
    return keep();
  }

  constexpr ratio exponent(monomial_id m, atom_id atom) const {
    for (const atom_power *p = begin(m), *stop = end(m); p != stop; ++p) {
      if (p->atom == atom) return p->exponent;
    }
    return {};
  }

  /// An order that products keep: negative, 0 or positive for before, equal, after.
  constexpr std::int64_t compare(monomial_id a, monomial_id b) const {
    if (a == b) return 0;
    const atom_power *x = begin(a), *y = begin(b);
    const atom_power *const x_end = end(a), *const y_end = end(b);
    for (; x != x_end && y != y_end; ++x, ++y) {
      if (x->atom < y->atom) return x->exponent.over;
      if (y->atom < x->atom) return -y->exponent.over;
      if (!(x->exponent == y->exponent)) return (x->exponent - y->exponent).over;
    }
    if (x != x_end) return x->exponent.over;
    return y != y_end ? -y->exponent.over : 0;
  }

 private:
  struct record {
    std::size_t first = 0;
    std::size_t count = 0;
    std::uint64_t key = 0;
    bool reducible = false;
  };

  struct exclusion {
    atom_id truth = 0;
    atom_id other = 0;
  };

  /// Appends a power to the monomial under construction.
  constexpr void put(atom_id atom, ratio exponent) {
    if (exponent.is_zero()) return;
    if (kinds_[atom] == powers_of::truth && exponent.over > 0) exponent = {1, 1};
    scratch_.push({atom, exponent});
  }

  /// The monomial under construction, found or new.
  constexpr monomial_id keep() {
    work_ += scratch_.size() + 1;
    std::uint64_t key = scratch_.size();
    bool reducible = false;
    for (const atom_power& p : scratch_) {
      key = graph::mix(key, p.atom);
      key = graph::mix(key, static_cast<std::uint64_t>(3 * p.exponent.over + p.exponent.under));
      reducible |= kinds_[p.atom] == powers_of::root &&
                   (p.exponent.over < 0 || p.exponent.over >= 2 * p.exponent.under);
      reducible |= kinds_[p.atom] == powers_of::truth && !excluded_.empty();
    }
    std::size_t slot = key & (slots_.size() - 1);
    for (; slots_[slot] != none; slot = (slot + 1) & (slots_.size() - 1)) {
      if (records_[slots_[slot]].key == key && is_scratch(slots_[slot])) return slots_[slot];
    }
    slots_[slot] = records_.size();
    records_.push({powers_.size(), scratch_.size(), key, reducible});
    for (const atom_power& p : scratch_) powers_.push(p);
    if (2 * records_.size() > slots_.size()) rehash();
    return records_.size() - 1;
  }

  constexpr bool is_scratch(monomial_id m) const {
    if (count(m) != scratch_.size()) return false;
    const atom_power* p = begin(m);
    for (const atom_power& wanted : scratch_) {
      if (p->atom != wanted.atom || !(p->exponent == wanted.exponent)) return false;
      ++p;
    }
    return true;
  }

  constexpr void rehash() {
    slots_ = graph::list<std::size_t>(2 * slots_.size(), none);
    for (monomial_id m = 0; m < records_.size(); ++m) {
      std::size_t slot = records_[m].key & (slots_.size() - 1);
      while (slots_[slot] != none) slot = (slot + 1) & (slots_.size() - 1);
      slots_[slot] = m;
    }
  }

  graph::list<powers_of> kinds_;
  graph::list<exclusion> excluded_;
  graph::list<atom_power> powers_;
  graph::list<record> records_;
  graph::list<std::size_t> slots_;
  graph::list<atom_power> scratch_;
  std::size_t work_ = 0;
};

}  // namespace etch::pass::algebra
