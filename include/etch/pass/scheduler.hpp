// SPDX-License-Identifier: BSL-1.0
/// From a graph to its schedule: levels, fused groups, calls.
#pragma once

#include <etch/graph/copy.hpp>
#include <etch/graph/depth.hpp>
#include <etch/pass/call_writer.hpp>
#include <etch/pass/move_views.hpp>
#include <etch/pass/schedule.hpp>

namespace etch::pass {

/// Most operations fused into one loop: more would need more registers than there are.
inline constexpr std::size_t longest_group = 24;

/// Functions times elements of one sample beyond which a processor does not see the end of a
/// loop while it waits for its first functions.
inline constexpr std::size_t most_functions_in_sight = 64;

/// Elements of one sample of what passes from one such loop to the next: it is to stay in a
/// cache.
inline constexpr std::size_t most_between_loops = 2048;

class scheduler {
 public:
  constexpr explicit scheduler(graph::dag_view g)
      : g_(g),
        needed_(graph::reachable(g)),
        level_(g.node_count, 0),
        collected_(g.node_count, false),
        weight_(g.node_count, 0),
        calls_(g, needed_) {
    find_levels();
  }

  constexpr schedule run() {
    for (std::size_t stage = 0; stage <= last_level_; ++stage) {
      const graph::list<bool> in_walk = needed_in_walk(stage);
      calls_.begin_section(false);
      emit_unbatched(stage, in_walk);
      calls_.end_section();
      calls_.begin_section(true);
      emit_walk(in_walk);
      if (stage == last_level_) calls_.copies(true);
      calls_.end_section();
      calls_.forget_samples();
    }
    calls_.begin_section(false);
    calls_.copies(false);
    calls_.end_section();
    return calls_.take();
  }

 private:
  static constexpr bool is_batch_reduction(const graph::node& n) {
    return n.op->kind == graph::family::batch_reduction;
  }
  static constexpr bool is_constant(const graph::node& n) {
    return n.op->kind == graph::family::constant;
  }
  static constexpr bool is_leaf(const graph::node& n) {
    return n.op->kind == graph::family::leaf;
  }
  static constexpr bool is_fusable(const graph::node& n) {
    return n.op->kind == graph::family::elementwise || is_constant(n);
  }

  /// A value's level: how many walks over the batch come before it can be computed.
  constexpr void find_levels() {
    for (graph::node_id id = 0; id < g_.node_count; ++id) {
      if (!needed_[id]) continue;
      for (int k = 0; k < g_[id].op->arity; ++k) {
        const std::size_t below = level_[g_[id].operands[k]];
        if (below > level_[id]) level_[id] = below;
      }
      if (is_batch_reduction(g_[id])) ++level_[id];
      if (level_[id] > last_level_) last_level_ = level_[id];
    }
  }

  /// What the walk of a stage computes: its reductions, its outputs, and all they need per
  /// sample.
  constexpr graph::list<bool> needed_in_walk(std::size_t stage) const {
    graph::list<bool> in_walk(g_.node_count, false);
    for (graph::node_id id = g_.node_count; id-- > 0;) {
      const graph::node& n = g_[id];
      if (!needed_[id]) continue;
      if (is_batch_reduction(n) && level_[id] == stage + 1) in_walk[id] = true;
      if (n.batched && calls_.is_written(id) && level_[id] == stage) in_walk[id] = true;
      if (n.batched && calls_.is_copied(id) && stage == last_level_) in_walk[id] = true;
      if (!in_walk[id]) continue;
      for (int k = 0; k < n.op->arity; ++k) {
        if (g_[n.operands[k]].batched) in_walk[n.operands[k]] = true;
      }
    }
    return in_walk;
  }

