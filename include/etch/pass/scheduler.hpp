// SPDX-License-Identifier: BSL-1.0
/// From a graph to its schedule: levels, fused groups, calls.
#pragma once

#include <etch/graph/copy.hpp>
#include <etch/graph/depth.hpp>
#include <etch/op/batch.hpp>
#include <etch/op/leaf.hpp>
#include <etch/op/maximum.hpp>
#include <etch/pass/move_views.hpp>
#include <etch/pass/schedule.hpp>

namespace etch::pass {

/// Most operations fused into one loop: more would need more registers than there are.
inline constexpr std::size_t longest_group = 24;

/// Functions times elements of one sample beyond which a processor does not see the end of a
/// loop while it waits for its first functions.
inline constexpr std::size_t far_ahead = 64;

/// Elements of one sample of what passes from one such loop to the next: it is to stay in a
/// cache.
inline constexpr std::size_t most_between_loops = 2048;

class scheduler {
 public:
  constexpr explicit scheduler(graph::dag_view g)
      : g_(g),
        needed_(graph::reachable(g)),
        level_(g.node_count, 0),
        first_use_(g.node_count + 1, 0),
        output_of_(g.node_count, graph::none),
        copied_(g.node_count, false),
        value_of_(g.node_count, graph::none),
        group_of_(g.node_count, graph::none),
        slot_of_(g.node_count, graph::none),
        slot_owner_(g.node_count, graph::none),
        functions_to_(g.node_count, 0) {
    find_levels();
    find_uses();
    for (std::size_t i = 0; i < g.output_count; ++i) {
      const graph::node_id id = g.outputs[i].node;
      const bool direct = !is_leaf(g[id]) && output_of_[id] == graph::none &&
                          g[id].batched == g.outputs[i].batched;
      if (direct)
        output_of_[id] = i;
      else
        copied_[id] = true;
    }
  }

