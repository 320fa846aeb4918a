// SPDX-License-Identifier: BSL-1.0
/// The general logistic function.
#pragma once

#include <etch/activation/activation.hpp>
#include <etch/expr/elementwise.hpp>
#include <etch/op/sigmoid.hpp>

namespace etch {

/// `height / (1 + e^(-rate (x - middle)))`, elementwise; `sigmoid` with a height of 1, a rate
/// of 1 and the middle of its curve at 0.
///
/// Shape   keeps the operand's shape; the numbers are scalars or have that shape.
/// Domain  every x; 0 and `height` in the far tails.
/// Errors  `shapes_agree`, `number_is_written_with_suffix_c`.
/// Source  Verhulst 1845; slope: rate s (1 - s / height) with s the value.
template <Expression E, class Height = literal<1.0>, class Rate = literal<1.0>,
          class Middle = literal<0.0>>
  requires Elementwise<E, Height> && Elementwise<E, Rate> && Elementwise<E, Middle>
constexpr auto logistic(E x, Height height = {}, Rate rate = {}, Middle middle = {}) {
  return hadamard(height, sigmoid(hadamard(rate, x - middle)));
}

namespace activation {
struct logistic : elementwise {
  static constexpr std::string_view name = "logistic";
  constexpr auto operator()(Expression auto x, auto... numbers) const {
    return etch::logistic(x, numbers...);
  }
};
}  // namespace activation

namespace nn {
template <double... Numbers>
inline constexpr activation::layer<activation::logistic, Numbers...> logistic{};
}  // namespace nn

}  // namespace etch
