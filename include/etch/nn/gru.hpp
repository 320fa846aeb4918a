// SPDX-License-Identifier: BSL-1.0
/// The gated recurrent unit.
#pragma once

#include <etch/expr/elementwise.hpp>
#include <etch/nn/recurrent.hpp>
#include <etch/op/sigmoid.hpp>
#include <etch/op/tanh.hpp>

namespace etch::nn {

template <fixed_string Name, int Units>
struct gru_layer : recurrent_in_hidden_state<gru_layer<Name, Units>, Name, Units, 3> {
 private:
  using base = recurrent_in_hidden_state<gru_layer<Name, Units>, Name, Units, 3>;
  friend recurrent_layer<gru_layer<Name, Units>, Name, Units, 3>;

  template <class Place>
  static constexpr auto bias(Place at) {
    return base::input_bias(at);
  }

  /// The sigmoid of all gates costs less than its slope once for each: the third goes unused.
  template <Expression E, class State, class Place>
  static constexpr auto after(E of_input, State before, Place at) {
    const auto of_state = base::gates_of_state(before.h, at) + base::hidden_bias(at);
    const auto gates = sigmoid(of_input + of_state);
    const auto reset = base::template gate<0>(gates);
    const auto update = base::template gate<1>(gates);
    const auto candidate = tanh(base::template gate<2>(of_input) +
                                hadamard(reset, base::template gate<2>(of_state)));
    const auto h = candidate + hadamard(update, before.h - candidate);
    return hidden_state<std::remove_const_t<decltype(h)>>{};
  }
};

/// `h' = (1 - z) n + z h` of a sequence after each step, from h = 0 on, with
///
///     r = sigmoid(w_ir x + b_ir + w_hr h + b_hr)
///     z = sigmoid(w_iz x + b_iz + w_hz h + b_hz)
///     n = tanh(w_in x + b_in + r (w_hn h + b_hn))
///
/// `nn::gru<"g", 24>` has the parameters "g.w_ih", "g.w_hh", "g.b_ih" and "g.b_hh", in which r,
/// z and n stand below each other. A state to begin with, and `step`, are those of `nn::rnn`.
///
/// Shape   [steps x k] to [steps x Units]; one step: [k] and [Units] to [Units]; w_ih is
///         [3 Units x k], w_hh [3 Units x Units], the biases [3 Units].
/// Errors  `operand_is_a_sequence`, `operand_is_a_vector`, `state_has_one_element_per_unit`.
/// Source  Cho et al., arXiv:1406.1078, section 2.3; PyTorch GRU, whose parameters these are.
template <fixed_string Name, int Units>
inline constexpr gru_layer<Name, Units> gru{};

}  // namespace etch::nn
