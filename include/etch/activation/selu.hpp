// SPDX-License-Identifier: BSL-1.0
/// The self-normalising exponential linear unit.
#pragma once

#include <etch/activation/activation.hpp>
#include <etch/activation/elu.hpp>

namespace etch {

/// `scale elu(x, a)`, elementwise, with the numbers for which the mean 0 and the variance 1 of
/// a layer's inputs come back in its outputs: scale = 1.0507..., a = 1.6732...
///
/// Shape   keeps the operand's shape.
/// Domain  every x; tends to -1.7580... as x falls.
/// Source  Klambauer et al., arXiv:1706.02515, equation 14; ONNX Selu-6, with numbers rounded
/// to
///         float.
template <Expression E>
constexpr auto selu(E x) {
  constexpr literal<1.6732632423543772848> a;
  constexpr literal<1.0507009873554804934> scale;
  return scale * elu(x, a);
}

namespace activation {
struct selu : elementwise {
  static constexpr std::string_view name = "selu";
  constexpr auto operator()(Expression auto x) const { return etch::selu(x); }
};
}  // namespace activation

namespace nn {
inline constexpr activation::selu selu{};
}  // namespace nn

}  // namespace etch
