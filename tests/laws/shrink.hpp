// SPDX-License-Identifier: BSL-1.0
/// The smallest graph that is still wrong.
#pragma once

#include <etch/graph/copy.hpp>
#include <etch/op/gradient.hpp>
#include <etch/op/leaf.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace laws {

namespace graph = etch::graph;
namespace op = etch::op;

/// A graph with one node in place of another, and one output in place of all.
struct change {
  graph::node_id output = graph::none;    ///< all stay
  graph::node_id replaced = graph::none;  ///< no node is
  graph::node_id by = graph::none;        ///< a new leaf
};

/// Names of new leaves, which outlive every graph.
inline std::string_view new_name(graph::node_id id) {
  static std::vector<std::string*> names;
  while (names.size() <= id)
    names.push_back(new std::string("n_" + std::to_string(names.size())));
  return *names[id];
}

/// Only what the outputs need, after the change.
inline graph::dag changed(const graph::dag& from, const change& c) {
  graph::dag wanted = from;
  if (c.output != graph::none) {
    wanted.outputs.clear();
    wanted.outputs.push({c.output});
  }
  for (graph::node& n : wanted.nodes)
    for (int k = 0; k < n.op->arity && c.by != graph::none; ++k)
      if (n.operands[k] == c.replaced) n.operands[k] = c.by;
  for (graph::output& o : wanted.outputs)
    if (o.node == c.replaced && c.by != graph::none) o.node = c.by;
  const graph::list<bool> needed = graph::reachable(wanted.view());
  graph::builder b;
  graph::copier copy(wanted.view(), b);
  for (graph::node_id id = 0; id < wanted.nodes.size(); ++id) {
    if (!needed[id]) continue;
    const graph::node& n = wanted.nodes[id];
    if (id == c.replaced && n.op->arity > 0)
      copy.set(id, b.leaf({new_name(id), graph::role::input, n.shape, n.batched,
                           graph::hash(new_name(id))}));
    else
      copy.set(id, b.add(copy.moved(id)));
  }
  return copy.finish();
}

/// Every gradient is of a scalar by something that may vary. That of a gradient is by a leaf,
/// for what else a gradient consists of depends on how it is written.
inline bool is_fit(const graph::dag& g) {
  std::vector<bool> derived(g.nodes.size(), false);
  for (graph::node_id id = 0; id < g.nodes.size(); ++id) {
    const graph::node& n = g.nodes[id];
    for (int k = 0; k < n.op->arity; ++k)
      if (derived[n.operands[k]]) derived[id] = true;
    if (n.op->kind != graph::family::derivative) continue;
    const graph::node& variable = g.nodes[n.operands[1]];
    if (variable.op->kind == graph::family::constant) return false;
    if (derived[n.operands[0]] && !variable.is<op::leaf>()) return false;
    if (!g.nodes[n.operands[0]].shape.is_scalar()) return false;
    derived[id] = true;
  }
  return true;
}

/// The smallest graph that `is_wrong`, as far as simple steps lead.
template <class Predicate>
graph::dag shrunk(graph::dag g, Predicate is_wrong) {
  g = changed(g, {});
  for (bool smaller = true; smaller;) {
    smaller = false;
    std::vector<change> steps;
    for (graph::node_id id = 0; id + 1 < g.nodes.size(); ++id) steps.push_back({.output = id});
    for (const graph::output& o : g.outputs)
      if (g.outputs.size() > 1) steps.push_back({.output = o.node});
    for (graph::node_id id = g.nodes.size(); id-- > 0;) {
      const graph::node& n = g.nodes[id];
      for (int k = 0; k < n.op->arity; ++k)
        if (g.nodes[n.operands[k]].shape == n.shape)
          steps.push_back({.replaced = id, .by = n.operands[k]});
      if (n.op->arity > 0) steps.push_back({.replaced = id});
    }
    for (const change& step : steps) {
      const graph::dag candidate = changed(g, step);
      const bool fewer = candidate.nodes.size() < g.nodes.size() ||
                         (candidate.nodes.size() == g.nodes.size() &&
                          candidate.outputs.size() < g.outputs.size());
      if (!fewer || !is_fit(candidate) || !is_wrong(candidate)) continue;
      g = candidate;
      smaller = true;
      break;
    }
  }
  return g;
}

}  // namespace laws
