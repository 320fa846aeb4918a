// SPDX-License-Identifier: BSL-1.0
/// What recurrent layers have in common: the products with the weights of all gates, and steps
/// one after the other.
///
/// A layer says of itself `bias(place)`, what is added to the gates beside the two products,
/// and `after(gates_of_input, state, place)`, the state after a step; a state is a struct of
/// expressions. Called for a step or with a state, it stands alone: what "l" is called within
/// `nn::scoped<"encoder">`, is `nn::lstm<"encoder.l", 24>` there.
#pragma once

#include <etch/expr/constants.hpp>
#include <etch/expr/functions.hpp>
#include <etch/expr/operators.hpp>
#include <etch/expr/structure.hpp>
#include <etch/nn/sequence.hpp>

namespace etch {

namespace sentence {

template <int Count>
struct units {
  static constexpr graph::extents shape = graph::make_extents(Count);
};

}  // namespace sentence

/// A state is a vector with one element for each unit of the layer.
template <class State, class Units>
concept state_has_one_element_per_unit = State::self.shape == Units::shape;

namespace nn {

/// The state of layers that hand on what they put out, and nothing else.
template <Expression H>
struct hidden_state {
  H h{};
};

/// The hidden states after each step, `all`, [steps x units], and the state after the last.
template <Expression All, class State>
struct states_of_steps : State {
  All all{};
};

namespace recurrence {

/// In the backward pass the slope of each step is padded with zeros to what the step was sliced
/// from. So steps are sliced from blocks, and these from the whole.
inline constexpr int steps_in_a_block = 8;

/// Row `Step` of a matrix, as a vector.
template <int Step, Expression E>
constexpr auto row_of(E e) {
  constexpr int steps = E::self.shape[0], width = E::self.shape[1];
  constexpr int first = Step / steps_in_a_block * steps_in_a_block;
  constexpr int last = steps - first < steps_in_a_block ? steps : first + steps_in_a_block;
  constexpr int place = (Step - first) * width;
  // The reshape in between keeps the two slices two.
  return slice<0, place, place + width>(flatten(slice<0, first, last>(e)));
}

template <Expression All, class State>
constexpr State last_of(states_of_steps<All, State>) {
  return {};
}

template <class First, Expression All, class State>
constexpr auto joined(First first, states_of_steps<All, State> rest) {
  return states_of_steps<decltype(concat<0>(first.all, rest.all)), State>{};
}

template <class State>
constexpr auto single(State state) {
  constexpr int units = decltype(state.h)::self.shape[0];
  return states_of_steps<decltype(reshape<1, units>(state.h)), State>{};
}

}  // namespace recurrence

/// Base of recurrent layers, whose parameters have the names and the layouts of PyTorch's.
template <class Self, fixed_string Name, int Units, int Gates>
struct recurrent_layer : layer_of<Self> {
  static constexpr auto owner = Name;

  template <Expression E, class Place>
    requires operand_is_a_sequence<E>
  static constexpr auto forward(E x, Place at) {
    return through_steps(x, Self::initial(), at).all;
  }

 protected:
  static constexpr auto zeros() { return broadcast_to<Units>(literal<0.0>{}); }

  /// Element `Gate` of the gates that stand one below the other in `z`.
  template <int Gate, Expression E>
  static constexpr auto gate(E z) {
    return slice<0, Gate * Units, (Gate + 1) * Units>(z);
  }

  template <class Place>
  static constexpr auto input_bias(Place) {
    return Place::template parameter<Name, "b_ih", Gates * Units>();
  }
  template <class Place>
  static constexpr auto hidden_bias(Place) {
    return Place::template parameter<Name, "b_hh", Gates * Units>();
  }

  /// What a hidden state adds to all gates.
  template <Expression H, class Place>
  static constexpr auto gates_of_state(H h, Place) {
    return Place::template parameter<Name, "w_hh", Gates * Units, Units>() * h;
  }
  /// What the input of one step adds to them, or that of each, by one product.
  template <Expression E, class Place>
  static constexpr auto gates_of_input(E x, Place at) {
    constexpr int inputs = E::self.shape[E::self.shape.rank - 1];
    constexpr auto w = Place::template parameter<Name, "w_ih", Gates * Units, inputs>();
    if constexpr (E::self.shape.rank == 1)
      return w * x + Self::bias(at);
    else
      return x * transpose(w) + repeat<0, E::self.shape[0]>(Self::bias(at));
  }

  template <Expression E, class State, class Place>
  static constexpr auto one_step(E x, State before, Place at) {
    return Self::after(gates_of_input(x, at), before, at);
  }
  template <Expression E, class State, class Place>
  static constexpr auto through_steps(E x, State before, Place at) {
    return steps<0, E::self.shape[0]>(gates_of_input(x, at), before, at);
  }

 private:
  /// `Count` steps from `First` on, in halves: templates nest no deeper than their logarithm.
  template <int First, int Count, Expression E, class State, class Place>
  static constexpr auto steps(E gates, State before, Place at) {
    if constexpr (Count == 1) {
      return recurrence::single(Self::after(recurrence::row_of<First>(gates), before, at));
    } else {
      constexpr int half = Count / 2;
      const auto first = steps<First, half>(gates, before, at);
      const auto rest =
          steps<First + half, Count - half>(gates, recurrence::last_of(first), at);
      return recurrence::joined(first, rest);
    }
  }
};

/// Base of those whose state is what they put out.
template <class Self, fixed_string Name, int Units, int Gates>
struct recurrent_in_hidden_state : recurrent_layer<Self, Name, Units, Gates> {
  using base = recurrent_layer<Self, Name, Units, Gates>;
  using layer_of<Self>::operator();

  template <Expression X, Expression H>
    requires operand_is_a_vector<X> && state_has_one_element_per_unit<H, sentence::units<Units>>
  static constexpr auto step(X x, H) {
    return base::one_step(x, hidden_state<H>{}, outermost<evaluation>{});
  }

  template <Expression E, Expression H>
    requires operand_is_a_sequence<E> &&
             state_has_one_element_per_unit<H, sentence::units<Units>>
  constexpr auto operator()(E x, H) const {
    return base::through_steps(x, hidden_state<H>{}, outermost<evaluation>{});
  }

  static constexpr auto initial() { return hidden_state<decltype(base::zeros())>{}; }
};

}  // namespace nn

}  // namespace etch
