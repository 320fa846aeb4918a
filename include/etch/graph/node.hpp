// SPDX-License-Identifier: BSL-1.0
/// The graph as a value: nodes in topological order, the leaves' table, the outputs.
#pragma once

#include <etch/graph/extents.hpp>
#include <etch/graph/list.hpp>
#include <etch/graph/operation.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace etch::graph {

using node_id = std::size_t;
inline constexpr node_id none = static_cast<node_id>(-1);
inline constexpr int max_arity = 3;

/// What kind of symbol a leaf is.
enum class role : unsigned char {
  input,         ///< one value per sample
  distribution,  ///< an input whose elements are known to sum to 1
  parameter,     ///< shared by all samples, trainable
  state,         ///< shared by all samples, carried by the caller from call to call
  held,          ///< computed before the call, and kept by the program
  batch_size,    ///< the number of samples, supplied by the call itself
};

/// The samples of a batch have one value of it.
constexpr bool is_shared(role r) {
  return r == role::parameter || r == role::state || r == role::held;
}

struct leaf {
  std::string_view name{};
  graph::role role{};
  extents shape{};
  bool batched = false;
  std::uint64_t key = 0;  ///< hash of the name
  bool early = false;     ///< known before a call

  constexpr bool operator==(const leaf&) const = default;
};

/// The leaf for one of the values that a program keeps.
constexpr leaf held_value(std::size_t number, const extents& shape) {
  return {"held", role::held, shape, false, mix(hash("held"), number)};
}

struct node {
  const operation* op = nullptr;
  extents shape{};  ///< of one sample
  node_id operands[max_arity]{};
  double number = 0;  ///< the value of a constant
  /// Leaf: its place in the table; product: its layouts; gradient: whether its loss was lifted;
  /// rearrangement or reduction along an axis: which.
  std::size_t detail = 0;
  bool batched = false;  ///< one value per sample of the batch
  /// Not 0 where somebody differentiates by the node: no rule looks through it, it keeps its
  /// batch flag, and it is one with no other node, however equal.
  std::size_t pin = 0;
  std::uint64_t key = 0;  ///< structural: equal graphs have equal keys, whatever their ids

  template <class Op>
  constexpr bool is() const;
};

/// Layouts of a product's operands, as bits of `node::detail`.
inline constexpr std::size_t left_transposed = 1, right_transposed = 2;

/// One result of a graph. A batched output has one value per sample, even where a pass finds
/// out that all of them are the same.
struct output {
  node_id node = none;
  bool batched = false;
};

/// A graph somebody else owns; what a pass reads.
struct dag_view {
  const node* nodes;
  std::size_t node_count;
  const leaf* leaves;
  std::size_t leaf_count;
  const output* outputs;
  std::size_t output_count;

  constexpr const node& operator[](node_id id) const { return nodes[id]; }
};

/// A graph under construction; what a pass returns.
struct dag {
  list<node> nodes;
  list<leaf> leaves;
  list<output> outputs;

  constexpr dag_view view() const {
    return {nodes.data(),  nodes.size(),   leaves.data(),
            leaves.size(), outputs.data(), outputs.size()};
  }
};

}  // namespace etch::graph
