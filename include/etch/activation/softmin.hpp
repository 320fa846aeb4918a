// SPDX-License-Identifier: BSL-1.0
/// A vector of probabilities from a vector of costs.
#pragma once

#include <etch/activation/activation.hpp>
#include <etch/activation/softmax.hpp>
#include <etch/expr/operators.hpp>

namespace etch {

/// `e^(-x_i) / sum_k e^(-x_k)`.
///
/// Shape   a vector keeps its shape; of a batch, each sample for itself.
/// Domain  finite costs; nothing overflows.
/// Errors  `operand_is_a_vector`.
/// Source  softmax of the negative, as in PyTorch.
template <Expression E>
  requires operand_is_a_vector<E>
constexpr auto softmin(E x) {
  return softmax(-x);
}

namespace activation {
struct softmin : vectorwise {
  static constexpr std::string_view name = "softmin";
  constexpr auto operator()(Expression auto x) const { return etch::softmin(x); }
};
}  // namespace activation

namespace nn {
inline constexpr activation::softmin softmin{};
}  // namespace nn

}  // namespace etch
