// SPDX-License-Identifier: BSL-1.0
/// The plain recurrent layer.
#pragma once

#include <etch/nn/recurrent.hpp>
#include <etch/op/tanh.hpp>

namespace etch::nn {

template <fixed_string Name, int Units>
struct rnn_layer : recurrent_in_hidden_state<rnn_layer<Name, Units>, Name, Units, 1> {
 private:
  using base = recurrent_in_hidden_state<rnn_layer<Name, Units>, Name, Units, 1>;
  friend recurrent_layer<rnn_layer<Name, Units>, Name, Units, 1>;

  template <class Place>
  static constexpr auto bias(Place at) {
    return base::input_bias(at) + base::hidden_bias(at);
  }

  template <Expression E, class State, class Place>
  static constexpr auto after(E of_input, State before, Place at) {
    const auto h = tanh(of_input + base::gates_of_state(before.h, at));
    return hidden_state<std::remove_const_t<decltype(h)>>{};
  }
};

/// `h' = tanh(w_ih x + b_ih + w_hh h + b_hh)`, of a sequence after each step, from h = 0 on.
/// `nn::rnn<"r", 24>` has the parameters "r.w_ih", "r.w_hh", "r.b_ih" and "r.b_hh".
///
/// `nn::rnn<"r", 24>(x, h)` begins with another state; it has `.all`, the states after each
/// step, and `.h`, that after the last. `nn::rnn<"r", 24>.step(x, h)` is one step, whose `.h` a
/// program puts out for its next call to read.
///
/// Shape   [steps x n] to [steps x Units]; one step: [n] and [Units] to [Units]; w_ih is
///         [Units x n], w_hh [Units x Units], the biases [Units].
/// Errors  `operand_is_a_sequence`, `operand_is_a_vector`, `state_has_one_element_per_unit`.
/// Source  Elman, Cognitive Science 14 (1990); PyTorch RNN, whose parameters these are.
template <fixed_string Name, int Units>
inline constexpr rnn_layer<Name, Units> rnn{};

}  // namespace etch::nn
