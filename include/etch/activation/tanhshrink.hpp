// SPDX-License-Identifier: BSL-1.0
/// What tanh takes away.
#pragma once

#include <etch/activation/activation.hpp>
#include <etch/expr/elementwise.hpp>
#include <etch/op/tanh.hpp>

namespace etch {

/// `x - tanh(x)`, elementwise.
///
/// Shape   keeps the operand's shape.
/// Domain  every x; near 0, where it is x^3 / 3, the difference has few digits left.
/// Source  PyTorch Tanhshrink. Slope: tanh(x)^2.
template <Expression E>
constexpr auto tanhshrink(E x) {
  return x - tanh(x);
}

namespace activation {
struct tanhshrink : elementwise {
  static constexpr std::string_view name = "tanhshrink";
  constexpr auto operator()(Expression auto x) const { return etch::tanhshrink(x); }
};
}  // namespace activation

namespace nn {
inline constexpr activation::tanhshrink tanhshrink{};
}  // namespace nn

}  // namespace etch
