// SPDX-License-Identifier: BSL-1.0
/// Sequences: matrices with a row for each step.
#pragma once

#include <etch/expr/structure.hpp>
#include <etch/nn/layer.hpp>

namespace etch {

/// A sequence is a matrix, with a row for each step.
template <class E>
concept operand_is_a_sequence = E::self.shape.rank == 2;

namespace nn {

/// The last row.
struct last_step_layer : layer_of<last_step_layer> {
  template <Expression E, class Place>
    requires operand_is_a_sequence<E>
  static constexpr auto forward(E x, Place) {
    return row<E::self.shape[0] - 1>(x);
  }
};

/// The last step of a sequence, as what a recurrent layer has to say of all of it:
/// `nn::lstm<"l", 24> | nn::last_step | nn::linear<"out", 1>`.
///
/// Shape   [steps x n] to [n].
/// Errors  `operand_is_a_sequence`.
inline constexpr last_step_layer last_step{};

}  // namespace nn

}  // namespace etch
