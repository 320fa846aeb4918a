// SPDX-License-Identifier: BSL-1.0
/// Which nodes have one value per sample, also if another node had.
#pragma once

#include <etch/graph/node.hpp>

namespace etch::graph {

/// The batch flags of nodes, some of them other than the nodes say.
class batch_flags {
 public:
  constexpr explicit batch_flags(const list<node>& nodes) : nodes_(nodes) {}

  constexpr bool operator[](node_id id) const {
    if (id >= first_ && id - first_ < changed_.size()) return changed_[id - first_];
    return outer_ != nullptr ? (*outer_)[id] : nodes_[id].batched;
  }

  /// The flag that follows from those of the operands.
  constexpr bool of(const node& n) const {
    if (n.op->kind == family::leaf) return n.batched;
    if (n.op->kind == family::batch_reduction) return false;
    if (n.op->kind == family::derivative) return of_request(n);
    for (int k = 0; k < n.op->arity; ++k) {
      if ((*this)[n.operands[k]]) return true;
    }
    return false;
  }

 private:
  constexpr bool of_request(const node& n) const {
    const bool value = (*this)[n.operands[0]], variable = (*this)[n.operands[1]];
    if (!n.op->forwards) return variable;
    if (n.op->arity == 2) return value;
    const bool third = (*this)[n.operands[2]];
    if (!n.op->replaces) return value || (third && !variable);
    return variable == third ? value : of_replaced(n, third);
  }

  /// The flag of the value if the variable had another.
  constexpr bool of_replaced(const node& n, bool flag) const {
    const node_id value = n.operands[0], variable = n.operands[1];
    if (variable > value) return (*this)[value];
    batch_flags inner(nodes_);
    inner.outer_ = this;
    inner.first_ = variable;
    inner.changed_.push(flag);
    for (node_id id = variable + 1; id <= value; ++id) {
      inner.changed_.push(inner.changes(nodes_[id]) ? inner.of(nodes_[id]) : (*this)[id]);
    }
    return inner[value];
  }
  constexpr bool changes(const node& n) const {
    for (int k = 0; k < n.op->arity; ++k) {
      if ((*this)[n.operands[k]] != (*outer_)[n.operands[k]]) return true;
    }
    return false;
  }

  const list<node>& nodes_;
  const batch_flags* outer_ = nullptr;
  node_id first_ = none;
  list<bool> changed_;  // from `first_` on
};

}  // namespace etch::graph
