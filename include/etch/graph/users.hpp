// SPDX-License-Identifier: BSL-1.0
/// Who reads each node.
#pragma once

#include <etch/graph/list.hpp>
#include <etch/graph/node.hpp>

#include <cstddef>

namespace etch::graph {

/// The users of each node among those that `needed` marks, as ranges of one list; who reads it
/// twice is there twice.
class users {
 public:
  constexpr users(dag_view g, const list<bool>& needed) : first_(g.node_count + 1, 0) {
    for (node_id id = 0; id < g.node_count; ++id)
      for (int k = 0; needed[id] && k < g[id].op->arity; ++k) ++first_[g[id].operands[k] + 1];
    for (node_id id = 0; id < g.node_count; ++id) first_[id + 1] += first_[id];
    all_ = list<node_id>(first_[g.node_count], none);
    list<std::size_t> next = first_;
    for (node_id id = 0; id < g.node_count; ++id)
      for (int k = 0; needed[id] && k < g[id].op->arity; ++k)
        all_[next[g[id].operands[k]]++] = id;
  }

  /// Whether one of them satisfies `predicate`.
  constexpr bool any(node_id id, auto predicate) const {
    for (std::size_t u = first_[id]; u < first_[id + 1]; ++u)
      if (predicate(all_[u])) return true;
    return false;
  }

 private:
  list<std::size_t> first_;
  list<node_id> all_;
};

}  // namespace etch::graph
