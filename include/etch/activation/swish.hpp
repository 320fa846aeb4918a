// SPDX-License-Identifier: BSL-1.0
/// The sigmoid linear unit.
#pragma once

#include <etch/activation/activation.hpp>
#include <etch/expr/elementwise.hpp>
#include <etch/op/sigmoid.hpp>

namespace etch {

/// `x sigmoid(x)`, elementwise; also called silu.
///
/// Shape   keeps the operand's shape.
/// Domain  every finite x; tends to 0 as x falls.
/// Source  Elfwing, Uchibe & Doya, arXiv:1702.03118; Ramachandran, Zoph & Le, arXiv:1710.05941;
///         ONNX Swish-24. Slope: s + x s (1 - s) with s = sigmoid(x).
template <Expression E>
constexpr auto swish(E x) {
  return hadamard(x, sigmoid(x));
}

/// `swish` by its older name.
template <Expression E>
constexpr auto silu(E x) {
  return swish(x);
}

namespace activation {
struct swish : elementwise {
  static constexpr std::string_view name = "swish";
  constexpr auto operator()(Expression auto x) const { return etch::swish(x); }
};
}  // namespace activation

namespace nn {
inline constexpr activation::swish swish{};
inline constexpr activation::swish silu{};
}  // namespace nn

}  // namespace etch