  constexpr void emit_unbatched(std::size_t stage, const graph::list<bool>& in_walk) {
    graph::list<graph::node_id>
        wanted;  // elementwise values that others read after this section
    for (graph::node_id id = 0; id < g_.node_count; ++id) {
      const graph::node& n = g_[id];
      if (!needed_[id]) continue;
      if (in_walk[id]) {
        for (int k = 0; k < n.op->arity; ++k) {
          const graph::node_id x = n.operands[k];
          if (!g_[x].batched && is_unfinished(x)) wanted.push(x);
        }
      } else if (!n.batched && level_[id] == stage && !is_batch_reduction(n)) {
        if (is_fusable(n)) {
          if (calls_.is_output(id)) wanted.push(id);
        } else if (!is_leaf(n)) {
          emit_anchor(id);
        }
      }
    }
    emit_groups(wanted);
  }

  constexpr void emit_walk(const graph::list<bool>& in_walk) {
    graph::list<graph::node_id> wanted;
    for (graph::node_id id = 0; id < g_.node_count; ++id) {
      if (!in_walk[id] || is_leaf(g_[id])) continue;
      if (!is_fusable(g_[id]))
        emit_anchor(id);
      else if (calls_.is_output(id))
        wanted.push(id);
    }
    emit_groups(wanted);
  }

  /// An elementwise value that no call has stored yet. (A constant is a step wherever it is
  /// used.)
  constexpr bool is_unfinished(graph::node_id id) const {
    return g_[id].op->kind == graph::family::elementwise && !calls_.has_value(id);
  }

  /// A call that is no group by itself, after the groups that its operands need.
  constexpr void emit_anchor(graph::node_id id) {
    const graph::node& n = g_[id];
    if (n.op->kind == graph::family::reduction) return emit_reduction(id);
    for (int k = 0; k < n.op->arity; ++k) {
      emit_group_of(n.operands[k]);
      if (is_constant(g_[n.operands[k]])) emit_constant(n.operands[k]);
    }
    if (is_view(g_, n) && !calls_.is_output(id))
      calls_.view(id);
    else
      calls_.anchor(id);
  }

  /// A number in memory, for a call that is no group.
  constexpr void emit_constant(graph::node_id id) {
    if (calls_.has_value(id)) return;
    graph::list<graph::node_id> members;
    members.push(id);
    emit_members(members, graph::none);
  }

  constexpr void emit_group_of(graph::node_id id) {
    if (!is_unfinished(id)) return;
    graph::list<graph::node_id> root;
    root.push(id);
    emit_groups(root);
  }

  /// A reduction ends the group that computes its operand, or is a group of its own.
  constexpr void emit_reduction(graph::node_id id) {
    const graph::node_id x = g_[id].operands[0];
    graph::list<graph::node_id> members;
    if (is_unfinished(x)) collect(x, members);
    emit_in_loops(members, id);
  }

  /// Groups for all `roots`, one or more for each iteration space.
  constexpr void emit_groups(const graph::list<graph::node_id>& roots) {
    for (std::size_t i = 0; i < roots.size(); ++i) {
      if (calls_.has_value(roots[i])) continue;
      graph::list<graph::node_id> members;
      for (std::size_t j = i; j < roots.size(); ++j) {
        if (same_space(roots[i], roots[j])) collect(roots[j], members);
      }
      const bool are_numbers = !g_[roots[i]].batched && g_[roots[i]].shape.is_scalar();
      if (are_numbers && members.size() > longest_group) members = by_depth(members);
      emit_in_loops(members, graph::none);
    }
  }

  constexpr bool same_space(graph::node_id a, graph::node_id b) const {
    return g_[a].batched == g_[b].batched && g_[a].shape == g_[b].shape;
  }

  /// Appends what can be fused into one loop with `root` and is not stored yet, operands first.
  /// What lies in other spaces is emitted on the way.
  constexpr void collect(graph::node_id root, graph::list<graph::node_id>& members) {
    struct visit {
      graph::node_id id = 0;
      int next = 0;
    };
    if (calls_.has_value(root) || collected_[root]) return;
    graph::list<visit> path;
    path.push({root, 0});
    while (!path.empty()) {
      visit& top = path.back();
      if (top.next == g_[top.id].op->arity) {
        const graph::node_id done = path.pop().id;
        if (collected_[done]) continue;
        collected_[done] = true;
        members.push(done);
        continue;
      }
      const graph::node_id x = g_[top.id].operands[top.next++];
      if (!is_unfinished(x) || collected_[x]) continue;
      if (same_space(x, root))
        path.push({x, 0});
      else
        emit_group_of(x);
    }
  }

