// SPDX-License-Identifier: BSL-1.0
/// What the struct of an operation says, and how it becomes a record, an expression or a node.
///
/// An elementwise operation is a struct with a name, a value and a slope:
///
///     struct cube : etch::op::elementwise<1> {
///       static constexpr std::string_view name = "cube";
///       template <class V>
///       static constexpr V value(V x) { return x * x * x; }          // scalar or pack
///       static constexpr auto slope(auto x, auto) { return 3 * x * x; }  // of operand and
///       value
///     };
///     template <etch::Operand E>
///     constexpr auto cube_of(E e) { return etch::make<cube>(e); }
#pragma once

#include <etch/expr/expression.hpp>
#include <etch/graph/builder.hpp>

#include <concepts>
#include <cstdint>
#include <string_view>
#include <utility>

namespace etch {

namespace graph {

/// 0 for etch's own operations, whose names differ; else a hash of the type, so that an
/// operation of the user's may have any name. (Its own are not hashed so: sums and products are
/// written in the order of keys, which is to be the same for all compilers.) It lives here,
/// for g++ leaves out the namespace of the function itself.
template <class Op>
consteval std::uint64_t key_of_foreign() {
  const std::string_view type = __PRETTY_FUNCTION__;
  const bool own = type.find("Op = etch::op::") != std::string_view::npos;
  return own ? 0 : hash(type);
}

}  // namespace graph

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
  static constexpr graph::extents shape(const std::same_as<graph::extents> auto&... operands) {
    return common_shape(operands...);
  }
};

