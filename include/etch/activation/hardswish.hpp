// SPDX-License-Identifier: BSL-1.0
/// A swish made of straight lines and a parabola.
#pragma once

#include <etch/activation/activation.hpp>
#include <etch/activation/hardsigmoid.hpp>

namespace etch {

/// `x hardsigmoid(x)`, elementwise.
///
/// Shape   keeps the operand's shape.
/// Domain  every x; 0 below -3, x above 3.
/// Source  Howard et al., arXiv:1905.02244, section 5.2; ONNX HardSwish-14.
template <Expression E>
constexpr auto hardswish(E x) {
  return hadamard(x, hardsigmoid(x));
}

namespace activation {
struct hardswish : elementwise {
  static constexpr std::string_view name = "hardswish";
  constexpr auto operator()(Expression auto x) const { return etch::hardswish(x); }
};
}  // namespace activation

namespace nn {
inline constexpr activation::hardswish hardswish{};
}  // namespace nn

}  // namespace etch
