// SPDX-License-Identifier: BSL-1.0
/// A hyperbolic tangent made of straight lines.
#pragma once

#include <etch/activation/activation.hpp>
#include <etch/expr/elementwise.hpp>

namespace etch {

/// `x`, but no less than `low` and no more than `high`, elementwise.
///
/// Shape   keeps the operand's shape; the numbers are scalars or have that shape.
/// Domain  every x; the slopes at `low` and `high` are 0.
/// Errors  `shapes_agree`, `number_is_written_with_suffix_c`.
/// Source  Collobert, Large scale machine learning (2004); ONNX Clip-13.
template <Expression E, class Low = literal<-1.0>, class High = literal<1.0>>
  requires Elementwise<E, Low> && Elementwise<E, High>
constexpr auto hardtanh(E x, Low low = {}, High high = {}) {
  return min(max(x, low), high);
}

namespace activation {
struct hardtanh : elementwise {
  static constexpr std::string_view name = "hardtanh";
  constexpr auto operator()(Expression auto x, auto... numbers) const {
    return etch::hardtanh(x, numbers...);
  }
};
}  // namespace activation

namespace nn {
template <double... Numbers>
inline constexpr activation::layer<activation::hardtanh, Numbers...> hardtanh{};
}  // namespace nn

}  // namespace etch
