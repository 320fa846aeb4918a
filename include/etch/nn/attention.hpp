// SPDX-License-Identifier: BSL-1.0
/// Multi-head attention.
#pragma once

#include <etch/expr/attention.hpp>
#include <etch/expr/functions.hpp>
#include <etch/nn/sequence.hpp>

namespace etch {

namespace sentence {

template <int Count>
struct heads {
  static constexpr int count = Count;
};
template <int Count>
struct features {
  static constexpr int count = Count;
};

template <class E>
using features_of = features<E::self.shape[E::self.shape.rank - 1]>;

}  // namespace sentence

/// Each head has its own, equal part of the features.
template <class Heads, class Features>
concept heads_divide_the_features = Features::count % Heads::count == 0;

namespace nn {

/// What a step may attend to: every step, or itself and those before it.
enum class mask : bool { none, causal };

template <fixed_string Name, int Heads, mask Mask>
struct multi_head_attention_layer : layer_of<multi_head_attention_layer<Name, Heads, Mask>> {
  static constexpr auto owner = Name;
  using layer_of<multi_head_attention_layer>::operator();

  template <Expression E, class Place>
    requires operand_is_a_sequence<E> &&
             heads_divide_the_features<sentence::heads<Heads>, sentence::features_of<E>>
  static constexpr auto forward(E x, Place at) {
    const auto all = in_heads<3 * Heads>(x, weights<E>(at), biases<E>(at));
    return from_heads<E>(attended(slice<0, 0, Heads>(all), slice<0, Heads, 2 * Heads>(all),
                                  slice<0, 2 * Heads, 3 * Heads>(all)),
                         at);
  }

  template <Expression Q, Expression K, Expression V>
    requires operand_is_a_sequence<Q> &&
             heads_divide_the_features<sentence::heads<Heads>, sentence::features_of<Q>> &&
             queries_are_as_long_as_keys<Q, K> && every_key_has_a_value<K, V> &&
             queries_are_as_long_as_keys<K, V>
  constexpr auto operator()(Q query, K key, V value) const {
    constexpr outermost<evaluation> at;
    return from_heads<Q>(
        attended(projected<0>(query, at), projected<1>(key, at), projected<2>(value, at)), at);
  }

 private:
  template <Expression E>
  static constexpr int features = E::self.shape[1];
  template <Expression E, class Place>
  static constexpr auto weights(Place) {
    return Place::template parameter<Name, "w_in", 3 * features<E>, features<E>>();
  }
  template <Expression E, class Place>
  static constexpr auto biases(Place) {
    return Place::template parameter<Name, "b_in", 3 * features<E>>();
  }

  /// `x w^T + b` as a stack of `Count` matrices, each of as many columns.
  template <int Count, Expression E, Expression W, Expression B>
  static constexpr auto in_heads(E x, W w, B b) {
    constexpr int steps = E::self.shape[0], columns = B::self.shape[0] / Count;
    const auto rows = x * transpose(w) + repeat<0, steps>(b);
    return permute<1, 0, 2>(reshape<steps, Count, columns>(rows));
  }

  /// The queries, the keys or the values of all heads, by their third of the weights.
  template <int Third, Expression E, class Place>
  static constexpr auto projected(E x, Place at) {
    constexpr int first = Third * features<E>, last = first + features<E>;
    return in_heads<Heads>(x, slice<0, first, last>(weights<E>(at)),
                           slice<0, first, last>(biases<E>(at)));
  }

  template <Expression Q, Expression K, Expression V>
  static constexpr auto attended(Q q, K k, V v) {
    if constexpr (Mask == mask::causal)
      return causal_attention(q, k, v);
    else
      return attention(q, k, v);
  }

  /// The heads beside each other, and the last product; the result has the shape of `E`.
  template <Expression E, Expression H, class Place>
  static constexpr auto from_heads(H heads, Place) {
    constexpr auto w = Place::template parameter<Name, "w_out", features<E>, features<E>>();
    constexpr auto b = Place::template parameter<Name, "b_out", features<E>>();
    constexpr int steps = E::self.shape[0];
    const auto rows = reshape<steps, features<E>>(permute<1, 0, 2>(heads));
    return rows * transpose(w) + repeat<0, steps>(b);
  }
};

/// Attention of the steps of a sequence to each other, in several heads: `nn::residual(
/// nn::multi_head_attention<"a", 8>)`, or with `nn::mask::causal` only to steps before.
/// Queries, keys, values and the result each go through a linear layer, with the parameters
/// "a.w_in" and "a.b_in" of the first three, one below the other, and "a.w_out" and "a.b_out".
///
/// `nn::multi_head_attention<"a", 8>(query, key, value)` attends to other sequences. (What is
/// called "a" within `nn::scoped<"encoder">` is "encoder.a" there.)
///
/// Shape   [steps x n] keeps its shape, that of the query; keys and values are of one other
///         number of steps; w_in is [3 n x n], b_in [3 n], w_out [n x n], b_out [n].
/// Errors  `operand_is_a_sequence`, `heads_divide_the_features`, `queries_are_as_long_as_keys`,
///         `every_key_has_a_value`.
/// Source  Vaswani et al., arXiv:1706.03762, section 3.2.2; PyTorch MultiheadAttention, whose
///         parameters these are.
template <fixed_string Name, int Heads, mask Mask = mask::none>
inline constexpr multi_head_attention_layer<Name, Heads, Mask> multi_head_attention{};

}  // namespace nn

}  // namespace etch
