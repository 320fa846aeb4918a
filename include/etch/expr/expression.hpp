// SPDX-License-Identifier: BSL-1.0
/// What a model is made of: empty types, each with one constant description of itself.
#pragma once

#include <etch/graph/node.hpp>

#include <bit>
#include <concepts>
#include <type_traits>

namespace etch {

/// One expression as a value: operation, shape and the operands' descriptions. The compiler's
/// view of a model is the graph of these objects; two uses of a subexpression are one object.
struct description {
  const graph::operation* op = nullptr;
  graph::extents shape{};
  double number = 0;        ///< the value of a constant
  std::size_t detail = 0;   ///< the layouts of a product
  std::string_view name{};  ///< the name of a symbol
  graph::role role{};       ///< the role of a symbol
  const description* operands[graph::max_arity]{};
  std::uint64_t key = 0;  ///< structural: what tells descriptions apart in a hash table
  /// An operation that warns of its zero gradient is within, and no `stop_gradient` around it.
  bool through_step = false;

  template <class Op>
  constexpr bool is() const;

  constexpr description keyed() const {
    description result = *this;
    std::uint64_t& k = result.key;
    k = graph::mix(op->key, std::bit_cast<std::uint64_t>(number) + detail);
    k = graph::mix(k, graph::hash(name) + static_cast<std::uint64_t>(role));
    for (int i = 0; i < shape.rank; ++i)
      k = graph::mix(k, static_cast<std::uint64_t>(shape[i]));
    bool& stepped = result.through_step;
    stepped = op->warns_of_zero_gradient;
    for (int i = 0; i < op->arity; ++i) {
      k = graph::mix(k, operands[i]->key);
      stepped = stepped || operands[i]->through_step;
    }
    stepped = stepped && !op->stops_gradient;
    return result;
  }
};

/// The base of every expression type; it holds nothing.
struct expression {};

// The compilers' own trait: a variable of the standard library would be one more symbol with a
// long name for each expression.
template <class E>
concept Expression = __is_base_of(expression, std::remove_cvref_t<E>);

/// The base of an expression type that says `description describe()` of itself.
template <class E>
struct described : expression {
  static constexpr description self = E::describe().keyed();
};

/// The shape of an expression: that of one sample, without any batch axis.
template <Expression E>
constexpr graph::extents shape(E) {
  return E::self.shape;
}

}  // namespace etch
