// SPDX-License-Identifier: BSL-1.0
/// Attention: means of values, weighted by how well their keys answer queries.
#pragma once

#include <etch/expr/elementwise.hpp>
#include <etch/expr/operators.hpp>
#include <etch/expr/reductions.hpp>
#include <etch/expr/structure.hpp>
#include <etch/math/sqrt.hpp>

#include <limits>

namespace etch {

namespace sentence {

// Functions, for compilers explain each operand of an `&&` and `||`.

constexpr bool is_matrix_or_stack(const graph::extents& e) {
  return e.rank == 2 || e.rank == 3;
}
/// Rows of one length, in stacks of one height.
constexpr bool have_rows_alike(const graph::extents& a, const graph::extents& b) {
  return a.rank == b.rank && a.without(a.rank - 2) == b.without(b.rank - 2);
}
/// As many rows, in stacks of one height.
constexpr bool have_as_many_rows(const graph::extents& a, const graph::extents& b) {
  return a.rank == b.rank && a.without(a.rank - 1) == b.without(b.rank - 1);
}

}  // namespace sentence

template <class E>
concept operand_is_a_matrix_or_a_stack = sentence::is_matrix_or_stack(E::self.shape);
/// Queries and keys are rows of one length; where they are stacks, of one height.
template <class Queries, class Keys>
concept queries_are_as_long_as_keys =
    sentence::have_rows_alike(Queries::self.shape, Keys::self.shape);
/// Keys and values are as many rows; where they are stacks, of one height.
template <class Keys, class Values>
concept every_key_has_a_value =
    sentence::have_as_many_rows(Keys::self.shape, Values::self.shape);

template <class Q, class K, class V>
concept Attending = operand_is_a_matrix_or_a_stack<Q> && queries_are_as_long_as_keys<Q, K> &&
                    every_key_has_a_value<K, V>;

namespace structure {

/// `q k^T / sqrt(d)`, a row for each query, a column for each key.
template <Expression Q, Expression K>
constexpr auto scores(Q, K) {
  constexpr double length = Q::self.shape[Q::self.shape.rank - 1];
  return product_of<graph::right_transposed, Q, K>{} *
         literal<1 / math::constant_sqrt(length)>{};
}

/// 1 at keys up to the place of the query, 0 beyond.
template <int Queries, int Keys>
constexpr auto keys_so_far() {
  return repeat<1, Keys>(positions<Queries>) >= repeat<0, Queries>(positions<Keys>);
}

/// `scores` of the keys up to the place of the query, and of those beyond -infinity.
template <Expression E>
constexpr auto masked(E scores) {
  constexpr graph::extents shape = E::self.shape;
  constexpr literal<-std::numeric_limits<double>::infinity()> none;
  constexpr auto mask = keys_so_far<shape[shape.rank - 2], shape[shape.rank - 1]>();
  if constexpr (shape.rank == 2)
    return where(mask, scores, none);
  else
    return where(repeat<0, shape[0]>(mask), scores, none);
}

}  // namespace structure

/// For each query the mean of the values, weighted by the softmax of `q k^T / sqrt(d)`.
///
/// Shape   q is [n x d], k [m x d], v [m x e]; the result is [n x e]. Each may be a stack,
///         [h x n x d] and so on, such as of one matrix for each head.
/// Errors  `operand_is_a_matrix_or_a_stack`, `queries_are_as_long_as_keys`,
///         `every_key_has_a_value`.
/// Source  Vaswani et al., arXiv:1706.03762, equation 1.
template <Expression Q, Expression K, Expression V>
  requires Attending<Q, K, V>
constexpr auto attention(Q q, K k, V v) {
  return softmax<-1>(structure::scores(q, k)) * v;
}

/// The same with a query at place i answered by the keys at the places 0 to i alone.
///
/// Shape   that of `attention`.
/// Errors  those of `attention`.
/// Source  Vaswani et al., section 3.2.3; PyTorch scaled_dot_product_attention with is_causal.
template <Expression Q, Expression K, Expression V>
  requires Attending<Q, K, V>
constexpr auto causal_attention(Q q, K k, V v) {
  return softmax<-1>(structure::masked(structure::scores(q, k))) * v;
}

}  // namespace etch
