// SPDX-License-Identifier: BSL-1.0
/// Normalisation of each channel over the samples of a batch.
#pragma once

#include <etch/expr/assignment.hpp>
#include <etch/expr/reductions.hpp>
#include <etch/nn/layer.hpp>
#include <etch/nn/linear.hpp>
#include <etch/nn/spatial.hpp>
#include <etch/op/rsqrt.hpp>

#include <tuple>
#include <type_traits>

namespace etch {

/// Channels are the places of the first axis, and each has a number.
template <class V, class E>
concept vector_has_a_number_for_each_channel =
    V::self.shape.rank == 1 && V::self.shape[0] == E::self.shape[0];

namespace structure {

/// The mean of each channel over all its places and all samples.
template <Expression E>
constexpr auto batch_mean_of_channels(E x) {
  if constexpr (E::self.shape.rank == 1)
    return batch_mean(x);
  else
    return batch_mean(mean<1>(reshaped<channels_of<E>>(x)));
}

/// The statistics of the batch that `x` is one sample of.
template <Expression E>
struct batch_statistics {
  static constexpr auto mean = batch_mean_of_channels(E{});
  static constexpr auto centred = E{} - per_channel(mean, E{});
  static constexpr auto variance = batch_mean_of_channels(square(centred));
  /// The number of elements that each is made from.
  static constexpr auto count =
      literal<static_cast<double>(E::self.shape.elements_between(1, E::self.shape.rank))>{} *
      number_of_samples{};
};

}  // namespace structure

/// `(x - mean) / sqrt(variance + Epsilon)` times `scale` plus `shift`, all of which have one
/// number for each channel: affine in x.
///
/// Shape   keeps the operand's shape, [channels ...].
/// Domain  variance >= 0.
/// Errors  `operand_of_the_layer_is_no_scalar`, `vector_has_a_number_for_each_channel`.
/// Source  Ioffe & Szegedy, arXiv:1502.03167, algorithm 2; ONNX BatchNormalization-15.
template <double Epsilon = 1e-5, Expression E, Expression Mean, Expression Variance,
          Expression Scale, Expression Shift>
  requires operand_of_the_layer_is_no_scalar<E> &&
           vector_has_a_number_for_each_channel<Mean, E> &&
           vector_has_a_number_for_each_channel<Variance, E> &&
           vector_has_a_number_for_each_channel<Scale, E> &&
           vector_has_a_number_for_each_channel<Shift, E>
constexpr auto batch_norm(E x, Mean mean, Variance variance, Scale scale, Shift shift) {
  const auto slope = hadamard(scale, rsqrt(variance + literal<Epsilon>{}));
  return hadamard(x, structure::per_channel(slope, x)) +
         structure::per_channel(shift - hadamard(mean, slope), x);
}

namespace nn {

template <fixed_string Name, double Epsilon, double Momentum>
struct batch_norm_layer : layer_of<batch_norm_layer<Name, Epsilon, Momentum>> {
  static constexpr auto owner = Name;

  template <Expression E, class Place>
    requires operand_of_the_layer_is_no_scalar<E>
  static constexpr auto forward(E x, Place) {
    constexpr auto scale = Place::template parameter<Name, "scale", E::self.shape[0]>();
    constexpr auto shift = Place::template parameter<Name, "shift", E::self.shape[0]>();
    if constexpr (Place::trains) {
      using batch = structure::batch_statistics<E>;
      constexpr auto slope = hadamard(scale, rsqrt(batch::variance + literal<Epsilon>{}));
      return hadamard(batch::centred, structure::per_channel(slope, x)) +
             structure::per_channel(shift, x);
    } else {
      return etch::batch_norm<Epsilon>(x, mean_of<E>(Place{}), variance_of<E>(Place{}), scale,
                                       shift);
    }
  }

  /// The running statistics after a step of training. That of the variance is unbiased, where
  /// there is more than one element to estimate it from.
  template <Expression E, class Place>
  static constexpr auto updates(E, Place at) {
    using batch = structure::batch_statistics<E>;
    constexpr auto degrees = max(batch::count - literal<1.0>{}, literal<1.0>{});
    constexpr auto unbiased = batch::variance * (batch::count / degrees);
    // In the order in which the layer uses them, for that is the order of `states<T>(model)`.
    return std::tuple{moved(variance_of<E>(at), unbiased), moved(mean_of<E>(at), batch::mean)};
  }

 private:
  template <Expression E, class Place>
  static constexpr auto mean_of(Place) {
    return Place::template state<Name, "mean", E::self.shape[0]>();
  }
  template <Expression E, class Place>
  static constexpr auto variance_of(Place) {
    return Place::template state<Name, "variance", E::self.shape[0]>();
  }
  /// The state a step nearer to the batch's own.
  template <Symbol S, Expression E>
  static constexpr auto moved(S state, E own) {
    const auto next = literal<1 - Momentum>{} * state + literal<Momentum>{} * own;
    return assignment<S, std::remove_const_t<decltype(next)>>{};
  }
};

/// Each channel, the places of the first axis, with mean 0 and variance 1 over the samples of a
/// batch and all places of the channel; then times "name.scale" plus "name.shift". While it is
/// trained the batch's own mean and variance are taken, and `nn::next_states` has the running
/// ones: a step of `Momentum` towards the batch's. In evaluation these are taken, the states
/// "name.mean" and "name.variance", so that the layer is affine.
///
/// Shape   keeps the operand's shape: [channels], [channels x n], [channels x h x w].
/// Domain  trained on more than one number per channel.
/// Errors  `operand_of_the_layer_is_no_scalar`.
/// Source  Ioffe & Szegedy, arXiv:1502.03167; PyTorch BatchNorm2d, whose running variance is
///         the unbiased one.
template <fixed_string Name, double Epsilon = 1e-5, double Momentum = 0.1>
inline constexpr batch_norm_layer<Name, Epsilon, Momentum> batch_norm{};

}  // namespace nn

}  // namespace etch
