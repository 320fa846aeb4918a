// SPDX-License-Identifier: BSL-1.0
/// Soft thresholding.
#pragma once

#include <etch/activation/activation.hpp>
#include <etch/expr/elementwise.hpp>

namespace etch {

/// `x` moved towards 0 by `bound`, and 0 where it is nearer, elementwise.
///
/// Shape   keeps the operand's shape; `bound` is a scalar or has that shape.
/// Domain  every x, bound >= 0; the slopes at -bound and bound are 0.
/// Errors  `shapes_agree`, `number_is_written_with_suffix_c`.
/// Source  Donoho, IEEE Trans. Inf. Theory 41 (1995); ONNX Shrink-9 with bias = lambd.
template <Expression E, class Bound = literal<0.5>>
  requires Elementwise<E, Bound>
constexpr auto softshrink(E x, Bound bound = {}) {
  return max(x - bound, 0_c) - max(-bound - x, 0_c);
}

namespace activation {
struct softshrink : elementwise {
  static constexpr std::string_view name = "softshrink";
  constexpr auto operator()(Expression auto x, auto... numbers) const {
    return etch::softshrink(x, numbers...);
  }
};
}  // namespace activation

namespace nn {
template <double... Numbers>
inline constexpr activation::layer<activation::softshrink, Numbers...> softshrink{};
}  // namespace nn

}  // namespace etch
