// SPDX-License-Identifier: BSL-1.0
/// Linear operations on fractions: sums over elements and samples, products of matrices.
#pragma once

#include <etch/op/batch.hpp>
#include <etch/op/product.hpp>
#include <etch/op/sum.hpp>
#include <etch/pass/algebra/functions.hpp>

namespace etch::pass::algebra {

class linear_operations : public functions {
 public:
  using shape = graph::extents;

  /// A leaf's elements are known to sum to 1.
  constexpr void set_distribution(atom_id leaf) { distributions_.push(leaf); }

  /// The sum of all elements of a value of shape `from`.
  constexpr fraction sum_of(const fraction& f, const shape& from) {
    if (from.is_scalar()) return f;
    fraction result;
    for (const piece& p : pieces(f)) {
      const split parts = split_up(p, scalars);
      result = fractions::sum(result, product(parts.outside, sum_of_inside(parts, from)));
    }
    return result;
  }

  /// The sum over the samples of a batch.
  constexpr fraction batch_sum_of(const fraction& f) {
    fraction result;
    for (const piece& p : pieces(f)) {
      const split parts = split_up(p, shared_by_samples);
      result = fractions::sum(result, product(parts.outside, batch_sum_of_inside(parts)));
    }
    return result;
  }

  /// A linear operation on one operand that is no sum of all elements.
  constexpr fraction linear_of(const fraction& f, const graph::node& n, const shape& from) {
    fraction result;
    for (const piece& p : pieces(f)) {
      const split parts = split_up(p, scalars);
      atom a{.operation = n.op->key,
             .detail = n.detail,
             .shape = n.shape,
             .operands = {intern(parts.inside), none, none},
             .from = from};
      a.batched = is_batched(parts.inside);
      result = fractions::sum(result, product(parts.outside, of_atom(intern(a))));
    }
    return result;
  }

  /// Rows and columns exchanged.
  constexpr fraction transposed(const fraction& f) {
    fraction result;
    for (const term& t : f.over) {
      fraction product = number(t.coefficient);
      for (std::size_t i = 0; i < count(t.monomial); ++i) {
        const atom_power x = begin(t.monomial)[i];
        product = this->product(product, raised_to(transposed_atom(x.atom), x.exponent));
      }
      result = fractions::sum(result, product);
    }
    for (const factor& d : f.under) {
      const fraction divisor = transposed(of_factor(d.id));
      result = product(result, fractions::power(inverse(divisor), d.exponent));
    }
    return result;
  }

  /// The product of two matrices or vectors.
  constexpr fraction matrix_product(const fraction& left, const fraction& right,
                                    const graph::node& n, const shape& left_shape,
                                    const shape& right_shape) {
    const graph::list<piece> x = pieces(left), y = pieces(right);
    const bool flat = left_shape.rank < 3 && x.size() * y.size() <= longest_polynomial;
    fraction result;
    if (!flat) {
      atom a{.operation = n.op->key,
             .detail = n.detail,
             .shape = n.shape,
             .operands = {intern(left), intern(right), none},
             .from = left_shape};
      a.batched = is_batched(left) || is_batched(right);
      return of_atom(intern(a));
    }
    for (const piece& p : x) {
      for (const piece& q : y) {
        const split a = split_up(p, scalars), b = split_up(q, scalars);
        graph::list<link> links;
        append(links, a.inside, (n.detail & graph::left_transposed) != 0, left_shape);
        append(links, b.inside, (n.detail & graph::right_transposed) != 0, right_shape);
        const fraction outside = product(a.outside, b.outside);
        result = fractions::sum(result, product(outside, chain(links, 0, n.shape)));
      }
    }
    return result;
  }

  constexpr bool is_batched(const fraction& f) const {
    atom a;
    take_form(a, f);
    return a.batched;
  }

 private:
  /// A term as a product of what a linear operation may put in front of it, and the rest.
  struct split {
    fraction outside;
    fraction inside;
  };
  enum in_front : unsigned char { scalars, shared_by_samples };
  constexpr bool may_stand(in_front kind, atom_id a) const {
    return kind == scalars ? (*this)[a].shape.is_scalar() : !(*this)[a].batched;
  }
  constexpr split split_up(const piece& p, in_front kind) {
    monomial_id outside = one, inside = one;
    for (std::size_t i = 0; i < count(p.monomial); ++i) {
      const atom_power x = begin(p.monomial)[i];
      monomial_id& side = may_stand(kind, x.atom) ? outside : inside;
      side = monomials::product(side, power_of(x.atom, x.exponent));
    }
    split result{of_monomial(outside, p.coefficient), of_monomial(inside)};
    for (const factor& d : p.under) {
      bool all_outside = true;
      for (const term& t : factor_at(d.id)) {
        for (const atom_power *x = begin(t.monomial), *stop = end(t.monomial); x != stop; ++x)
          all_outside = all_outside && may_stand(kind, x->atom);
      }
      (all_outside ? result.outside : result.inside).under.push(d);
    }
    return result;
  }

