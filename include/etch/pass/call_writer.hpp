// SPDX-License-Identifier: BSL-1.0
/// Kernel calls, one after the other, and the values that they read and write.
#pragma once

#include <etch/graph/users.hpp>
#include <etch/op/batch.hpp>
#include <etch/op/maximum.hpp>
#include <etch/pass/move_views.hpp>
#include <etch/pass/schedule.hpp>

namespace etch::pass {

/// Writes a schedule in the order in which it is told to. What a call reads has been computed
/// by an earlier one, or is a leaf.
class call_writer {
 public:
  constexpr call_writer(graph::dag_view g, const graph::list<bool>& needed)
      : g_(g),
        users_(g, needed),
        output_of_(g.node_count, graph::none),
        copied_(g.node_count, false),
        value_of_(g.node_count, graph::none),
        call_of_(g.node_count, graph::none),
        slot_of_(g.node_count, graph::none),
        slot_owner_(g.node_count, graph::none) {
    for (std::size_t i = 0; i < g.output_count; ++i) {
      const graph::node_id id = g.outputs[i].node;
      const bool direct = g[id].op->kind != graph::family::leaf &&
                          output_of_[id] == graph::none &&
                          g[id].batched == g.outputs[i].batched;
      if (direct)
        output_of_[id] = i;
      else
        copied_[id] = true;
    }
  }

  constexpr void begin_section(bool batched) {
    result_.sections.push({result_.calls.size(), result_.calls.size(), batched});
  }
  constexpr void end_section() {
    section& current = result_.sections.back();
    current.last = result_.calls.size();
    if (current.first == current.last) result_.sections.pop();
  }
  /// Values per sample end with their walk.
  constexpr void forget_samples() {
    for (graph::node_id id = 0; id < g_.node_count; ++id)
      if (g_[id].batched) value_of_[id] = graph::none;
  }

  constexpr schedule take() { return static_cast<schedule&&>(result_); }

  /// A call has computed the value, or reads it as a leaf.
  constexpr bool has_value(graph::node_id id) const { return value_of_[id] != graph::none; }
  /// Somebody outside the graph reads the value: where its call writes it, or a copy.
  constexpr bool is_output(graph::node_id id) const { return is_written(id) || is_copied(id); }
  constexpr bool is_written(graph::node_id id) const { return output_of_[id] != graph::none; }
  constexpr bool is_copied(graph::node_id id) const { return copied_[id]; }

  /// A loop over `count` of `members`, operands first, which are of one space; `reduction`, if
  /// any, of what they make, or of what another call has made where they are none.
  constexpr void group(const graph::list<graph::node_id>& members, std::size_t first,
                       std::size_t count, graph::node_id reduction) {
    const std::size_t number = result_.calls.size();
    const graph::node& model = g_[count > 0 ? members[first] : g_[reduction].operands[0]];
    call c{.kind = call_kind::group,
           .batched = model.batched,
           .elements = model.shape.size(),
           .first_input = result_.inputs.size(),
           .first_output = result_.outputs.size(),
           .first_step = result_.steps.size()};
    for (std::size_t i = first; i < first + count; ++i) call_of_[members[i]] = number;
    // Inputs take the first slots, so they are found before any step.
    for (std::size_t i = first; i < first + count; ++i) {
      for (int k = 0; k < g_[members[i]].op->arity; ++k) {
        read(g_[members[i]].operands[k], c, number);
      }
    }
    if (count == 0) read(g_[reduction].operands[0], c, number);
    c.inputs = result_.inputs.size() - c.first_input;
    for (std::size_t i = first; i < first + count; ++i) {
      const graph::node& n = g_[members[i]];
      kernel::step step{.op = n.op, .number = n.number};
      for (int k = 0; k < n.op->arity; ++k) step.operands[k] = slot(n.operands[k], c, number);
      set_slot(members[i], c, number);
      result_.steps.push(step);
    }
    for (std::size_t i = first; i < first + count; ++i) {
      const graph::node_id id = members[i];
      const bool read_outside = is_output(id) || users_.any(id, [&](graph::node_id user) {
        return user != reduction && call_of_[user] != number;
      });
      if (read_outside) result_.outputs.push({new_value(id), {slot(id, c, number), {}}});
    }
    if (reduction != graph::none) {
      const unsigned char from = slot(g_[reduction].operands[0], c, number);
      result_.outputs.push({new_value(reduction), {from, result_of(g_[reduction], c)}});
    }
    c.outputs = result_.outputs.size() - c.first_output;
    c.steps = result_.steps.size() - c.first_step;
    result_.calls.push(c);
  }

  /// A call that is no group.
  constexpr void anchor(graph::node_id id) {
    const graph::node& n = g_[id];
    call c{.kind = kind_of(n),
           .batched = n.batched || n.op->kind == graph::family::batch_reduction,
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

  /// Elements of another value, where they are: no call.
  constexpr void view(graph::node_id id) {
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

  /// Outputs that are leaves, the same value twice, or one value for all samples.
  constexpr void copies(bool batched) {
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

 private:
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

  /// What becomes of a reduction's operand; of one element there is nothing to reduce.
  static constexpr kernel::result result_of(const graph::node& reduction, const call& c) {
    if (c.elements == 1) return kernel::result::stored;
    return reduction.is<op::greatest>() ? kernel::result::greatest : kernel::result::summed;
  }

  static constexpr kernel::access access_of(const graph::node& n, const call& c) {
    const bool whole = n.shape.size() == c.elements;
    if (n.batched) return whole ? kernel::access::element : kernel::access::column;
    if (!whole || c.elements == 1) return kernel::access::scalar;
    return c.batched ? kernel::access::row : kernel::access::element;
  }

  /// Makes `id` an input of the group, unless it is one already or a member.
  constexpr void read(graph::node_id id, call& c, std::size_t number) {
    const bool is_step = g_[id].op->kind == graph::family::constant || call_of_[id] == number;
    if (is_step || slot_owner_[id] == number) return;
    slot_of_[id] = result_.inputs.size() - c.first_input;
    slot_owner_[id] = number;
    result_.inputs.push({value_for_reading(id), access_of(g_[id], c)});
  }

  /// The slot of a value in the group; a constant becomes a step where it is first used.
  constexpr unsigned char slot(graph::node_id id, const call& c, std::size_t number) {
    if (slot_owner_[id] != number) {
      set_slot(id, c, number);
      result_.steps.push({.op = g_[id].op, .number = g_[id].number});
    }
    return static_cast<unsigned char>(slot_of_[id]);
  }

  /// The next step's slot belongs to `id`.
  constexpr void set_slot(graph::node_id id, const call& c, std::size_t number) {
    slot_of_[id] = c.inputs + result_.steps.size() - c.first_step;
    slot_owner_[id] = number;
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

  graph::dag_view g_;
  graph::users users_;
  graph::list<std::size_t> output_of_;  // the output that the node's value is written to
  graph::list<bool> copied_;            // outputs that are copies of the node's value
  graph::list<std::size_t> value_of_;   // the node's current value
  graph::list<std::size_t> call_of_;    // the group that computes the node
  graph::list<std::size_t> slot_of_;    // the node's slot in the group `slot_owner_`
  graph::list<std::size_t> slot_owner_;
  schedule result_;
};

}  // namespace etch::pass
