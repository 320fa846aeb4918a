// SPDX-License-Identifier: BSL-1.0
/// The self-regularised unit of Misra.
#pragma once

#include <etch/activation/activation.hpp>
#include <etch/expr/elementwise.hpp>
#include <etch/op/softplus.hpp>
#include <etch/op/tanh.hpp>

namespace etch {

/// `x tanh(softplus(x))`, elementwise.
///
/// Shape   keeps the operand's shape.
/// Domain  every finite x, for the second derivative below half of the largest number; tends to
///         0 as x falls.
/// Source  Misra, arXiv:1908.08681, section 2; ONNX Mish-18.
template <Expression E>
constexpr auto mish(E x) {
  return hadamard(x, tanh(softplus(x)));
}

namespace activation {
struct mish : elementwise {
  static constexpr std::string_view name = "mish";
  constexpr auto operator()(Expression auto x) const { return etch::mish(x); }
};
}  // namespace activation

namespace nn {
inline constexpr activation::mish mish{};
}  // namespace nn

}  // namespace etch
