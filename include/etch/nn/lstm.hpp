// SPDX-License-Identifier: BSL-1.0
/// Long short-term memory.
#pragma once

#include <etch/expr/elementwise.hpp>
#include <etch/nn/recurrent.hpp>
#include <etch/op/sigmoid.hpp>
#include <etch/op/tanh.hpp>

namespace etch::nn {

/// What an LSTM hands from step to step: what it puts out, and its memory cells.
template <Expression H, Expression C>
struct lstm_state {
  H h{};
  C c{};
};

template <fixed_string Name, int Units>
struct lstm_layer : recurrent_layer<lstm_layer<Name, Units>, Name, Units, 4> {
 private:
  using base = recurrent_layer<lstm_layer<Name, Units>, Name, Units, 4>;
  friend base;

 public:
  using layer_of<lstm_layer>::operator();

  template <Expression X, Expression H, Expression C>
    requires operand_is_a_vector<X> &&
             state_has_one_element_per_unit<H, sentence::units<Units>> &&
             state_has_one_element_per_unit<C, sentence::units<Units>>
  static constexpr auto step(X x, H, C) {
    return base::one_step(x, lstm_state<H, C>{}, outermost<evaluation>{});
  }

  template <Expression E, Expression H, Expression C>
    requires operand_is_a_sequence<E> &&
             state_has_one_element_per_unit<H, sentence::units<Units>> &&
             state_has_one_element_per_unit<C, sentence::units<Units>>
  constexpr auto operator()(E x, H, C) const {
    return base::through_steps(x, lstm_state<H, C>{}, outermost<evaluation>{});
  }

 private:
  static constexpr auto initial() {
    using zeros = decltype(base::zeros());
    return lstm_state<zeros, zeros>{};
  }

  template <class Place>
  static constexpr auto bias(Place at) {
    return base::input_bias(at) + base::hidden_bias(at);
  }

  /// The sigmoid of all gates costs less than its slope once for each: the third goes unused.
  template <Expression E, class State, class Place>
  static constexpr auto after(E of_input, State before, Place at) {
    const auto sum = of_input + base::gates_of_state(before.h, at);
    const auto gates = sigmoid(sum);
    const auto input = base::template gate<0>(gates);
    const auto forget = base::template gate<1>(gates);
    const auto candidate = tanh(base::template gate<2>(sum));
    const auto output = base::template gate<3>(gates);
    const auto c = hadamard(forget, before.c) + hadamard(input, candidate);
    const auto h = hadamard(output, tanh(c));
    return lstm_state<std::remove_const_t<decltype(h)>, std::remove_const_t<decltype(c)>>{};
  }
};

/// `h' = o tanh(c')` of a sequence after each step, where `c' = f c + i g`, from h = c = 0 on,
/// with
///
///     i = sigmoid(w_ii x + b_ii + w_hi h + b_hi)
///     f = sigmoid(w_if x + b_if + w_hf h + b_hf)
///     g = tanh(w_ig x + b_ig + w_hg h + b_hg)
///     o = sigmoid(w_io x + b_io + w_ho h + b_ho)
///
/// `nn::lstm<"l", 24>` has the parameters "l.w_ih", "l.w_hh", "l.b_ih" and "l.b_hh", in which
/// i, f, g and o stand below each other.
///
/// `nn::lstm<"l", 24>(x, h, c)` begins with another state; it has `.all`, the hidden states
/// after each step, and `.h` and `.c`, the state after the last. One step, for programs that
/// are called once for each, with the state that the call before put out:
///
///     constexpr auto next = nn::lstm<"l", 24>.step(x, h, c);
///     constexpr auto f = compile<float>(next.h, next.c);
///
/// Shape   [steps x n] to [steps x Units]; one step: [n], [Units] and [Units] to twice [Units];
///         w_ih is [4 Units x n], w_hh [4 Units x Units], the biases [4 Units].
/// Errors  `operand_is_a_sequence`, `operand_is_a_vector`, `state_has_one_element_per_unit`.
/// Source  Hochreiter & Schmidhuber, Neural Computation 9 (1997); with the forget gate of Gers,
///         Schmidhuber & Cummins, Neural Computation 12 (2000); PyTorch LSTM, whose parameters
///         these are.
template <fixed_string Name, int Units>
inline constexpr lstm_layer<Name, Units> lstm{};

}  // namespace etch::nn
