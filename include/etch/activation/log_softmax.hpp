// SPDX-License-Identifier: BSL-1.0
/// The logarithms of probabilities, from scores.
#pragma once

#include <etch/activation/activation.hpp>
#include <etch/expr/operators.hpp>
#include <etch/op/logsumexp.hpp>

namespace etch {

/// `log softmax(x)`, as `x - logsumexp(x)`.
///
/// Shape   a vector keeps its shape; of a batch, each sample for itself.
/// Domain  finite scores; nothing overflows, and no probability underflows.
/// Errors  `operand_is_a_vector`.
/// Source  Blanchard, Higham & Higham, IMA J. Numer. Anal. 41 (2021); ONNX LogSoftmax-13.
template <Expression E>
  requires operand_is_a_vector<E>
constexpr auto log_softmax(E x) {
  return x - logsumexp(x);
}

namespace activation {
struct log_softmax : vectorwise {
  static constexpr std::string_view name = "log_softmax";
  constexpr auto operator()(Expression auto x) const { return etch::log_softmax(x); }
};
}  // namespace activation

namespace nn {
inline constexpr activation::log_softmax log_softmax{};
}  // namespace nn

}  // namespace etch
