// SPDX-License-Identifier: BSL-1.0
/// Layers between two non-linear ones become one.
#pragma once

#include <etch/expr/affine.hpp>
#include <etch/nn/stack.hpp>

namespace etch::nn {

/// The compiler can prove that `collapse(e, x)` is `e`.
template <class E, class X>
concept Collapsible =
    expression_is_affine<E, X> && slope_is_the_values_own<E, X> && samples_are_not_mixed<E, X>;

/// A value that some layers have made of an earlier one, in which it is affine.
template <class First, class Value, int Layers>
struct run_of_layers {
  static constexpr auto finished() {
    if constexpr (Layers > 1)
      return etch::collapse(Value{}, First{});
    else
      return Value{};
  }

  template <class Next, class Place>
  constexpr auto operator|(next_layer<Next, Place>) const {
    using longer = decltype(nn::forward(Next{}, Value{}, Place{}));
    if constexpr (Collapsible<longer, First>) {
      return run_of_layers<First, longer, Layers + 1>{};
    } else {
      using next = decltype(nn::forward(Next{}, finished(), Place{}));
      return run_of_layers<next, next, 0>{};
    }
  }
};

/// The layers of a stack, every maximal affine run among them made one product.
template <class... Layers>
struct collapsed_stack : layer_of<collapsed_stack<Layers...>> {
  using parts = op::list<Layers...>;

  template <Expression E, class Place>
  static constexpr auto forward(E, Place) {
    return []<std::size_t... I>(std::index_sequence<I...>) {
      return (run_of_layers<E, E, 0>{} | ... |
              next_layer<Layers, typename Place::template part<I>>{})
          .finished();
    }(std::index_sequence_for<Layers...>{});
  }
};

/// A stack that computes the same with one product for every maximal affine run of its layers;
/// single layers and what is not affine stay as they are.
///
/// Shape   that of the stack.
template <class... Layers>
constexpr collapsed_stack<Layers...> collapse(stack<Layers...>) {
  return {};
}

}  // namespace etch::nn
