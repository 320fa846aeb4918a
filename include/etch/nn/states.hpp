// SPDX-License-Identifier: BSL-1.0
/// What a model remembers: the states that its layers update while it is trained.
#pragma once

#include <etch/expr/assignment.hpp>
#include <etch/nn/layer.hpp>

#include <tuple>

namespace etch::nn {

/// What one use of a layer updates: a layer with states says `updates(x, place)`, a tuple of
/// `assignment`s.
template <class L, Expression E, class Place>
constexpr auto updates_of(visit<L, E, Place>) {
  if constexpr (requires { L::updates(E{}, Place{}); })
    return L::updates(E{}, Place{});
  else
    return std::tuple<>{};
}

/// The states of `model` after a step of training on `x`, as an output of a program: a map like
/// `states<T>(model(x))`, to be bound in the next call.
///
///     constexpr auto mode = nn::training(seed);
///     constexpr auto step = compile<float>(gradient(loss), nn::next_states(net, x, mode));
///     auto [slope, next] = step(theta, memory, batch, seed = 1.0);
template <Layer L, Expression E, Expression Seed>
constexpr auto next_states(L model, E x, training_with<Seed>) {
  return []<class... Visits>(std::tuple<Visits...>) {
    return []<class... Assignments>(std::tuple<Assignments...>) {
      return new_values<Assignments...>{};
    }(std::tuple_cat(updates_of(Visits{})...));
  }(visits(model, x, outermost<training_with<Seed>>{}));
}

}  // namespace etch::nn