/// Base of the elementwise operations whose slope is 0 wherever they have one.
template <int Arity>
struct flat : elementwise<Arity> {
  static constexpr bool few_instructions = true;
  static constexpr graph::handle pullback(const graph::handle*, graph::handle, graph::handle,
                                          int) {
    return {};
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

/// Base of the operations that put elements in other places.
struct rearrangement {
  static constexpr graph::family family = graph::family::rearrangement;
  static constexpr int arity = 1;
  static constexpr bool linear = true;
};

/// Base of the operations that take all elements along one axis, the `detail`, to one.
struct axis_reduction {
  static constexpr graph::family family = graph::family::axis_reduction;
  static constexpr int arity = 1;
  static constexpr graph::extents shape(const graph::extents& operand, std::size_t axis) {
    return operand.without(static_cast<int>(axis));
  }
  static constexpr std::size_t deeper(std::size_t axis) { return axis + 1; }
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
  if constexpr (Op::arity == 1)
    return Op::slope(x[0], value);
  else
    return Op::template slope<Which>(x[0], x[1], value);
}

template <class Op, class V>
constexpr V value_of(const V* x) {
  if constexpr (Op::arity == 1)
    return Op::value(x[0]);
  else if constexpr (Op::arity == 2)
    return Op::value(x[0], x[1]);
  else
    return Op::value(x[0], x[1], x[2]);
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
    return which == 0 ? adjoint * slope_of<Op, 0>(x, value)
                      : adjoint * slope_of<Op, 1>(x, value);
  }
}

/// A composite's `expansion`, which may do without the detail.
template <class Op>
constexpr graph::handle expansion_of(const graph::handle* x, std::size_t detail) {
  if constexpr (requires { Op::expansion(x, detail); })
    return Op::expansion(x, detail);
  else
    return Op::expansion(x);
}

/// What tells operations apart.
template <class Op>
inline constexpr std::uint64_t key_of =
    graph::mix(graph::mix(graph::hash(Op::name), static_cast<std::uint64_t>(Op::family)),
               static_cast<std::uint64_t>(Op::arity)) +
    graph::key_of_foreign<Op>();

template <class Op>
constexpr graph::operation describe() {
  graph::operation record;
  record.name = Op::name;
  if constexpr (requires { Op::spelling; }) record.name = Op::spelling;
  record.kind = Op::family;
  record.arity = Op::arity;
  record.key = key_of<Op>;
  if constexpr (requires { Op::infix; }) {
    record.infix = Op::infix;
    record.precedence = Op::precedence;
  }
  if constexpr (requires { Op::latex; }) record.latex = Op::latex;
  if constexpr (requires { Op::commutative; }) record.commutative = Op::commutative;
  record.few_instructions = requires { Op::infix; } || requires { Op::few_instructions; };
  if constexpr (requires { Op::warns_of_zero_gradient; }) record.warns_of_zero_gradient = true;
  if constexpr (requires { Op::stops_gradient; }) record.stops_gradient = true;
  if constexpr (requires { Op::forwards; }) record.forwards = Op::forwards;
  if constexpr (requires { Op::replaces; }) record.replaces = Op::replaces;
  if constexpr (requires { Op::linear; }) record.linear = Op::linear;
  if constexpr (requires { Op::accumulates; }) record.accumulates = true;
  if constexpr (requires { &Op::expansion; }) record.expansion = &expansion_of<Op>;
  if constexpr (requires { &Op::pushforward; }) {
    record.pushforward = &Op::pushforward;
    record.has_pushforward = true;
  }
  if constexpr (requires { &Op::moves; }) record.moves = &Op::moves;
  if constexpr (requires { &Op::deeper; }) {
    record.deeper = &Op::deeper;
    record.has_deeper = true;
  }
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

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored \
    "-Wnon-template-friend"  // g++ 12: `describe` is meant to be none
#endif

/// An operation's result. The type names the operation and the shape; its operands it names
/// only by `Key`, the hash of its description, for a type that spelled them out would have a
/// name as long as the model, and as often as it is shared
/// (docs/decisions/names-of-expressions.md). The `definition` that makes the type defines
/// `describe`.
template <class Op, std::uint64_t Key, int... Extents>
struct node : expression {
  friend constexpr const description& describe(node);
  static constexpr const description& self = describe(node{});
};

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

namespace op {

/// An operation whose result has a shape that its operands do not tell.
template <class Op, int... Extents>
struct shaped : Op {
  static constexpr graph::extents shape(const std::same_as<graph::extents> auto&...) {
    return graph::make_extents(Extents...);
  }
};

/// The operation without the shape.
template <class Op>
struct plain {
  using type = Op;
};
template <class Op, int... Extents>
struct plain<shaped<Op, Extents...>> {
  using type = Op;
};

}  // namespace op

/// The description of `Op` applied to `Operands`.
template <class Op, std::size_t Detail, class... Operands>
inline constexpr description description_of = [] {
  description result{.op = &operation_of<typename op::plain<Op>::type>,
                     .detail = Detail,
                     .operands = {&Operands::self...}};
  if constexpr (requires { Op::shape(Operands::self.shape..., Detail); })
    result.shape = Op::shape(Operands::self.shape..., Detail);
  else
    result.shape = Op::shape(Operands::self.shape...);
  return result.keyed();
}();

/// The type of an expression with a given description.
template <class Op, const description& D, class Axes>
struct node_of;
template <class Op, const description& D, std::size_t... Axis>
struct node_of<Op, D, std::index_sequence<Axis...>> {
  using type = node<Op, D.key, D.shape.extent[Axis]...>;
};

/// Makes the type of `Op` applied to `Operands`, and says what it stands for.
template <class Op, std::size_t Detail, class... Operands>
struct definition {
  using type =
      typename node_of<typename op::plain<Op>::type, description_of<Op, Detail, Operands...>,
                       std::make_index_sequence<static_cast<std::size_t>(
                           description_of<Op, Detail, Operands...>.shape.rank)>>::type;
  friend constexpr const description& describe(type) {
    return description_of<Op, Detail, Operands...>;
  }
};

/// An operation applied to expressions.
template <class Op, Expression... Operands>
using apply = typename definition<Op, 0, Operands...>::type;

template <class Op, Expression... Operands>
constexpr apply<Op, Operands...> make(Operands...) {
  return {};
}

/// The same for an operation with a `detail`.
template <class Op, std::size_t Detail, Expression... Operands>
constexpr typename definition<Op, Detail, Operands...>::type make_with(Operands...) {
  return {};
}

template <class Op, std::same_as<graph::handle>... Operands>
constexpr graph::handle make(graph::handle first, Operands... others) {
  return first.owner->add({.op = &operation_of<Op>,
                           .shape = Op::shape(first->shape, others->shape...),
                           .operands = {first.id, others.id...}});
}

/// The same with a `detail`, and with a shape that may not follow from the operands.
template <class Op, std::same_as<graph::handle>... Operands>
constexpr graph::handle make_shaped(const graph::extents& shape, std::size_t detail,
                                    graph::handle first, Operands... others) {
  return first.owner->add({.op = &operation_of<Op>,
                           .shape = shape,
                           .operands = {first.id, others.id...},
                           .detail = detail});
}
template <class Op, std::same_as<graph::handle>... Operands>
constexpr graph::handle make_with(std::size_t detail, graph::handle first, Operands... others) {
  return make_shaped<Op>(Op::shape(first->shape, others->shape..., detail), detail, first,
                         others...);
}

// By key: addresses of weak symbols do not compare in constant expressions under sanitizers.
template <class Op>
constexpr bool graph::node::is() const {
  return op->key == op::key_of<Op>;
}
template <class Op>
constexpr bool description::is() const {
  return op->key == op::key_of<Op>;
}
/// The node is an `Op` that rules may look through.
template <class Op>
constexpr bool graph::handle::is() const {
  const graph::node& self = **this;
  return self.is<Op>() && self.pin == 0;
}

}  // namespace etch
