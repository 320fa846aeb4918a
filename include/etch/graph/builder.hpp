// SPDX-License-Identifier: BSL-1.0
/// Builds graphs whose equal nodes exist once, and the handle by which rules write formulas.
#pragma once

#include <etch/graph/batch_flags.hpp>
#include <etch/graph/node.hpp>

#include <bit>
#include <concepts>
#include <cstddef>

namespace etch::graph {

class builder;

/// A node under construction. Formulas over handles append to their builder.
struct handle {
  builder* owner = nullptr;
  node_id id = none;

  constexpr const node& operator*() const;
  constexpr const node* operator->() const { return &**this; }
  constexpr handle operand(int which) const;
  /// The node is an `Op` that rules may look through.
  template <class Op>
  constexpr bool is() const;
  constexpr bool operator==(const handle& other) const { return id == other.id; }
};

/// A hash-consing builder. With a `rewrite` rule set, every node passes it before it is kept.
class builder {
 public:
  /// A simpler equal of `candidate`, or a handle without node where there is none.
  using rule = handle (*)(builder&, const node& candidate);

  constexpr builder() : slots_(64, none) {}
  constexpr explicit builder(rule rewrite)
      : rewrite_(rewrite), has_rewrite_(true), slots_(64, none) {}

  constexpr const node& operator[](node_id id) const { return result_.nodes[id]; }
  constexpr std::size_t size() const { return result_.nodes.size(); }
  constexpr handle at(node_id id) { return {this, id}; }

  /// The node for `candidate` (key and batch flag are filled in): rewritten, found, or
  /// appended.
  constexpr handle add(node candidate) {
    const bool kept = candidate.pin != 0 && candidate.batched;
    candidate.batched = kept || is_batched(candidate);
    if (candidate.op->commutative) order_operands(candidate);
    if (has_rewrite_ && candidate.pin == 0) {
      if (const handle simpler = rewrite_(*this, candidate); simpler.id != none) return simpler;
    }
    return keep(candidate);
  }

  /// As `add`, past all rules.
  constexpr handle keep(node candidate) {
    candidate.key = key_of(candidate);
    if (2 * size() >= slots_.size()) rehash(2 * slots_.size());
    std::size_t slot = candidate.key & (slots_.size() - 1);
    for (; slots_[slot] != none; slot = (slot + 1) & (slots_.size() - 1)) {
      const node& known = result_.nodes[slots_[slot]];
      if (known.key == candidate.key && same(known, candidate)) return at(slots_[slot]);
    }
    slots_[slot] = size();
    result_.nodes.push(candidate);
    return at(size() - 1);
  }

  constexpr handle constant(double number);
  /// A new entry in the table of leaves, and its node.
  constexpr handle leaf(const graph::leaf& symbol);

  constexpr list<graph::leaf>& leaves() { return result_.leaves; }
  constexpr list<output>& outputs() { return result_.outputs; }
  constexpr dag take() { return static_cast<dag&&>(result_); }

 private:
  constexpr bool is_batched(const node& candidate) const {
    switch (candidate.op->kind) {
      case family::leaf:
        return candidate.batched;
      case family::batch_reduction:
        return false;
      case family::derivative:
        return batch_flags(result_.nodes).of(candidate);
      default:
        return any_operand_batched(candidate);
    }
  }

  constexpr bool any_operand_batched(const node& candidate) const {
    for (int i = 0; i < candidate.op->arity; ++i) {
      if (result_.nodes[candidate.operands[i]].batched) return true;
    }
    return false;
  }

  constexpr void order_operands(node& candidate) const {
    node_id* operand = candidate.operands;
    if (result_.nodes[operand[1]].key < result_.nodes[operand[0]].key) {
      const node_id first = operand[0];
      operand[0] = operand[1];
      operand[1] = first;
    }
  }

  constexpr std::uint64_t key_of(const node& candidate) const {
    std::uint64_t key = mix(candidate.op->key, candidate.detail + candidate.shape.size());
    if (candidate.op->kind == family::constant) {
      return mix(key, std::bit_cast<std::uint64_t>(candidate.number));
    }
    if (candidate.op->kind == family::leaf) {
      // The number of samples has no place in the table, which may be empty.
      const bool listed = candidate.detail < result_.leaves.size();
      return listed ? mix(key, result_.leaves[candidate.detail].key) : key;
    }
    for (int i = 0; i < candidate.op->arity; ++i) {
      key = mix(key, result_.nodes[candidate.operands[i]].key);
    }
    return key;
  }

  static constexpr bool same(const node& a, const node& b) {
    for (int i = 0; i < a.op->arity; ++i) {
      if (a.operands[i] != b.operands[i]) return false;
    }
    return *a.op == *b.op && a.detail == b.detail && a.pin == b.pin && a.shape == b.shape &&
           std::bit_cast<std::uint64_t>(a.number) == std::bit_cast<std::uint64_t>(b.number);
  }

  constexpr void rehash(std::size_t count) {
    slots_ = list<node_id>(count, none);
    for (node_id id = 0; id < size(); ++id) {
      std::size_t slot = result_.nodes[id].key & (count - 1);
      while (slots_[slot] != none) slot = (slot + 1) & (count - 1);
      slots_[slot] = id;
    }
  }

  rule rewrite_ = nullptr;
  bool has_rewrite_ = false;
  dag result_;
  list<node_id> slots_;
};

constexpr const node& handle::operator*() const { return (*owner)[id]; }
constexpr handle handle::operand(int which) const {
  return owner->at((**this).operands[which]);
}

}  // namespace etch::graph
