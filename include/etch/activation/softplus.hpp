// SPDX-License-Identifier: BSL-1.0
/// A smooth form of relu; the operation is in op/softplus.hpp.
#pragma once

#include <etch/activation/activation.hpp>
#include <etch/expr/elementwise.hpp>
#include <etch/op/softplus.hpp>

namespace etch {

/// `ln(1 + e^(sharpness x)) / sharpness`, elementwise: nears relu as `sharpness` grows.
///
/// Shape   keeps the operand's shape; `sharpness` is a scalar or has that shape.
/// Domain  every x, sharpness > 0.
/// Errors  `shapes_agree`, `number_is_written_with_suffix_c`.
/// Source  PyTorch Softplus, where it is beta; slope: sigmoid(sharpness x).
template <Expression E, class Sharpness>
  requires Elementwise<E, Sharpness>
constexpr auto softplus(E x, Sharpness sharpness) {
  return softplus(hadamard(sharpness, x)) / sharpness;
}

namespace activation {
struct softplus : elementwise {
  static constexpr std::string_view name = "softplus";
  constexpr auto operator()(Expression auto x, auto... numbers) const {
    return etch::softplus(x, numbers...);
  }
};
}  // namespace activation

namespace nn {
template <double... Numbers>
inline constexpr activation::layer<activation::softplus, Numbers...> softplus{};
}  // namespace nn

}  // namespace etch
