// SPDX-License-Identifier: BSL-1.0
/// A vector of probabilities from a vector of scores.
#pragma once

#include <etch/activation/activation.hpp>
#include <etch/expr/sentences.hpp>
#include <etch/op/logsumexp.hpp>

namespace etch {

/// `e^(x_i) / sum_k e^(x_k)`, shifted by the maximum so that nothing overflows.
///
/// Shape   a vector keeps its shape; of a batch, each sample for itself.
/// Domain  finite scores.
/// Errors  `operand_is_a_vector`.
/// Source  Bridle 1990; Blanchard, Higham & Higham, IMA J. Numer. Anal. 41 (2021); ONNX
///         Softmax-13.
template <Expression E>
  requires operand_is_a_vector<E>
constexpr auto softmax(E x) {
  return make<op::softmax>(x);
}

namespace activation {
struct softmax : vectorwise {
  static constexpr std::string_view name = "softmax";
  constexpr auto operator()(Expression auto x) const { return etch::softmax(x); }
};
}  // namespace activation

namespace nn {
inline constexpr activation::softmax softmax{};
}  // namespace nn

}  // namespace etch
