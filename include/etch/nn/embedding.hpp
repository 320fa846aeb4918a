// SPDX-License-Identifier: BSL-1.0
/// Vectors that stand for labels.
#pragma once

#include <etch/expr/elementwise.hpp>
#include <etch/nn/layer.hpp>
#include <etch/nn/spatial.hpp>

namespace etch {

/// Labels are one number or a vector of them.
template <class E>
concept labels_are_a_scalar_or_a_vector = E::self.shape.rank <= 1;

/// Row `t` of a table for the label `t`. A label that is no row's gives zeros.
///
/// Shape   [] and [count x size] to [size]; [n] and [count x size] to [n x size].
/// Domain  integers from 0 to count - 1, which are no variables: their slope is 0.
/// Errors  `labels_are_a_scalar_or_a_vector`, `rank_of_the_operand_is`.
/// Source  PyTorch Embedding; as a product with rows of zeros and a one, ONNX OneHot-11.
template <Expression E, Expression W>
  requires labels_are_a_scalar_or_a_vector<E> && rank_of_the_operand_is<W, 2>
constexpr auto embedding(E labels, W table) {
  constexpr int count = W::self.shape[0];
  if constexpr (E::self.shape.rank == 0) {
    return transpose(table) * one_hot<count>(labels);
  } else {
    constexpr int n = E::self.shape[0];
    return equal(repeat<0, n>(positions<count>), repeat<1, count>(labels)) * table;
  }
}

namespace nn {

template <fixed_string Name, int Count, int Size>
struct embedding_layer : layer_of<embedding_layer<Name, Count, Size>> {
  static constexpr auto owner = Name;

  template <Expression E, class Place>
    requires labels_are_a_scalar_or_a_vector<E>
  static constexpr auto forward(E labels, Place) {
    return etch::embedding(labels, Place::template parameter<Name, "w", Count, Size>());
  }
};

/// `nn::embedding<"e", 1000, 16>`: a vector of 16 for each of 1000 labels, the rows of the
/// parameter "e.w".
///
/// Shape   [] to [Size]; [n] to [n x Size].
/// Errors  `labels_are_a_scalar_or_a_vector`.
/// Source  PyTorch Embedding.
template <fixed_string Name, int Count, int Size>
inline constexpr embedding_layer<Name, Count, Size> embedding{};

}  // namespace nn

}  // namespace etch
