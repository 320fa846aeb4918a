// SPDX-License-Identifier: BSL-1.0
/// The Gaussian error linear unit.
#pragma once

#include <etch/activation/activation.hpp>
#include <etch/expr/elementwise.hpp>
#include <etch/op/erfc.hpp>

namespace etch {

/// `x Phi(x)`, Phi the standard normal distribution function (exact form), elementwise.
///
/// Shape   keeps the operand's shape.
/// Domain  every finite x; tends to 0 as x falls, and keeps its digits there.
/// Source  Hendrycks & Gimpel, arXiv:1606.08415, section 2; ONNX Gelu-20.
template <Expression E>
constexpr auto gelu(E x) {
  constexpr literal<0.70710678118654752440> sqrt_half;
  return hadamard(0.5_c * x, erfc(-sqrt_half * x));
}

namespace activation {
struct gelu : elementwise {
  static constexpr std::string_view name = "gelu";
  constexpr auto operator()(Expression auto x) const { return etch::gelu(x); }
};
}  // namespace activation

namespace nn {
inline constexpr activation::gelu gelu{};
}  // namespace nn

}  // namespace etch