  constexpr schedule run() {
    for (std::size_t stage = 0; stage <= last_level_; ++stage) {
      const graph::list<bool> in_walk = needed_in_walk(stage);
      begin_section(false);
      emit_unbatched(stage, in_walk);
      end_section();
      begin_section(true);
      emit_walk(in_walk);
      if (stage == last_level_) emit_copies(true);
      end_section();
      // Values per sample end with their walk.
      for (graph::node_id id = 0; id < g_.node_count; ++id) {
        if (g_[id].batched) value_of_[id] = graph::none;
      }
    }
    begin_section(false);
    emit_copies(false);
    end_section();
    return static_cast<schedule&&>(result_);
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
  /// Somebody outside the graph reads the value.
  constexpr bool is_output(graph::node_id id) const {
    return output_of_[id] != graph::none || copied_[id];
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

  /// The users of each node, as ranges of one list.
  constexpr void find_uses() {
    for (graph::node_id id = 0; id < g_.node_count; ++id) {
      if (!needed_[id]) continue;
      for (int k = 0; k < g_[id].op->arity; ++k) ++first_use_[g_[id].operands[k] + 1];
    }
    for (graph::node_id id = 0; id < g_.node_count; ++id) first_use_[id + 1] += first_use_[id];
    users_ = graph::list<graph::node_id>(first_use_[g_.node_count], graph::none);
    graph::list<std::size_t> next = first_use_;
    for (graph::node_id id = 0; id < g_.node_count; ++id) {
      if (!needed_[id]) continue;
      for (int k = 0; k < g_[id].op->arity; ++k) users_[next[g_[id].operands[k]]++] = id;
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
      if (n.batched && output_of_[id] != graph::none && level_[id] == stage) in_walk[id] = true;
      if (n.batched && copied_[id] && stage == last_level_) in_walk[id] = true;
      if (!in_walk[id]) continue;
      for (int k = 0; k < n.op->arity; ++k) {
        if (g_[n.operands[k]].batched) in_walk[n.operands[k]] = true;
      }
    }
    return in_walk;
  }

  constexpr void begin_section(bool batched) {
    result_.sections.push({result_.calls.size(), result_.calls.size(), batched});
  }
  constexpr void end_section() {
    section& current = result_.sections.back();
    current.last = result_.calls.size();
    if (current.first == current.last) result_.sections.pop();
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
          if (is_output(id)) wanted.push(id);
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
      else if (is_output(id))
        wanted.push(id);
    }
    emit_groups(wanted);
  }

  /// Outputs that are leaves, the same value twice, or one value for all samples.
  constexpr void emit_copies(bool batched) {
    for (std::size_t i = 0; i < g_.output_count; ++i) {
      const graph::node_id id = g_.outputs[i].node;
      if (output_of_[id] == i || g_.outputs[i].batched != batched) continue;
      call copy{.kind = call_kind::group,
                .batched = batched,
                .elements = g_[id].shape.size(),
                .first_input = result_.inputs.size(),
                .inputs = 1,
                .first_output = result_.outputs.size(),
                .outputs = 1,
                .first_step = result_.steps.size()};
      result_.inputs.push({value_for_reading(id), access_of(g_[id], copy)});
      result_.values.push({id, g_[id].shape.size(), batched, graph::none, i});
      result_.outputs.push({result_.values.size() - 1, {0, kernel::result::stored}});
      result_.calls.push(copy);
    }
  }

  /// An elementwise value that no call has stored yet. (A constant is a step wherever it is
  /// used.)
  constexpr bool is_unfinished(graph::node_id id) const {
    return g_[id].op->kind == graph::family::elementwise && value_of_[id] == graph::none;
  }

  /// A call that is no group by itself, after the groups that its operands need.
  constexpr void emit_anchor(graph::node_id id) {
    const graph::node& n = g_[id];
    if (n.op->kind == graph::family::reduction) return emit_reduction(id);
    for (int k = 0; k < n.op->arity; ++k) {
      emit_group_of(n.operands[k]);
      if (is_constant(g_[n.operands[k]])) emit_constant(n.operands[k]);
    }
    if (is_view(g_, n) && !is_output(id)) return emit_view(id);
    call c{.kind = kind_of(n),
           .batched = n.batched || is_batch_reduction(n),
           .op = n.op,
           .left = n.op->arity > 0 ? g_[n.operands[0]].shape : graph::extents{},
           .right = n.op->arity > 1 ? g_[n.operands[1]].shape : graph::extents{},
           .shape = n.shape,
           .detail = n.detail,
           .elements = n.shape.size(),
           .first_input = result_.inputs.size(),
           .inputs = static_cast<std::size_t>(n.op->arity),
           .first_output = result_.outputs.size(),
           .outputs = 1,
           .first_step = result_.steps.size()};
    for (int k = 0; k < n.op->arity; ++k) {
      result_.inputs.push({value_for_reading(n.operands[k]), kernel::access::element});
    }
    result_.outputs.push({new_value(id), {}});
    result_.calls.push(c);
  }

  /// Elements of another value, where they are.
  constexpr void emit_view(graph::node_id id) {
    const graph::node& n = g_[id];
    const std::size_t from = value_for_reading(n.operands[0]);
    value_of_[id] = from;
    if (n.shape.size() == g_[n.operands[0]].shape.size()) return;
    const value& x = result_.values[from];
    const bool within = x.whole != graph::none;  // a run of a run is one of the whole
    value_of_[id] = result_.values.size();
    result_.values.push({.node = id,
                         .elements = n.shape.size(),
                         .whole = within ? x.whole : from,
                         .first = x.first + first_of_run(g_, n)});
  }

  static constexpr call_kind kind_of(const graph::node& n) {
    if (n.op->kind == graph::family::product) return call_kind::product;
    if (n.is<op::batch_product>() || n.is<op::continued_batch_product>())
      return call_kind::batch_product;
    if (n.is<op::batch_max>()) return call_kind::batch_max;
    if (n.op->kind == graph::family::batch_reduction) return call_kind::batch_sum;
    if (n.op->kind == graph::family::axis_reduction) return call_kind::axis_reduction;
    if (n.op->kind == graph::family::generator) return call_kind::generator;
    return call_kind::rearrangement;
  }

  /// A number in memory, for a call that is no group.
  constexpr void emit_constant(graph::node_id id) {
    if (value_of_[id] != graph::none) return;
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
    if (is_unfinished(x)) members = members_below(x);
    emit_in_loops(members, id);
  }

  /// Groups for all `roots`, one or more for each iteration space.
  constexpr void emit_groups(const graph::list<graph::node_id>& roots) {
    for (std::size_t i = 0; i < roots.size(); ++i) {
      if (value_of_[roots[i]] != graph::none) continue;
      graph::list<graph::node_id> members;
      for (std::size_t j = i; j < roots.size(); ++j) {
        if (same_space(roots[i], roots[j])) members_below(roots[j], members);
      }
      const bool are_numbers = !g_[roots[i]].batched && g_[roots[i]].shape.is_scalar();
      if (are_numbers && members.size() > longest_group) members = by_depth(members);
      emit_in_loops(members, graph::none);
    }
  }

  /// The same in the order in which they can be known, where most follow from each other: a
  /// processor looks only so far ahead for what it could compute while it waits. (What lies
  /// side by side stays together, for the sake of registers.)
  constexpr graph::list<graph::node_id> by_depth(
      const graph::list<graph::node_id>& members) const {
    constexpr std::size_t most_at_once = 6;
    graph::list<std::size_t> depth(g_.node_count, 0);
    std::size_t deepest = 0;
    for (const graph::node_id id : members) {
      for (int k = 0; k < g_[id].op->arity; ++k) {
        const std::size_t below = depth[g_[id].operands[k]];
        if (below > depth[id]) depth[id] = below;
      }
      if (++depth[id] > deepest) deepest = depth[id];
    }
    if (members.size() > most_at_once * deepest) return members;
    return graph::by_depth(members, depth);
  }

  constexpr bool same_space(graph::node_id a, graph::node_id b) const {
    return g_[a].batched == g_[b].batched && g_[a].shape == g_[b].shape;
  }

  constexpr graph::list<graph::node_id> members_below(graph::node_id root) {
    graph::list<graph::node_id> members;
    members_below(root, members);
    return members;
  }

  /// Appends what can be fused into one loop with `root` and is not stored yet, operands first.
  /// What lies in other spaces is emitted on the way.
  constexpr void members_below(graph::node_id root, graph::list<graph::node_id>& members) {
    struct visit {
      graph::node_id id = 0;
      int next = 0;
    };
    if (value_of_[root] != graph::none || group_of_[root] == collecting) return;
    graph::list<visit> path;
    path.push({root, 0});
    while (!path.empty()) {
      visit& top = path.back();
      if (top.next == g_[top.id].op->arity) {
        const graph::node_id done = path.pop().id;
        if (group_of_[done] == collecting) continue;
        group_of_[done] = collecting;
        members.push(done);
        continue;
      }
      const graph::node_id x = g_[top.id].operands[top.next++];
      if (!is_unfinished(x) || group_of_[x] == collecting) continue;
      if (same_space(x, root))
        path.push({x, 0});
      else
        emit_group_of(x);
    }
  }

  static constexpr bool is_function(const graph::node& n) {
    return n.op->kind == graph::family::elementwise && !n.op->few_instructions;
  }

  /// Whether a group is cut where functions wait for functions: a processor that waits in one
  /// element for both would not look so far ahead that it could begin with others.
  constexpr bool is_cut(const graph::list<graph::node_id>& members) const {
    std::size_t functions = 0;
    for (const graph::node_id id : members) functions += is_function(g_[id]);
    if (functions < 2) return false;
    const graph::node& model = g_[members[0]];
    const std::size_t elements = model.shape.size();
    const bool is_long = model.batched || (elements > 1 && functions * elements > far_ahead);
    return is_long && elements <= most_between_loops;
  }

  /// Calls for `members`: one loop, or one after the other where functions wait for functions.
  /// `reduction` ends the last.
  constexpr void emit_in_loops(const graph::list<graph::node_id>& members,
                               graph::node_id reduction) {
    if (!is_cut(members)) return emit_members(members, reduction);
    for (const graph::node_id id : members) {
      functions_to_[id] = 0;
      for (int k = 0; k < g_[id].op->arity; ++k) {
        const graph::node_id x = g_[id].operands[k];
        if (group_of_[x] == collecting && functions_to_[x] > functions_to_[id])
          functions_to_[id] = functions_to_[x];
      }
      functions_to_[id] += is_function(g_[id]);
    }
    // What comes before all functions is in the loop of the first.
    const auto loop_of = [&](graph::node_id id) {
      return functions_to_[id] > 1 ? functions_to_[id] : 1;
    };
    const graph::list<graph::node_id> ordered = graph::by_depth(members, functions_to_);
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
      const bool last = count == rest;
      emit_piece(members, first, count, last ? reduction : graph::none);
      first += count;
    } while (first < members.size());
  }

