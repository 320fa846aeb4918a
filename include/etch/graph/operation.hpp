// SPDX-License-Identifier: BSL-1.0
/// What the graph knows of an operation: a constant record, made once from the operation's
/// struct.
#pragma once

#include <etch/kernel/pack.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace etch::graph {

struct extents;
struct handle;
struct move;
template <class T>
class list;

/// How passes and code generation treat an operation.
enum class family : unsigned char {
  leaf,             ///< an input or a parameter; no operands
  constant,         ///< a scalar known to the compiler
  elementwise,      ///< one result element from the operands' elements of the same place
  reduction,        ///< all elements of one sample to a scalar
  product,          ///< a sum of products along one axis of each operand
  rearrangement,    ///< the operands' elements in other places, zeros elsewhere
  axis_reduction,   ///< all elements along one axis to one
  generator,        ///< elements that follow from their places
  batch_reduction,  ///< the samples of a batch to one value
  derivative,       ///< a request that `pass::differentiate` fulfils
  composite,        ///< stands for other operations, by which `pass::expand` replaces it
};

/// Mixes `value` into `key`. (Multiplier: the fractional bits of the golden ratio.)
constexpr std::uint64_t mix(std::uint64_t key, std::uint64_t value) {
  const std::uint64_t mixed = (key ^ value) * 0x9E3779B97F4A7C15u;
  return mixed ^ (mixed >> 29);
}

constexpr std::uint64_t hash(std::string_view text) {
  std::uint64_t key = text.size();
  for (const char letter : text) key = mix(key, static_cast<unsigned char>(letter));
  return key;
}

template <class V>
using evaluator = V (*)(const V* operands);

struct operation {
  // What passes ask for most comes first: g++ looks for members of constants in this order.
  std::uint64_t key = 0;
  family kind{};
  int arity = 0;
  bool commutative = false;

  std::string_view name;
  std::string_view infix;  ///< empty: spelled as a call of `name`
  std::string_view latex;  ///< with `#1` to `#3` for the operands; empty: derived from `name`
  int precedence = 0;      ///< of the infix spelling; higher binds tighter

  /// The contribution of `adjoint` (of `value`) to the adjoint of operand `which`.
  handle (*pullback)(const handle* operands, handle value, handle adjoint, int which) = nullptr;
  /// The tangent of `value` along the operands' tangents, some of which are no nodes: what does
  /// not move.
  handle (*pushforward)(const handle* operands, handle value, const handle* tangents) = nullptr;
  bool has_pushforward = false;  // under sanitizers addresses do not compare with null
  /// The tangent of the value is the operation itself, applied to the operands' tangents.
  bool linear = false;
  /// Elementwise, and a few instructions an element: no function that others wait for.
  bool few_instructions = false;
  /// Its derivative is 0 wherever it has one, which users are warned of.
  bool warns_of_zero_gradient = false;
  /// Nothing flows back through it, as the user wished.
  bool stops_gradient = false;
  /// A derivative that has as many values as its first operand, not as its second.
  bool forwards = false;
  /// A request for the value of the first operand with the third in the place of the second.
  bool replaces = false;
  /// A composite in terms of other operations.
  handle (*expansion)(const handle* operands, std::size_t detail) = nullptr;
  /// A rearrangement that puts several elements in one place, where they add up.
  bool accumulates = false;
  /// Where a rearrangement puts the elements of operand `which`.
  list<move> (*moves)(const extents& from, const extents& to, std::size_t detail,
                      int which) = nullptr;
  /// The detail of the same operation under one more axis in front.
  std::size_t (*deeper)(std::size_t detail) = nullptr;
  bool has_deeper = false;

  /// The value of an elementwise operation, for each type that kernels compute with.
  evaluator<float> on_float = nullptr;
  evaluator<double> on_double = nullptr;
  evaluator<kernel::pack<float>> on_floats = nullptr;
  evaluator<kernel::pack<double>> on_doubles = nullptr;

  constexpr bool is_function() const {
    return kind == family::elementwise && !few_instructions;
  }

  // By key: addresses of weak symbols do not compare in constant expressions under sanitizers.
  constexpr bool operator==(const operation& other) const { return key == other.key; }

  template <class V>
  constexpr evaluator<V> value() const {
    if constexpr (std::is_same_v<V, float>)
      return on_float;
    else if constexpr (std::is_same_v<V, double>)
      return on_double;
    else if constexpr (std::is_same_v<V, kernel::pack<float>>)
      return on_floats;
    else
      return on_doubles;
  }
};

}  // namespace etch::graph
