// SPDX-License-Identifier: BSL-1.0
/// A sigmoid made of straight lines.
#pragma once

#include <etch/activation/activation.hpp>
#include <etch/expr/elementwise.hpp>

namespace etch {

/// `min(max(x + 3, 0), 6) / 6`, elementwise.
///
/// Shape   keeps the operand's shape.
/// Domain  every x; the slopes at -3 and 3 are 0.
/// Source  Howard et al., arXiv:1905.02244, section 5.2; ONNX HardSigmoid-6 with alpha = 1/6
/// (its
///         default is 0.2).
template <Expression E>
constexpr auto hardsigmoid(E x) {
  return min(max(x + 3_c, 0_c), 6_c) / 6_c;
}

namespace activation {
struct hardsigmoid : elementwise {
  static constexpr std::string_view name = "hardsigmoid";
  constexpr auto operator()(Expression auto x) const { return etch::hardsigmoid(x); }
};
}  // namespace activation

namespace nn {
inline constexpr activation::hardsigmoid hardsigmoid{};
}  // namespace nn

}  // namespace etch
