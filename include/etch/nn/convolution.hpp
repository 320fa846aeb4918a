// SPDX-License-Identifier: BSL-1.0
/// Convolutions along one axis and along two, as functions and as layers.
///
/// One matrix product of the weights, a row for each output channel, with the windows of the
/// operand, a column for each place; groups of channels are a stack of such products.
#pragma once

#include <etch/expr/operators.hpp>
#include <etch/nn/layer.hpp>
#include <etch/nn/linear.hpp>
#include <etch/nn/spatial.hpp>

namespace etch {

namespace sentence {

template <int Groups>
struct groups {
  static constexpr int value = Groups;
};
template <int Inputs, int Outputs>
struct channels {
  static constexpr int inputs = Inputs, outputs = Outputs;
};

constexpr bool divide(int groups, int inputs, int outputs) {
  return groups > 0 && inputs % groups == 0 && outputs % groups == 0;
}

}  // namespace sentence

/// Input channels and output channels come in groups of one size.
template <class Groups, class Channels>
concept groups_divide_the_channels =
    sentence::divide(Groups::value, Channels::inputs, Channels::outputs);
/// Weights are [out x in / groups x kernel].
template <class W, int Channels, int Groups>
concept weights_have_the_channels_of_a_group = W::self.shape[1] * Groups == Channels;

/// What a convolution asks of the planes `E`.
template <class E, class Sliding, int Outputs, int Groups>
concept Convolvable =
    groups_divide_the_channels<sentence::groups<Groups>,
                               sentence::channels<E::self.shape[0], Outputs>> &&
    SlidesOver<Sliding, E>;

namespace structure {

template <Expression W, spatial Stride, spatial Padding, spatial Dilation>
using sliding_weights =
    sliding<spatial(W::self.shape[2], W::self.shape[3]), Stride, Padding, Dilation>;

/// The product of the weights `w`, [out x in / groups x kh x kw], with windows,
/// [in x kh kw x places].
template <int Groups, Expression W, Expression E>
constexpr auto product_with_windows(W w, E windows) {
  constexpr graph::extents weights = W::self.shape;
  constexpr int outputs = weights[0], summed = weights[1] * weights[2] * weights[3];
  constexpr int places = E::self.shape[2];
  if constexpr (Groups == 1)
    return reshape<outputs, summed>(w) * reshape<summed, places>(windows);
  else
    return reshape<Groups, outputs / Groups, summed>(w) *
           reshape<Groups, summed, places>(windows);
}

/// `w` in all places of the planes `x`.
template <class Sliding, int Groups, Expression E, Expression W>
constexpr auto convolved_planes(E x, W w) {
  const auto windows = windows_of_planes<Sliding>(framed<Sliding>(x));
  return reshaped<places_over<Sliding, E, W::self.shape[0]>>(
      product_with_windows<Groups>(w, windows));
}
/// The same of lines, as planes of height 1.
template <class Sliding, int Groups, Expression E, Expression W>
constexpr auto convolved_lines(E x, W w) {
  return as_lines(convolved_planes<Sliding, Groups>(as_planes(x), as_planes(w)));
}

}  // namespace structure

/// The sums of products of `w` with the windows of `x`, where `Padding` zeros are on either
/// side of each axis. (A cross-correlation, as all libraries have it.)
///
/// Shape   x is [in x h x w], w [out x in / Groups x kernel height x kernel width]; the result
///         is [out x places of the kernel along h x along w].
/// Errors  `rank_of_the_operand_is`, `groups_divide_the_channels`,
///         `weights_have_the_channels_of_a_group`, and those of `windows` and `pad`.
/// Source  PyTorch Conv2d; ONNX Conv-11.
template <spatial Stride = 1, spatial Padding = 0, spatial Dilation = 1, int Groups = 1,
          Expression E, Expression W>
  requires rank_of_the_operand_is<E, 3> && rank_of_the_operand_is<W, 4> &&
           weights_have_the_channels_of_a_group<W, E::self.shape[0], Groups> &&
           Convolvable<E, structure::sliding_weights<W, Stride, Padding, Dilation>,
                       W::self.shape[0], Groups>
constexpr auto conv2d(E x, W w) {
  using sliding = structure::sliding_weights<W, Stride, Padding, Dilation>;
  return structure::convolved_planes<sliding, Groups>(x, w);
}

/// The same along one axis.
///
/// Shape   x is [in x n], w [out x in / Groups x kernel]; the result is [out x places].
/// Errors  those of `conv2d`, of planes of height 1.
/// Source  PyTorch Conv1d; ONNX Conv-11.
template <int Stride = 1, int Padding = 0, int Dilation = 1, int Groups = 1, Expression E,
          Expression W>
  requires rank_of_the_operand_is<E, 2> && rank_of_the_operand_is<W, 3> &&
           weights_have_the_channels_of_a_group<W, E::self.shape[0], Groups> &&
           Convolvable<structure::planes<E>,
                       structure::sliding_weights<structure::planes<W>, {1, Stride},
                                                  {0, Padding}, {1, Dilation}>,
                       W::self.shape[0], Groups>
constexpr auto conv1d(E x, W w) {
  using sliding = structure::sliding_weights<structure::planes<W>, {1, Stride}, {0, Padding},
                                             {1, Dilation}>;
  return structure::convolved_lines<sliding, Groups>(x, w);
}

namespace nn {

/// How a convolution along one axis moves: `{.stride = 2, .padding = 1}`.
struct convolution_1d {
  int stride = 1, padding = 0, dilation = 1, groups = 1;
  nn::bias bias = nn::bias::trained;
};

/// The same along two; a number may be a pair, `{.stride = {2, 1}}`.
struct convolution_2d {
  spatial stride = 1, padding = 0, dilation = 1;
  int groups = 1;
  nn::bias bias = nn::bias::trained;
};

/// `y` and a bias for each channel, if there is one.
template <fixed_string Name, bias Bias, Expression E, class Place>
constexpr auto with_bias_per_channel(E y, Place) {
  if constexpr (Bias == bias::none)
    return y;
  else
    return y +
           structure::per_channel(Place::template parameter<Name, "b", E::self.shape[0]>(), y);
}

template <fixed_string Name, int Outputs, class Sliding, int Groups, bias Bias>
struct conv2d_layer : layer_of<conv2d_layer<Name, Outputs, Sliding, Groups, Bias>> {
  static constexpr auto owner = Name;