  constexpr bool is_atom_of(const fraction& f, std::uint64_t operation) const {
    const atom_id a = as_atom(f);
    return a != none && (*this)[a].operation == operation;
  }
  constexpr fraction operand_of_atom(const fraction& f) const {
    return (*this)((*this)[as_atom(f)].operands[0]);
  }

  constexpr fraction sum_of_inside(const split& parts, const shape& from) {
    const fraction& f = parts.inside;
    if (is_number(f)) return number({static_cast<std::int64_t>(from.size()), 1});
    for (const atom_id distribution : distributions_) {
      if (as_atom(f) == distribution) return number({1, 1});
    }
    if (is_atom_of(f, op::key_of<op::transpose>)) return sum_of(operand_of_atom(f), from);
    if (is_atom_of(f, op::key_of<op::batch_sum>))
      return batch_sum_of(sum_of(operand_of_atom(f), from));
    atom a{.operation = op::key_of<op::sum>, .operands = {intern(f), none, none}};
    a.batched = is_batched(f);
    a.positive = is_positive(f);
    return of_atom(intern(a));
  }

  constexpr fraction batch_sum_of_inside(const split& parts) {
    const fraction& f = parts.inside;
    if (is_number(f)) {
      return of_atom(intern(atom{.operation = op::key_of<op::batch_size>}));
    }
    if (is_atom_of(f, op::key_of<op::product>)) {
      const graph::extents whole = (*this)[as_atom(f)].shape;
      graph::list<link> links;
      append(links, f, false, whole);
      std::size_t first = 0, last = links.size();
      while (first < last && !is_batched((*this)(links[first].value))) ++first;
      while (last > first && !is_batched((*this)(links[last - 1].value))) --last;
      if (first > 0 || last < links.size())
        return batch_sum_of_middle(links, first, last, whole);
    }
    atom a{.operation = op::key_of<op::batch_sum>, .operands = {intern(f), none, none}};
    take_form(a, f);
    a.batched = false;
    return of_atom(intern(a));
  }

  /// One operand of a product of many.
  struct link {
    fraction_id value = none;
    bool transposed = false;
    shape extents{};
    constexpr int rows() const { return transposed ? extents.columns() : extents.rows(); }
    constexpr int columns() const { return transposed ? extents.rows() : extents.columns(); }
    constexpr bool is_row() const { return transposed && extents.rank == 1; }
    constexpr bool is_column() const { return !transposed && extents.rank == 1; }
  };

  constexpr fraction batch_sum_of_middle(const graph::list<link>& links, std::size_t first,
                                         std::size_t last, const shape& whole) {
    graph::list<link> middle, outer;
    for (std::size_t i = first; i < last; ++i) middle.push(links[i]);
    const shape inner = shape_of(middle, 0);
    const fraction sum = batch_sum_of(chain(middle, 0, inner));
    for (std::size_t i = 0; i < first; ++i) outer.push(links[i]);
    append(outer, sum, false, inner);
    for (std::size_t i = last; i < links.size(); ++i) outer.push(links[i]);
    return chain(outer, 0, whole);
  }

  static constexpr shape shape_of(const graph::list<link>& links, std::size_t from) {
    const link& last = links[links.size() - 1];
    if (last.is_column()) return {1, {links[from].rows()}};
    return {2, {links[from].rows(), last.columns()}};
  }

  /// Appends the operands that `f` is a product of.
  constexpr void append(graph::list<link>& links, const fraction& f, bool transpose,
                        const shape& extents) {
    if (is_atom_of(f, op::key_of<op::product>) && (*this)[as_atom(f)].operands[1] != none &&
        (*this)[as_atom(f)].from.rank < 3) {
      graph::list<link> parts;
      for (atom a = (*this)[as_atom(f)];;) {
        parts.push({a.operands[0], (a.detail & graph::left_transposed) != 0, a.from});
        const fraction tail = (*this)(a.operands[1]);
        const shape tail_shape = tail_shape_of(a);
        if ((a.detail & is_last) != 0) {
          parts.push({a.operands[1], (a.detail & graph::right_transposed) != 0, tail_shape});
          break;
        }
        a = (*this)[as_atom(tail)];
      }
      for (std::size_t i = 0; i < parts.size(); ++i) {
        link next = parts[transpose ? parts.size() - 1 - i : i];
        next.transposed ^= transpose;
        links.push(next);
      }
      return;
    }
    if (is_atom_of(f, op::key_of<op::transpose>)) {
      const fraction inner = operand_of_atom(f);
      return append(links, inner, !transpose, (*this)[as_atom(f)].from);
    }
    if (transpose && extents.rank == 2 && as_atom(f) == none) {
      links.push({intern(transposed(f)), false, extents.transposed()});
      return;
    }
    links.push({intern(f), transpose, extents});
  }

