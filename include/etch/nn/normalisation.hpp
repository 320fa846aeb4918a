// SPDX-License-Identifier: BSL-1.0
/// Normalisation of each vector: to mean 0 and variance 1, or to a mean square of 1.
#pragma once

#include <etch/expr/reductions.hpp>
#include <etch/nn/layer.hpp>
#include <etch/nn/linear.hpp>
#include <etch/nn/spatial.hpp>
#include <etch/op/rsqrt.hpp>

namespace etch {

/// What vectors along the last axis are multiplied by has their length.
template <class V, class E>
concept vector_has_the_length_of_the_last_axis =
    V::self.shape.rank == 1 && V::self.shape[0] == E::self.shape[E::self.shape.rank - 1];

namespace structure {

/// One number for each place of the last axis of `E`, for all vectors along it.
template <Expression V, Expression E>
constexpr auto per_place(V v, E) {
  constexpr int rank = E::self.shape.rank;
  if constexpr (rank == 1)
    return v;
  else
    return reshaped<shape_of<E>>(repeated<0, E::self.shape.elements_between(0, rank - 1)>(v));
}

/// Each vector along the last axis times `1 / sqrt(mean of its squares + Epsilon)`.
template <double Epsilon, Expression E>
constexpr auto over_root_of_mean_square(E x) {
  const auto size = rsqrt(mean<-1>(square(x)) + literal<Epsilon>{});
  return hadamard(x, repeated_like<-1>(size, x));
}

}  // namespace structure

/// Each vector along the last axis, less its mean and over its standard deviation.
///
/// Shape   keeps the operand's shape, of at least one axis.
/// Domain  every x; `Epsilon` is added to the variance.
/// Errors  `operand_of_the_layer_is_no_scalar`.
/// Source  Ba, Kiros & Hinton, arXiv:1607.06450, equation 3; PyTorch LayerNorm.
template <double Epsilon = 1e-5, Expression E>
  requires operand_of_the_layer_is_no_scalar<E>
constexpr auto layer_norm(E x) {
  return structure::over_root_of_mean_square<Epsilon>(
      x - structure::repeated_like<-1>(mean<-1>(x), x));
}

/// The same, then times `scale` and plus `shift`, which have the length of the vectors.
///
/// Errors  `vector_has_the_length_of_the_last_axis`.
/// Source  ONNX LayerNormalization-17.
template <double Epsilon = 1e-5, Expression E, Expression Scale, Expression Shift>
  requires operand_of_the_layer_is_no_scalar<E> &&
           vector_has_the_length_of_the_last_axis<Scale, E> &&
           vector_has_the_length_of_the_last_axis<Shift, E>
constexpr auto layer_norm(E x, Scale scale, Shift shift) {
  return hadamard(layer_norm<Epsilon>(x), structure::per_place(scale, x)) +
         structure::per_place(shift, x);
}

/// Each vector along the last axis over the root of the mean of its squares.
///
/// Shape   keeps the operand's shape, of at least one axis.
/// Domain  every x; `Epsilon` is added to the mean.
/// Errors  `operand_of_the_layer_is_no_scalar`.
/// Source  Zhang & Sennrich, arXiv:1910.07467, equation 4.
template <double Epsilon = 1e-5, Expression E>
  requires operand_of_the_layer_is_no_scalar<E>
constexpr auto rms_norm(E x) {
  return structure::over_root_of_mean_square<Epsilon>(x);
}

/// The same, then times `scale`, which has the length of the vectors.
///
/// Errors  `vector_has_the_length_of_the_last_axis`.
/// Source  ONNX RMSNormalization-23.
template <double Epsilon = 1e-5, Expression E, Expression Scale>
  requires operand_of_the_layer_is_no_scalar<E> &&
           vector_has_the_length_of_the_last_axis<Scale, E>
constexpr auto rms_norm(E x, Scale scale) {
  return hadamard(rms_norm<Epsilon>(x), structure::per_place(scale, x));
}

namespace nn {

template <fixed_string Name, double Epsilon>
struct layer_norm_layer : layer_of<layer_norm_layer<Name, Epsilon>> {
  static constexpr auto owner = Name;

  template <Expression E, class Place>
    requires operand_of_the_layer_is_no_scalar<E>
  static constexpr auto forward(E x, Place) {
    constexpr int length = E::self.shape[E::self.shape.rank - 1];
    return etch::layer_norm<Epsilon>(x, Place::template parameter<Name, "scale", length>(),
                                     Place::template parameter<Name, "shift", length>());
  }
};

template <fixed_string Name, double Epsilon>
struct rms_norm_layer : layer_of<rms_norm_layer<Name, Epsilon>> {
  static constexpr auto owner = Name;

  template <Expression E, class Place>
    requires operand_of_the_layer_is_no_scalar<E>
  static constexpr auto forward(E x, Place) {
    constexpr int length = E::self.shape[E::self.shape.rank - 1];
    return etch::rms_norm<Epsilon>(x, Place::template parameter<Name, "scale", length>());
  }
};

/// `layer_norm` as a layer: `nn::layer_norm<"n">` has the parameters "n.scale" and "n.shift".
template <fixed_string Name, double Epsilon = 1e-5>
inline constexpr layer_norm_layer<Name, Epsilon> layer_norm{};

/// `rms_norm` as a layer: `nn::rms_norm<"n">` has the parameter "n.scale".
template <fixed_string Name, double Epsilon = 1e-5>
inline constexpr rms_norm_layer<Name, Epsilon> rms_norm{};

}  // namespace nn

}  // namespace etch
