// SPDX-License-Identifier: BSL-1.0
/// The operand above a bound, a number below.
#pragma once

#include <etch/activation/activation.hpp>
#include <etch/expr/elementwise.hpp>

namespace etch {

/// `x` where x > bound, else `value`, elementwise.
///
/// Shape   keeps the operand's shape; the numbers are scalars or have that shape.
/// Domain  every x; the slope at `bound` is 0.
/// Errors  `shapes_agree`, `number_is_written_with_suffix_c`.
/// Source  PyTorch Threshold; ONNX ThresholdedRelu-10, with the same default bound, has value
/// 0.
template <Expression E, class Bound = literal<1.0>, class Value = literal<0.0>>
  requires Elementwise<E, Bound> && Elementwise<E, Value>
constexpr auto threshold(E x, Bound bound = {}, Value value = {}) {
  return where(x <= bound, value, x);
}

namespace activation {
struct threshold : elementwise {
  static constexpr std::string_view name = "threshold";
  constexpr auto operator()(Expression auto x, auto... numbers) const {
    return etch::threshold(x, numbers...);
  }
};
}  // namespace activation

namespace nn {
template <double... Numbers>
inline constexpr activation::layer<activation::threshold, Numbers...> threshold{};
}  // namespace nn

}  // namespace etch
