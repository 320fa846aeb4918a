// SPDX-License-Identifier: BSL-1.0
/// A sigmoid with tails of a hyperbola.
#pragma once

#include <etch/activation/activation.hpp>
#include <etch/expr/elementwise.hpp>
#include <etch/op/abs.hpp>

namespace etch {

/// `x / (1 + |x|)`, elementwise.
///
/// Shape   keeps the operand's shape.
/// Domain  every finite x; tends to -1 and 1, slower than tanh.
/// Source  Glorot & Bengio, AISTATS 2010; ONNX Softsign-1. Slope: 1 / (1 + |x|)^2.
template <Expression E>
constexpr auto softsign(E x) {
  return x / (1_c + abs(x));
}

namespace activation {
struct softsign : elementwise {
  static constexpr std::string_view name = "softsign";
  constexpr auto operator()(Expression auto x) const { return etch::softsign(x); }
};
}  // namespace activation

namespace nn {
inline constexpr activation::softsign softsign{};
}  // namespace nn

}  // namespace etch
