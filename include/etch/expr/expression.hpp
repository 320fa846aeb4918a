// SPDX-License-Identifier: BSL-1.0
/// What a model is made of: empty types, each with one constant description of itself.
#pragma once

#include <etch/graph/node.hpp>

#include <bit>
#include <concepts>
#include <type_traits>

namespace etch {

namespace op {

/// The key of an operation of one operand.
constexpr std::uint64_t key_of_unary(std::string_view name, graph::family kind) {
  return graph::mix(graph::mix(graph::hash(name), static_cast<std::uint64_t>(kind)), 1);
}

// The two operations that descriptions themselves look for; op/step.hpp and
// op/stop_gradient.hpp assert that these are their keys.
inline constexpr std::uint64_t key_of_step = key_of_unary("step", graph::family::elementwise);
inline constexpr std::uint64_t key_of_stop_gradient =
    key_of_unary("stop_gradient", graph::family::composite);

}  // namespace op

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
  /// An `op::step` is within, and no `op::stop_gradient` around it.
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
    stepped = op->key == op::key_of_step;
    for (int i = 0; i < op->arity; ++i) {
      k = graph::mix(k, operands[i]->key);
      stepped = stepped || operands[i]->through_step;
    }
    stepped = stepped && op->key != op::key_of_stop_gradient;
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
