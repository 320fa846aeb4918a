// SPDX-License-Identifier: BSL-1.0
/// Windows that slide over the last two axes, and zeros around arrays.
#pragma once

#include <etch/expr/structure.hpp>
#include <etch/op/windows.hpp>

#include <cstddef>

namespace etch {

namespace sentence {

/// What a window spans from its first element to its last, along height and width.
template <int Height, int Width>
struct kernel {
  static constexpr int height = Height, width = Width;
};
template <int Height, int Width, int DilationHeight, int DilationWidth>
using dilated = kernel<DilationHeight*(Height - 1) + 1, DilationWidth*(Width - 1) + 1>;
/// What it slides over, with what is put around it.
template <int Height, int Width>
struct plane {
  static constexpr int height = Height, width = Width;
};

template <class E, int PaddedHeight = 0, int PaddedWidth = 0>
using plane_of = plane<E::self.shape[E::self.shape.rank - 2] + 2 * PaddedHeight,
                       E::self.shape[E::self.shape.rank - 1] + 2 * PaddedWidth>;

/// The numbers of a sliding window, for a compiler to print.
template <int... Numbers>
struct numbers {
  static constexpr bool are_in_range =
      ((Numbers >= 1 && Numbers <= op::sliding_window::most) && ...);
};
/// Elements in front of an axis and behind it.
template <int Before, int After>
struct padding {
  static constexpr bool is_possible = Before >= 0 && After >= 0;
};

constexpr bool fits(int kernel_height, int kernel_width, int height, int width) {
  return kernel_height <= height && kernel_width <= width;
}

}  // namespace sentence

template <class E>
concept operand_has_height_and_width = E::self.shape.rank >= 2;
/// Extents, strides and dilations of windows are from 1 to 1023.
template <class Numbers>
concept numbers_of_windows_are_in_range = Numbers::are_in_range;
/// A window spans no more than there is to see, padding included.
template <class Kernel, class Plane>
concept kernel_fits_in_the_operand =
    sentence::fits(Kernel::height, Kernel::width, Plane::height, Plane::width);
/// Nothing is padded with fewer than 0 elements.
template <class Padding>
concept padding_is_not_negative = Padding::is_possible;

namespace structure {

/// Where each window is one element, or there is but one, nothing has to move.
template <Expression E, class Kernel, int Height, int Width, int StrideHeight, int StrideWidth>
inline constexpr bool windows_are_a_reshape = [] {
  using whole = sentence::plane_of<E>;
  const bool elements = Height * Width * StrideHeight * StrideWidth == 1;
  const bool dense = Kernel::height == Height && Kernel::width == Width;
  return elements || (dense && whole::height == Height && whole::width == Width);
}();

template <Expression E, std::size_t Detail>
inline constexpr graph::extents windows_of = op::windows::shape(E::self.shape, Detail);

}  // namespace structure

/// What a sliding window of `Height` x `Width` elements sees: row `i * Width + j` of the result
/// holds the window's element (i, j) in all places, which are ordered as rows of a picture.
///
/// Shape   [.. h x w] to [.. Height * Width x places], under any leading axes; along each axis
///         there are `(extent - reach) / stride` places more than one, rounded down, where
///         `reach = dilation * (kernel - 1) + 1`.
/// Errors  `operand_has_height_and_width`, `numbers_of_windows_are_in_range`,
///         `kernel_fits_in_the_operand`.
/// Source  im2col: Chellapilla, Puri & Simard, IWFHR 2006; PyTorch Unfold.
template <int Height, int Width, int StrideHeight = 1, int StrideWidth = 1,
          int DilationHeight = 1, int DilationWidth = 1, Expression E>
  requires operand_has_height_and_width<E> &&
           numbers_of_windows_are_in_range<sentence::numbers<
               Height, Width, StrideHeight, StrideWidth, DilationHeight, DilationWidth>> &&
           kernel_fits_in_the_operand<
               sentence::dilated<Height, Width, DilationHeight, DilationWidth>,
               sentence::plane_of<E>>
constexpr auto windows(E e) {
  using kernel = sentence::dilated<Height, Width, DilationHeight, DilationWidth>;
  constexpr op::sliding_window window{
      {Height, Width}, {StrideHeight, StrideWidth}, {DilationHeight, DilationWidth}};
  constexpr std::size_t detail = window.packed();
  if constexpr (structure::windows_are_a_reshape<E, kernel, Height, Width, StrideHeight,
                                                 StrideWidth>)
    return structure::reshaped<structure::windows_of<E, detail>>(e);
  else
    return make_with<op::windows, detail>(e);
}

/// Zeros in front of an axis and behind it.
///
/// Shape   the axis has `Before + After` elements more.
/// Errors  `axis_is_one_of_the_operands`, `padding_is_not_negative`.
template <int Axis, int Before, int After, Expression E>
  requires axis_is_one_of_the_operands<Axis, E> &&
           padding_is_not_negative<sentence::padding<Before, After>>
constexpr auto pad(E e) {
  constexpr int axis = sentence::axis_of(Axis, E::self.shape.rank);
  constexpr int length = E::self.shape[axis];
  if constexpr (Before + After == 0)
    return e;
  else
    return structure::shaped_as<op::pad, op::slice_bounds{axis, Before, 1}.packed(),
                                structure::with_length<E, axis, Before + length + After>, E>{};
}

}  // namespace etch
