// SPDX-License-Identifier: BSL-1.0
/// The rectified linear unit.
#pragma once

#include <etch/activation/activation.hpp>
#include <etch/expr/elementwise.hpp>

namespace etch {

/// `max(x, 0)`, elementwise.
///
/// Shape   keeps the operand's shape.
/// Domain  every x; the slope at 0 is 0.
/// Source  Nair & Hinton, ICML 2010; ONNX Relu-14.
template <Expression E>
constexpr auto relu(E x) {
  return max(x, 0_c);
}

namespace activation {
struct relu : elementwise {
  static constexpr std::string_view name = "relu";
  constexpr auto operator()(Expression auto x) const { return etch::relu(x); }
};
}  // namespace activation

namespace nn {
inline constexpr activation::relu relu{};
}  // namespace nn

}  // namespace etch
