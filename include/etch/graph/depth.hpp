// SPDX-License-Identifier: BSL-1.0
/// Nodes in the order in which they can be known.
#pragma once

#include <etch/graph/list.hpp>
#include <etch/graph/node.hpp>

#include <cstddef>

namespace etch::graph {

/// `ids` by their depth; those of one depth keep their order.
constexpr list<node_id> by_depth(const list<node_id>& ids, const list<std::size_t>& depth) {
  std::size_t deepest = 0;
  for (const node_id id : ids)
    if (depth[id] > deepest) deepest = depth[id];
  list<std::size_t> next(deepest + 2, 0);
  for (const node_id id : ids) ++next[depth[id] + 1];
  for (std::size_t d = 0; d <= deepest; ++d) next[d + 1] += next[d];
  list<node_id> ordered(ids.size(), none);
  for (const node_id id : ids) ordered[next[depth[id]]++] = id;
  return ordered;
}

}  // namespace etch::graph
