// SPDX-License-Identifier: BSL-1.0
/// The rectified linear unit with a slope below 0.
#pragma once

#include <etch/activation/activation.hpp>
#include <etch/expr/elementwise.hpp>

namespace etch {

/// `x` where x > 0, else `a x`, elementwise.
///
/// Shape   keeps the operand's shape; `a` is a scalar or has that shape.
/// Domain  every x; the slope at 0 is `a`.
/// Errors  `shapes_agree`, `number_is_written_with_suffix_c`.
/// Source  Maas, Hannun & Ng, ICML 2013; ONNX LeakyRelu-16, with the same default.
template <Expression E, class A = literal<0.01>>
  requires Elementwise<E, A>
constexpr auto leaky_relu(E x, A a = {}) {
  return where(x > 0_c, x, hadamard(a, x));
}

namespace activation {
struct leaky_relu : elementwise {
  static constexpr std::string_view name = "leaky_relu";
  constexpr auto operator()(Expression auto x, auto... numbers) const {
    return etch::leaky_relu(x, numbers...);
  }
};
}  // namespace activation

namespace nn {
template <double... Numbers>
inline constexpr activation::layer<activation::leaky_relu, Numbers...> leaky_relu{};
}  // namespace nn

}  // namespace etch
