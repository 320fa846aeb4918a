// SPDX-License-Identifier: BSL-1.0
/// The fully connected layer.
#pragma once

#include <etch/expr/operators.hpp>
#include <etch/expr/structure.hpp>
#include <etch/nn/layer.hpp>

namespace etch {

/// The layer computes with vectors: its operand has at least one axis.
template <class E>
concept operand_of_the_layer_is_no_scalar = E::self.shape.rank > 0;

namespace nn {

enum class bias : bool { none, trained };

/// `w x + b` for a vector, or for each vector along the last axis.
template <fixed_string Name, int Outputs, bias Bias>
struct linear_layer : layer_of<linear_layer<Name, Outputs, Bias>> {
  static constexpr auto owner = Name;

  template <Expression E, class Place>
    requires operand_of_the_layer_is_no_scalar<E>
  static constexpr auto forward(E x, Place at) {
    constexpr int rank = E::self.shape.rank;
    if constexpr (rank > 2)
      return structure::reshaped<result<E>>(forward(structure::reshaped<rows<E>>(x), at));
    else
      return with_bias(product<Place>(x), at);
  }

 private:
  template <Expression E>
  static constexpr int inputs = E::self.shape[E::self.shape.rank - 1];
  template <Expression E>
  static constexpr graph::extents rows{
      2, {E::self.shape.elements_between(0, E::self.shape.rank - 1), inputs<E>}};
  template <Expression E>
  static constexpr graph::extents result =
      structure::with_length<E, E::self.shape.rank - 1, Outputs>;

  template <class Place, Expression E>
  static constexpr auto product(E x) {
    constexpr auto w = Place::template parameter<Name, "w", Outputs, inputs<E>>();
    if constexpr (E::self.shape.rank == 1)
      return w * x;
    else
      return x * transpose(w);
  }

  template <Expression E, class Place>
  static constexpr auto with_bias(E wx, Place) {
    constexpr auto b = Place::template parameter<Name, "b", Outputs>();
    if constexpr (Bias == bias::none)
      return wx;
    else if constexpr (E::self.shape.rank == 1)
      return wx + b;
    else
      return wx + repeat<0, E::self.shape[0]>(b);
  }
};

/// `nn::linear<"fc1", 128>` has the parameters "fc1.w" and "fc1.b", `nn::linear<"fc1", 128,
/// nn::bias::none>` only the first.
///
/// Shape   [n] to [Outputs], under any leading axes; w is [Outputs x n], b [Outputs].
/// Errors  `operand_of_the_layer_is_no_scalar`.
/// Source  PyTorch Linear; ONNX Gemm-13.
template <fixed_string Name, int Outputs, bias Bias = bias::trained>
inline constexpr linear_layer<Name, Outputs, Bias> linear{};

}  // namespace nn

}  // namespace etch