  static constexpr std::uint64_t is_last = 4, last_is_vector = 8;

  /// The shape of the second operand of a product's atom.
  static constexpr shape tail_shape_of(const atom& a) {
    const link head{a.operands[0], (a.detail & graph::left_transposed) != 0, a.from};
    const bool transpose = (a.detail & graph::right_transposed) != 0;
    const int rows = head.columns(), columns = a.shape.columns();
    if ((a.detail & last_is_vector) != 0) return {1, {transpose ? columns : rows}};
    if (transpose) return {2, {columns, rows}};
    return {2, {rows, columns}};
  }

  /// The product of the operands from `i` on, which associates to the right. Of a row and a
  /// column it is a number.
  constexpr fraction chain(const graph::list<link>& links, std::size_t i, const shape& whole) {
    const link& head = links[i];
    if (i + 1 == links.size()) {
      const fraction last = (*this)(head.value);
      if (head.transposed) return transposed_link(head);
      return last;
    }
    const bool tail_is_last = i + 2 == links.size();
    const shape inner = shape_of(links, i + 1);
    if (head.is_row() && links[links.size() - 1].is_column()) {
      const fraction tail = chain(links, i + 1, inner), row = (*this)(head.value);
      return sum_of(product(row, tail), head.extents);
    }
    if (head.is_column() && links[i + 1].is_row() && links[links.size() - 1].is_column() &&
        !tail_is_last) {
      const fraction column = (*this)(head.value);
      return product(column, chain(links, i + 1, inner));
    }
    atom a{.operation = op::key_of<op::product>, .shape = whole, .from = head.extents};
    a.detail = head.transposed ? graph::left_transposed : 0;
    fraction outside = number({1, 1});
    if (tail_is_last) {
      const link& last = links[links.size() - 1];
      a.operands[1] = last.value;
      a.detail |= is_last | (last.transposed ? graph::right_transposed : 0) |
                  (last.extents.rank == 1 ? last_is_vector : 0);
    } else {
      const graph::list<piece> tail = pieces(chain(links, i + 1, inner));
      if (tail.size() != 1) return of_links(links, i, whole);
      const split parts = split_up(tail[0], scalars);
      outside = parts.outside;
      if (!is_atom_of(parts.inside, op::key_of<op::product>)) {
        graph::list<link> shorter;
        shorter.push(head);
        append(shorter, parts.inside, false, inner);
        return product(outside, chain(shorter, 0, whole));
      }
      a.operands[1] = intern(parts.inside);
    }
    a.operands[0] = head.value;
    a.batched = is_batched((*this)(a.operands[0])) || is_batched((*this)(a.operands[1]));
    return product(outside, of_atom(intern(a)));
  }

  /// A product as an atom of its own, where no rule fits.
  constexpr fraction of_links(const graph::list<link>& links, std::size_t i,
                              const shape& whole) {
    const fraction tail = chain(links, i + 1, shape_of(links, i + 1));
    atom a{.operation = op::key_of<op::batch_product>,
           .detail = links[i].transposed,
           .shape = whole,
           .operands = {links[i].value, intern(tail), none},
           .from = links[i].extents};
    a.batched = is_batched((*this)(a.operands[0])) || is_batched(tail);
    return of_atom(intern(a));
  }

  constexpr fraction transposed_link(const link& l) {
    const fraction value = (*this)(l.value);
    atom a{.operation = op::key_of<op::transpose>,
           .shape = l.extents.transposed(),
           .operands = {l.value, none, none},
           .from = l.extents};
    if (is_atom_of(value, op::key_of<op::transpose>) && (*this)[as_atom(value)].from == a.shape)
      return operand_of_atom(value);
    a.batched = is_batched(value);
    return of_atom(intern(a));
  }

  constexpr fraction transposed_atom(atom_id id) {
    const atom a = (*this)[id];
    if (a.shape.is_scalar()) return of_atom(id);
    if (a.operation == op::key_of<op::product> && a.from.rank < 3) {
      graph::list<link> links;
      append(links, of_atom(id), true, a.shape);
      return chain(links, 0, a.shape.transposed());
    }
    if (!a.elementwise || a.operands[0] == none || a.operands[1] != none)
      return transposed_link({intern(of_atom(id)), true, a.shape});
    const fraction inner = transposed(fraction((*this)(a.operands[0])));
    atom result = made_of(inner, a.operation);
    result.detail = a.detail;
    result.positive = a.positive;
    const atom_id moved = intern(result, kind(id));
    if (kind(id) == powers_of::root) set_square(moved, transposed(square_of(id)));
    return of_atom(moved);
  }

  graph::list<atom_id> distributions_;
};

}  // namespace etch::pass::algebra
