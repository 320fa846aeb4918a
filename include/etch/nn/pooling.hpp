// SPDX-License-Identifier: BSL-1.0
/// The greatest and the mean of what a window sees, along one axis and along two.
#pragma once

#include <etch/expr/elementwise.hpp>
#include <etch/expr/reductions.hpp>
#include <etch/nn/layer.hpp>
#include <etch/nn/spatial.hpp>

#include <limits>

namespace etch {

namespace sentence {

constexpr bool is_line_or_plane(const graph::extents& shape) {
  return shape.rank == 2 || shape.rank == 3;
}

/// Kernel, stride and padding of a pool along height and width.
template <int Height, int Width, int Down, int Across, int AboveAndBelow, int Beside>
struct pool {
  static constexpr bool fits_along(int axes) {
    return axes == 2 || (Height == Width && Down == Across && AboveAndBelow == Beside);
  }
  static constexpr bool sees_something = 2 * AboveAndBelow <= Height && 2 * Beside <= Width;
};
template <class S>
using pool_of = pool<S::kernel.height, S::kernel.width, S::stride.height, S::stride.width,
                     S::padding.height, S::padding.width>;

}  // namespace sentence

/// A pool's operand is [channels x n] or [channels x h x w].
template <class E>
concept operand_has_channels_and_one_or_two_axes = sentence::is_line_or_plane(E::self.shape);
/// Along one axis a pool has one kernel extent, one stride and one padding.
template <class Pool, int Axes>
concept pool_along_one_axis_has_no_pairs = Pool::fits_along(Axes);
/// No more than half of a window is padding, so that each sees something.
template <class Pool>
concept padding_is_at_most_half_the_kernel = Pool::sees_something;

namespace structure {

/// A pool over planes, and over lines as planes of height 1.
template <class S, class E, int Rank = E::self.shape.rank>
struct pool_over {
  using sliding = S;
  using planes = E;
};
template <class S, class E>
struct pool_over<S, E, 2> {
  using sliding = structure::sliding<spatial(1, S::kernel.width), spatial(1, S::stride.width),
                                     spatial(0, S::padding.width)>;
  using planes = structure::planes<E>;
};

}  // namespace structure

/// What a pool asks of its operand.
template <class E, class Sliding>
concept Poolable =
    operand_has_channels_and_one_or_two_axes<E> &&
    pool_along_one_axis_has_no_pairs<sentence::pool_of<Sliding>, E::self.shape.rank - 1> &&
    padding_is_at_most_half_the_kernel<sentence::pool_of<Sliding>> &&
    SlidesOver<typename structure::pool_over<Sliding, E>::sliding,
               typename structure::pool_over<Sliding, E>::planes>;

namespace structure {

struct greatest_seen {
  /// -infinity on all four sides.
  template <class Sliding, Expression E>
  static constexpr auto framed(E e) {
    if constexpr (Sliding::padding == spatial(0))
      return e;
    else
      return where(structure::framed<Sliding>(reshaped<shape_of<E>>(literal<1.0>{})),
                   structure::framed<Sliding>(e),
                   literal<-std::numeric_limits<double>::infinity()>{});
  }
  static constexpr auto of(Expression auto seen) { return max<1>(seen); }
};

struct mean_seen {
  template <class Sliding, Expression E>
  static constexpr auto framed(E e) {
    return structure::framed<Sliding>(e);
  }
  static constexpr auto of(Expression auto seen) { return mean<1>(seen); }
};

/// What `Seen` makes of each window, for all places of the window.
template <class Sliding, class Seen, Expression E>
constexpr auto pooled(E e) {
  if constexpr (E::self.shape.rank == 2) {
    using over_planes = typename pool_over<Sliding, E>::sliding;
    return as_lines(pooled<over_planes, Seen>(as_planes(e)));
  } else {
    const auto seen = windows_of_planes<Sliding>(Seen::template framed<Sliding>(e));
    return reshaped<places_over<Sliding, E, E::self.shape[0]>>(Seen::of(seen));
  }
}

}  // namespace structure

/// The greatest element that each window sees; elements that share it share the slope in equal
/// parts. Padding is never the greatest.
///
/// Shape   [channels x h x w] to [channels x places along h x along w], or along one axis:
///         [channels x n] to [channels x places].
/// Errors  `operand_has_channels_and_one_or_two_axes`, `pool_along_one_axis_has_no_pairs`,
///         `padding_is_at_most_half_the_kernel`, and those of `windows` and `pad`.
/// Source  PyTorch MaxPool2d; ONNX MaxPool-12.
template <spatial Kernel, spatial Stride = Kernel, spatial Padding = 0, Expression E>
  requires Poolable<E, structure::sliding<Kernel, Stride, Padding>>
constexpr auto max_pool(E x) {
  return structure::pooled<structure::sliding<Kernel, Stride, Padding>,
                           structure::greatest_seen>(x);
}

/// The mean of what each window sees, the zeros of the padding included.
///
/// Shape   as `max_pool`.
/// Errors  those of `max_pool`.
/// Source  PyTorch AvgPool2d; ONNX AveragePool-11 with count_include_pad.
template <spatial Kernel, spatial Stride = Kernel, spatial Padding = 0, Expression E>
  requires Poolable<E, structure::sliding<Kernel, Stride, Padding>>
constexpr auto average_pool(E x) {
  return structure::pooled<structure::sliding<Kernel, Stride, Padding>, structure::mean_seen>(
      x);
}

namespace nn {

/// How a pool moves: `{.stride = 2, .padding = 1}`. Without a stride it moves by its kernel.
struct pooling {
  spatial stride = 0, padding = 0;
};

template <spatial Kernel, pooling How>
using pool =
    structure::sliding<Kernel, How.stride == spatial(0) ? Kernel : How.stride, How.padding>;

template <class Sliding, class Seen>
struct pool_layer : layer_of<pool_layer<Sliding, Seen>> {
  template <Expression E, class Place>
    requires Poolable<E, Sliding>
  static constexpr auto forward(E x, Place) {
    return structure::pooled<Sliding, Seen>(x);
  }
};

/// `max_pool` as a layer: `nn::max_pool<2>`, `nn::max_pool<3, {.stride = 2, .padding = 1}>`.
template <spatial Kernel, pooling How = {}>
inline constexpr pool_layer<pool<Kernel, How>, structure::greatest_seen> max_pool{};

/// `average_pool` as a layer: `nn::average_pool<{1, 3}>`.
template <spatial Kernel, pooling How = {}>
inline constexpr pool_layer<pool<Kernel, How>, structure::mean_seen> average_pool{};

}  // namespace nn

}  // namespace etch