  constexpr void emit_piece(const graph::list<graph::node_id>& members, std::size_t first,
                            std::size_t count, graph::node_id reduction) {
    const std::size_t piece = result_.calls.size();
    const graph::node& model = g_[count > 0 ? members[first] : g_[reduction].operands[0]];
    call c{.kind = call_kind::group,
           .batched = model.batched,
           .elements = model.shape.size(),
           .first_input = result_.inputs.size(),
           .first_output = result_.outputs.size(),
           .first_step = result_.steps.size()};
    for (std::size_t i = first; i < first + count; ++i) group_of_[members[i]] = piece;
    // Inputs take the first slots, so they are found before any step.
    for (std::size_t i = first; i < first + count; ++i) {
      for (int k = 0; k < g_[members[i]].op->arity; ++k) {
        read(g_[members[i]].operands[k], c, piece);
      }
    }
    if (count == 0) read(g_[reduction].operands[0], c, piece);
    c.inputs = result_.inputs.size() - c.first_input;
    for (std::size_t i = first; i < first + count; ++i) {
      const graph::node& n = g_[members[i]];
      kernel::step step{.op = n.op, .number = n.number};
      for (int k = 0; k < n.op->arity; ++k) step.operands[k] = slot(n.operands[k], c, piece);
      set_slot(members[i], c, piece);
      result_.steps.push(step);
    }
    for (std::size_t i = first; i < first + count; ++i) {
      if (!is_read_outside(members[i], piece, reduction)) continue;
      result_.outputs.push({new_value(members[i]), {slot(members[i], c, piece), {}}});
    }
    if (reduction != graph::none) {
      const unsigned char from = slot(g_[reduction].operands[0], c, piece);
      result_.outputs.push({new_value(reduction), {from, result_of(g_[reduction], c)}});
    }
    c.outputs = result_.outputs.size() - c.first_output;
    c.steps = result_.steps.size() - c.first_step;
    result_.calls.push(c);
  }

