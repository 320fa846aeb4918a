// SPDX-License-Identifier: BSL-1.0
/// What the struct of an operation says, and how it becomes a record, an expression or a node.
///
/// An elementwise operation is a struct with a name, a value and a slope:
///
///     struct cube : etch::op::elementwise<1> {
///       static constexpr std::string_view name = "cube";
///       template <class V>
///       static constexpr V value(V x) { return x * x * x; }          // scalar or pack
///       static constexpr auto slope(auto x, auto) { return 3 * x * x; }  // of operand and value
///     };
///     template <etch::Operand E>
///     constexpr auto cube_of(E e) { return etch::make<cube>(e); }
#pragma once

#include <etch/expr/expression.hpp>
#include <etch/graph/builder.hpp>

#include <concepts>
#include <string_view>

namespace etch {

namespace op {

/// The shape that elementwise operands share; scalars go with every shape.
constexpr graph::extents common_shape(const graph::extents& first) { return first; }
constexpr graph::extents common_shape(const graph::extents& first, const auto&... others) {
  const graph::extents rest = common_shape(others...);
  return first.is_scalar() ? rest : first;
}

/// Base of the operations that act on each element alone.
template <int Arity>
struct elementwise {
  static constexpr graph::family family = graph::family::elementwise;
  static constexpr int arity = Arity;
  static constexpr graph::extents shape(const auto&... operands) {
    return common_shape(operands...);
  }
};

/// Base of the operations that take all elements of a sample to one number.
struct reduction {
  static constexpr graph::family family = graph::family::reduction;
  static constexpr int arity = 1;
  static constexpr graph::extents shape(const graph::extents&) { return {}; }
};

/// Base of the operations that other operations replace before code is made.
struct composite {
  static constexpr graph::family family = graph::family::composite;
  static constexpr int arity = 1;
};

/// Base of the operations over all samples of a batch.
struct batch_reduction {
  static constexpr graph::family family = graph::family::batch_reduction;
  static constexpr int arity = 1;
  static constexpr graph::extents shape(const graph::extents& operand) { return operand; }
};

/// `Op::slope` for operand `Which`, whatever the arity.
template <class Op, int Which>
constexpr auto slope_of(const graph::handle* x, graph::handle value) {
  if constexpr (Op::arity == 1) return Op::slope(x[0], value);
  else return Op::template slope<Which>(x[0], x[1], value);
}

template <class Op, class V>
constexpr V value_of(const V* x) {
  if constexpr (Op::arity == 1) return Op::value(x[0]);
  else if constexpr (Op::arity == 2) return Op::value(x[0], x[1]);
  else return Op::value(x[0], x[1], x[2]);
}

/// The chain rule for one operand: the struct's own `pullback`, or adjoint times slope.
template <class Op>
constexpr graph::handle pullback_of(const graph::handle* x, graph::handle value,
                                    graph::handle adjoint, int which) {
  if constexpr (requires { Op::pullback(x, value, adjoint, which); }) {
    return Op::pullback(x, value, adjoint, which);
  } else if constexpr (Op::arity == 1) {
    return adjoint * slope_of<Op, 0>(x, value);
  } else {
    return which == 0 ? adjoint * slope_of<Op, 0>(x, value) : adjoint * slope_of<Op, 1>(x, value);
  }
}

template <class Op>
constexpr graph::operation describe() {
  graph::operation record;
  record.name = Op::name;
  record.kind = Op::family;
  record.arity = Op::arity;
  record.key = graph::hash(Op::name);
  if constexpr (requires { Op::infix; }) {
    record.infix = Op::infix;
    record.precedence = Op::precedence;
  }
  if constexpr (requires { Op::commutative; }) record.commutative = Op::commutative;
  if constexpr (requires { &Op::expansion; }) record.expansion = &Op::expansion;
  if constexpr (Op::family == graph::family::elementwise) {
    record.on_float = &value_of<Op, float>;
    record.on_double = &value_of<Op, double>;
    record.on_floats = &value_of<Op, kernel::pack<float>>;
    record.on_doubles = &value_of<Op, kernel::pack<double>>;
  }
  if constexpr (Op::family == graph::family::elementwise || requires { &Op::pullback; }) {
    record.pullback = &pullback_of<Op>;
  }
  return record;
}

}  // namespace op

/// The record of an operation; its address identifies the operation in a graph.
template <class Op>
inline constexpr graph::operation operation_of = op::describe<Op>();

/// What a formula may be written over: expressions, or handles of a graph under construction.
template <class E>
concept Operand = Expression<E> || std::same_as<std::remove_cvref_t<E>, graph::handle>;

/// An operation applied to expressions.
template <class Op, class... Operands>
struct apply : expression {
  static constexpr description self = description{.op = &operation_of<Op>,
                                                  .shape = Op::shape(Operands::self.shape...),
                                                  .operands = {&Operands::self...}}
                                          .keyed();
};

template <class Op, Expression... Operands>
constexpr apply<Op, Operands...> make(Operands...) {
  return {};
}

template <class Op, std::same_as<graph::handle>... Operands>
constexpr graph::handle make(graph::handle first, Operands... others) {
  return first.owner->add({.op = &operation_of<Op>,
                           .shape = Op::shape(first->shape, others->shape...),
                           .operands = {first.id, others.id...}});
}

template <class Op>
constexpr bool graph::handle::is() const {
  const graph::node& self = **this;
  return self.op == &operation_of<Op> && !self.pinned;
}

}  // namespace etch
