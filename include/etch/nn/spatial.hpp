// SPDX-License-Identifier: BSL-1.0
/// What layers of pictures and of sequences share: channels, each over a plane or over a line.
#pragma once

#include <etch/expr/windows.hpp>

namespace etch {

/// One number for height and width, or one for each: `3`, `{3, 5}`.
struct spatial {
  int height, width;

  constexpr spatial(int both) : height(both), width(both) {}
  constexpr spatial(int along_height, int along_width)
      : height(along_height), width(along_width) {}
  constexpr bool operator==(const spatial&) const = default;
};

namespace structure {

/// How a kernel moves: what it sees, how far apart its places are, the zeros around what it
/// moves over, and how far apart are the elements that it sees.
template <spatial Kernel, spatial Stride, spatial Padding, spatial Dilation = 1>
struct sliding {
  static constexpr spatial kernel = Kernel, stride = Stride, padding = Padding,
                           dilation = Dilation;
  static constexpr op::sliding_window window{{Kernel.height, Kernel.width},
                                             {Stride.height, Stride.width},
                                             {Dilation.height, Dilation.width}};
};

}  // namespace structure

namespace sentence {

template <class S>
using span_of =
    dilated<S::kernel.height, S::kernel.width, S::dilation.height, S::dilation.width>;
template <class S>
using numbers_of = numbers<S::kernel.height, S::kernel.width, S::stride.height, S::stride.width,
                           S::dilation.height, S::dilation.width>;
template <class S>
using padding_of = padding<S::padding.height, S::padding.width>;
template <class S, class E>
using padded = plane_of<E, S::padding.height, S::padding.width>;

}  // namespace sentence

template <class E, int Rank>
concept rank_of_the_operand_is = E::self.shape.rank == Rank;

/// A kernel has at least one place over the planes `E`.
template <class Sliding, class E>
concept SlidesOver =
    numbers_of_windows_are_in_range<sentence::numbers_of<Sliding>> &&
    padding_is_not_negative<sentence::padding_of<Sliding>> &&
    kernel_fits_in_the_operand<sentence::span_of<Sliding>, sentence::padded<Sliding, E>>;

namespace structure {

template <Expression E>
inline constexpr graph::extents shape_of = E::self.shape;

/// A row of elements for each channel, the places of the first axis.
template <Expression E>
inline constexpr graph::extents channels_of{
    2, {E::self.shape[0], E::self.shape.elements_between(1, E::self.shape.rank)}};

/// One number for each channel of `E`, in all places of the channel.
template <Expression V, Expression E>
constexpr auto per_channel(V v, E) {
  if constexpr (E::self.shape.rank == 1)
    return v;
  else
    return reshaped<shape_of<E>>(repeated<1, channels_of<E>.extent[1]>(v));
}

/// Lines, along the last axis, as planes of height 1.
template <Expression E>
inline constexpr graph::extents shape_of_planes = E::self.shape.with(E::self.shape.rank - 1, 1);
template <Expression E>
constexpr auto as_planes(E e) {
  return reshaped<shape_of_planes<E>>(e);
}
template <Expression E>
using planes = decltype(as_planes(E{}));

/// Planes of height 1 as lines.
template <Expression E>
inline constexpr graph::extents shape_of_lines = E::self.shape.without(E::self.shape.rank - 2);
template <Expression E>
constexpr auto as_lines(E e) {
  return reshaped<shape_of_lines<E>>(e);
}

/// Zeros on all four sides.
template <class Sliding, Expression E>
constexpr auto framed(E e) {
  constexpr spatial padding = Sliding::padding;
  return pad<-1, padding.width, padding.width>(pad<-2, padding.height, padding.height>(e));
}

/// The windows over planes that are framed already.
template <class Sliding, Expression E>
constexpr auto windows_of_planes(E e) {
  constexpr op::sliding_window w = Sliding::window;
  return windows<w.kernel[0], w.kernel[1], w.stride[0], w.stride[1], w.dilation[0],
                 w.dilation[1]>(e);
}

/// One value for each channel and each place of a kernel over the planes `E`.
template <class Sliding, Expression E, int Channels>
inline constexpr graph::extents places_over = [] {
  constexpr op::sliding_window w = Sliding::window;
  constexpr graph::extents planes = E::self.shape;
  return graph::make_extents(Channels, w.places(0, planes[1] + 2 * Sliding::padding.height),
                             w.places(1, planes[2] + 2 * Sliding::padding.width));
}();

}  // namespace structure

}  // namespace etch
