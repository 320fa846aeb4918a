// SPDX-License-Identifier: BSL-1.0
/// Windows that slide over the last two axes, and the sum of what lies in them.
#pragma once

#include <etch/graph/list.hpp>
#include <etch/graph/move.hpp>
#include <etch/op/operation.hpp>

namespace etch {

namespace op {

/// Along height and width, the last two axes: what one window sees, how far apart windows are,
/// and how far apart are the elements that they see.
struct sliding_window {
  int kernel[2]{1, 1}, stride[2]{1, 1}, dilation[2]{1, 1};

  static constexpr int bits = 10;
  static constexpr int most = (1 << bits) - 1;  ///< the greatest number that a detail holds

  constexpr std::size_t packed() const {
    std::size_t detail = 0;
    for (const int* numbers : {dilation, stride, kernel}) {
      for (int i = 2; i-- > 0;) detail = detail << bits | static_cast<std::size_t>(numbers[i]);
    }
    return detail;
  }
  static constexpr sliding_window of(std::size_t detail) {
    sliding_window result;
    for (int* numbers : {result.kernel, result.stride, result.dilation}) {
      for (int i = 0; i < 2; ++i, detail >>= bits) numbers[i] = static_cast<int>(detail & most);
    }
    return result;
  }

  /// Elements from the first to the last that a window sees.
  constexpr int reach(int side) const { return dilation[side] * (kernel[side] - 1) + 1; }
  /// Windows beside each other over `length` elements.
  constexpr int places(int side, int length) const {
    return (length - reach(side)) / stride[side] + 1;
  }

  /// The shape of the windows of an array of shape `whole`: what each sees, then their places.
  constexpr graph::extents over(const graph::extents& whole) const {
    const int height = whole.rank - 2, width = whole.rank - 1;
    graph::extents result = whole;
    result.extent[height] = kernel[0] * kernel[1];
    result.extent[width] = places(0, whole[height]) * places(1, whole[width]);
    return result;
  }

  /// The copy from an array of shape `whole` to its windows.
  constexpr graph::move from_whole(const graph::extents& whole) const {
    const int height = whole[whole.rank - 2], width = whole[whole.rank - 1];
    const int down = places(0, height), across = places(1, width);
    const int seen = down * across;
    return {.count = {whole.elements_between(0, whole.rank - 2), kernel[0], kernel[1], down,
                      across},
            .from_stride = {height * width, dilation[0] * width, dilation[1], stride[0] * width,
                            stride[1]},
            .to_stride = {kernel[0] * kernel[1] * seen, kernel[1] * seen, seen, across, 1}};
  }
};

/// What each place of a window sees, in all windows; the `detail` holds a `sliding_window`.
///
/// Source  im2col: Chellapilla, Puri & Simard, IWFHR 2006.
struct windows : rearrangement {
  static constexpr std::string_view name = "windows";
  static constexpr graph::extents shape(const graph::extents& operand, std::size_t detail) {
    return sliding_window::of(detail).over(operand);
  }
  static constexpr graph::handle pullback(const graph::handle* x, graph::handle value,
                                          graph::handle adjoint, int);
  static constexpr graph::list<graph::move> moves(const graph::extents& from,
                                                  const graph::extents&, std::size_t detail,
                                                  int) {
    graph::list<graph::move> result;
    result.push(sliding_window::of(detail).from_whole(from));
    return result;
  }
  static constexpr std::size_t deeper(std::size_t detail) { return detail; }
};

/// Windows back in their places; where several lie over each other their elements add up.
struct overlap_add : rearrangement {
  static constexpr std::string_view name = "overlap_add";
  static constexpr bool accumulates = true;
  static constexpr graph::handle pullback(const graph::handle*, graph::handle value,
                                          graph::handle adjoint, int) {
    return make_with<windows>(value->detail, adjoint);
  }
  static constexpr graph::list<graph::move> moves(const graph::extents&,
                                                  const graph::extents& to, std::size_t detail,
                                                  int) {
    graph::list<graph::move> result;
    result.push(sliding_window::of(detail).from_whole(to).reversed());
    return result;
  }
  static constexpr std::size_t deeper(std::size_t detail) { return detail; }
};

constexpr graph::handle windows::pullback(const graph::handle* x, graph::handle value,
                                          graph::handle adjoint, int) {
  return make_shaped<overlap_add>(x[0]->shape, value->detail, adjoint);
}

}  // namespace op

}  // namespace etch
