// SPDX-License-Identifier: BSL-1.0
/// The Gaussian error linear unit, approximated by a hyperbolic tangent.
#pragma once

#include <etch/activation/activation.hpp>
#include <etch/expr/elementwise.hpp>
#include <etch/expr/functions.hpp>
#include <etch/op/sigmoid.hpp>

namespace etch {

/// `x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3)))`, elementwise: off `gelu(x)` by at most
/// 0.0005.
///
/// Shape   keeps the operand's shape.
/// Domain  every finite x; tends to 0 as x falls.
/// Source  Hendrycks & Gimpel, arXiv:1606.08415, section 2; ONNX Gelu-20, approximate = "tanh".
template <Expression E>
constexpr auto gelu_tanh(E x) {
  // (1 + tanh u) / 2 is sigmoid(2 u), which keeps its digits as u falls.
  constexpr literal<1.5957691216057307> sqrt_of_8_over_pi;
  // Long before 64 the sigmoid is 0 or 1; a cube that overflowed would make its slope NaN.
  const auto held = clamp(x, -64_c, 64_c);
  const auto cube = hadamard(held, square(held));
  return hadamard(x, sigmoid(sqrt_of_8_over_pi * (held + 0.044715_c * cube)));
}

namespace activation {
struct gelu_tanh : elementwise {
  static constexpr std::string_view name = "gelu_tanh";
  constexpr auto operator()(Expression auto x) const { return etch::gelu_tanh(x); }
};
}  // namespace activation

namespace nn {
inline constexpr activation::gelu_tanh gelu_tanh{};
}  // namespace nn

}  // namespace etch