  /// Sets `weight_` of each of `members`: the most that lies one after the other on a way to
  /// it, itself among it. Returns the greatest.
  constexpr std::size_t weigh(const graph::list<graph::node_id>& members, auto weight_of) {
    std::size_t most = 0;
    for (const graph::node_id id : members) {
      std::size_t below = 0;
      for (int k = 0; k < g_[id].op->arity; ++k) {
        const graph::node_id x = g_[id].operands[k];
        if (collected_[x] && weight_[x] > below) below = weight_[x];
      }
      weight_[id] = below + weight_of(g_[id]);
      if (weight_[id] > most) most = weight_[id];
    }
    return most;
  }

  /// The members in the order in which they can be known, where most follow from each other: a
  /// processor looks only so far ahead for what it could compute while it waits. (What lies
  /// side by side stays together, for the sake of registers.)
  constexpr graph::list<graph::node_id> by_depth(const graph::list<graph::node_id>& members) {
    constexpr std::size_t most_at_once = 6;
    const std::size_t deepest =
        weigh(members, [](const graph::node&) -> std::size_t { return 1; });
    if (members.size() > most_at_once * deepest) return members;
    return graph::by_depth(members, weight_);
  }

  /// Whether a group is cut where functions wait for functions: a processor that waits in one
  /// element for both would not look so far ahead that it could begin with others.
  constexpr bool is_cut(const graph::list<graph::node_id>& members) const {
    std::size_t functions = 0;
    for (const graph::node_id id : members) functions += g_[id].op->is_function();
    if (functions < 2) return false;
    const graph::node& model = g_[members[0]];
    const std::size_t elements = model.shape.size();
    const bool is_long =
        model.batched || (elements > 1 && functions * elements > most_functions_in_sight);
    return is_long && elements <= most_between_loops;
  }

  /// Calls for `members`: one loop, or one after the other where functions wait for functions.
  /// `reduction` ends the last.
  constexpr void emit_in_loops(const graph::list<graph::node_id>& members,
                               graph::node_id reduction) {
    if (!is_cut(members)) return emit_members(members, reduction);
    weigh(members, [](const graph::node& n) -> std::size_t { return n.op->is_function(); });
    // What comes before all functions is in the loop of the first.
    const auto loop_of = [&](graph::node_id id) { return weight_[id] > 1 ? weight_[id] : 1; };
    const graph::list<graph::node_id> ordered = graph::by_depth(members, weight_);
    graph::list<graph::node_id> loop;
    for (std::size_t i = 0; i < ordered.size(); ++i) {
      loop.push(ordered[i]);
      const bool last = i + 1 == ordered.size();
      if (!last && loop_of(ordered[i + 1]) == loop_of(ordered[i])) continue;
      emit_members(loop, last ? reduction : graph::none);
      loop.clear();
    }
  }

  /// Calls for `members`, in pieces of bounded length; `reduction` ends the last.
  constexpr void emit_members(const graph::list<graph::node_id>& members,
                              graph::node_id reduction) {
    std::size_t first = 0;
    do {
      const std::size_t rest = members.size() - first;
      const std::size_t count = rest < longest_group ? rest : longest_group;
      calls_.group(members, first, count, count == rest ? reduction : graph::none);
      first += count;
    } while (first < members.size());
    for (const graph::node_id id : members) collected_[id] = false;
  }

  graph::dag_view g_;
  graph::list<bool> needed_;
  graph::list<std::size_t> level_;
  graph::list<bool> collected_;      // members of a group that no call computes yet
  graph::list<std::size_t> weight_;  // as `weigh` last set it
  std::size_t last_level_ = 0;
  call_writer calls_;
};

}  // namespace etch::pass