  template <Expression E, class Place>
    requires rank_of_the_operand_is<E, 3> && Convolvable<E, Sliding, Outputs, Groups>
  static constexpr auto forward(E x, Place at) {
    constexpr auto w =
        Place::template parameter<Name, "w", Outputs, E::self.shape[0] / Groups,
                                  Sliding::kernel.height, Sliding::kernel.width>();
    return with_bias_per_channel<Name, Bias>(structure::convolved_planes<Sliding, Groups>(x, w),
                                             at);
  }
};

template <fixed_string Name, int Outputs, class Sliding, int Groups, bias Bias>
struct conv1d_layer : layer_of<conv1d_layer<Name, Outputs, Sliding, Groups, Bias>> {
  static constexpr auto owner = Name;

  template <Expression E, class Place>
    requires rank_of_the_operand_is<E, 2> &&
             Convolvable<structure::planes<E>, Sliding, Outputs, Groups>
  static constexpr auto forward(E x, Place at) {
    constexpr auto w = Place::template parameter<Name, "w", Outputs, E::self.shape[0] / Groups,
                                                 Sliding::kernel.width>();
    return with_bias_per_channel<Name, Bias>(structure::convolved_lines<Sliding, Groups>(x, w),
                                             at);
  }
};

/// `nn::conv2d<"c1", 16, 3, {.stride = 2, .padding = 1}>` has 16 output channels and the
/// parameters "c1.w" and "c1.b"; `{.bias = nn::bias::none}` leaves the second out. The kernel
/// may be a pair, `{3, 5}`.
///
/// Shape   [in x h x w] to [Outputs x places along h x along w]; w is
///         [Outputs x in / groups x kernel height x kernel width], b [Outputs].
/// Errors  `rank_of_the_operand_is`, `groups_divide_the_channels`, and those of `windows` and
///         `pad`.
/// Source  PyTorch Conv2d; ONNX Conv-11.
template <fixed_string Name, int Outputs, spatial Kernel, convolution_2d How = {}>
inline constexpr conv2d_layer<Name, Outputs,
                              structure::sliding<Kernel, How.stride, How.padding, How.dilation>,
                              How.groups, How.bias>
    conv2d{};

/// The same along one axis.
///
/// Shape   [in x n] to [Outputs x places]; w is [Outputs x in / groups x Kernel], b [Outputs].
/// Errors  those of `nn::conv2d`, of planes of height 1.
/// Source  PyTorch Conv1d; ONNX Conv-11.
template <fixed_string Name, int Outputs, int Kernel, convolution_1d How = {}>
inline constexpr conv1d_layer<
    Name, Outputs,
    structure::sliding<spatial(1, Kernel), spatial(1, How.stride), spatial(0, How.padding),
                       spatial(1, How.dilation)>,
    How.groups, How.bias>
    conv1d{};

}  // namespace nn

}  // namespace etch
