// SPDX-License-Identifier: BSL-1.0
/// Hard thresholding.
#pragma once

#include <etch/activation/activation.hpp>
#include <etch/expr/elementwise.hpp>
#include <etch/op/abs.hpp>

namespace etch {

/// `x`, but 0 where |x| <= bound, elementwise.
///
/// Shape   keeps the operand's shape; `bound` is a scalar or has that shape.
/// Domain  every x, bound >= 0; the slopes at -bound and bound are 0.
/// Errors  `shapes_agree`, `number_is_written_with_suffix_c`.
/// Source  Donoho & Johnstone, Biometrika 81 (1994); ONNX Shrink-9 with bias = 0.
template <Expression E, class Bound = literal<0.5>>
  requires Elementwise<E, Bound>
constexpr auto hardshrink(E x, Bound bound = {}) {
  return where(abs(x) <= bound, 0_c, x);
}

namespace activation {
struct hardshrink : elementwise {
  static constexpr std::string_view name = "hardshrink";
  constexpr auto operator()(Expression auto x, auto... numbers) const {
    return etch::hardshrink(x, numbers...);
  }
};
}  // namespace activation

namespace nn {
template <double... Numbers>
inline constexpr activation::layer<activation::hardshrink, Numbers...> hardshrink{};
}  // namespace nn

}  // namespace etch