  /// What becomes of a reduction's operand; of one element there is nothing to reduce.
  static constexpr kernel::result result_of(const graph::node& reduction, const call& c) {
    if (c.elements == 1) return kernel::result::stored;
    return reduction.is<op::greatest>() ? kernel::result::greatest : kernel::result::summed;
  }

  /// Makes `id` an input of the call, unless it is one already or a member of the piece.
  constexpr void read(graph::node_id id, call& c, std::size_t piece) {
    if (is_constant(g_[id]) || group_of_[id] == piece || slot_owner_[id] == piece) return;
    slot_of_[id] = result_.inputs.size() - c.first_input;
    slot_owner_[id] = piece;
    result_.inputs.push({value_for_reading(id), access_of(g_[id], c)});
  }

  static constexpr kernel::access access_of(const graph::node& n, const call& c) {
    const bool whole = n.shape.size() == c.elements;
    if (n.batched) return whole ? kernel::access::element : kernel::access::column;
    if (!whole || c.elements == 1) return kernel::access::scalar;
    return c.batched ? kernel::access::row : kernel::access::element;
  }

  /// The slot of a value in the piece; a constant becomes a step where it is first used.
  constexpr unsigned char slot(graph::node_id id, const call& c, std::size_t piece) {
    if (slot_owner_[id] != piece) {
      set_slot(id, c, piece);
      result_.steps.push({.op = g_[id].op, .number = g_[id].number});
    }
    return static_cast<unsigned char>(slot_of_[id]);
  }

  /// The next step's slot belongs to `id`.
  constexpr void set_slot(graph::node_id id, const call& c, std::size_t piece) {
    slot_of_[id] = c.inputs + result_.steps.size() - c.first_step;
    slot_owner_[id] = piece;
  }

  constexpr bool is_read_outside(graph::node_id id, std::size_t piece,
                                 graph::node_id reduction) const {
    if (is_output(id)) return true;
    for (std::size_t u = first_use_[id]; u < first_use_[id + 1]; ++u) {
      if (users_[u] != reduction && group_of_[users_[u]] != piece) return true;
    }
    return false;
  }

  constexpr std::size_t new_value(graph::node_id id) {
    value_of_[id] = result_.values.size();
    result_.values.push({id, g_[id].shape.size(), g_[id].batched, graph::none, output_of_[id]});
    return value_of_[id];
  }

  constexpr std::size_t value_for_reading(graph::node_id id) {
    if (value_of_[id] == graph::none) {
      const bool size = g_[id].is<op::batch_size>();
      value_of_[id] = result_.values.size();
      result_.values.push({id, g_[id].shape.size(), g_[id].batched,
                           size ? g_.leaf_count : g_[id].detail, graph::none});
    }
    return value_of_[id];
  }

  static constexpr std::size_t collecting = static_cast<std::size_t>(-2);

  graph::dag_view g_;
  graph::list<bool> needed_;
  graph::list<std::size_t> level_;
  graph::list<std::size_t> first_use_;
  graph::list<graph::node_id> users_;
  graph::list<std::size_t> output_of_;  // the output that the node's value is written to
  graph::list<bool> copied_;            // outputs that are copies of the node's value
  graph::list<std::size_t> value_of_;   // the node's current value
  graph::list<std::size_t> group_of_;   // the call that computes the node
  graph::list<std::size_t> slot_of_;    // the node's slot in the call `slot_owner_`
  graph::list<std::size_t> slot_owner_;
  graph::list<std::size_t> functions_to_;  // of a group's members: functions on the longest way
  std::size_t last_level_ = 0;
  schedule result_;
};

}  // namespace etch::pass
