// SPDX-License-Identifier: BSL-1.0
/// Affine runs of a graph become one matrix and one vector each, where that saves work.
#pragma once

#include <etch/op/where.hpp>
#include <etch/pass/differentiate.hpp>
#include <etch/pass/order_products.hpp>
#include <etch/pass/split.hpp>

namespace etch::pass {

/// A value that is affine in an earlier one, by which all of its late operands go; all else
/// that it is made of is known early.
struct affine_run {
  graph::node_id first = graph::none;  ///< the earlier value
  graph::node_id last = graph::none;
  std::size_t cost = 0;       ///< multiply-adds of one sample, as written
  std::size_t collapsed = 0;  ///< the same as one matrix and one vector
  bool taken = false;
};

/// Finds the affine runs of a graph whose early leaves are marked, and which of their parts are
/// cheapest as one matrix.
class affine_runs {
 public:
  constexpr explicit affine_runs(graph::dag_view g)
      : g_(g),
        when_(g, known::early),
        parent_(g.node_count, graph::none),
        depth_(g.node_count, 0),
        region_(g.node_count, 0),
        best_(g.node_count, 0),
        start_(g.node_count, graph::none),
        ends_(g.node_count, false) {
    const graph::list<bool> needed = graph::reachable(g);
    for (graph::node_id id = 0; id < g.node_count; ++id) {
      if (needed[id] && !when_.is_early(id)) find_parent(id);
    }
    find_ends(needed);
    for (graph::node_id id = 0; id < g.node_count; ++id) {
      if (parent_[id] != graph::none) find_best(id);
    }
  }

  /// The runs that end where something not affine begins, taken or not, from the last one on.
  constexpr graph::list<affine_run> find() const {
    graph::list<affine_run> runs;
    for (graph::node_id id = g_.node_count; id-- > 0;) {
      if (!ends_[id] || parent_[id] == graph::none) continue;
      add_runs(id, runs);
    }
    return runs;
  }

 private:
  static constexpr std::size_t longest = 64;     ///< steps that are looked back from each value
  static constexpr std::size_t least_gain = 16;  ///< what is saved is at least a part in so many

  constexpr void find_parent(graph::node_id id) {
    const graph::node& n = g_[id];
    graph::node_id common = graph::none;
    std::size_t branches = 0;
    if (!is_affine(n)) return;
    for (int k = 0; k < n.op->arity; ++k) {
      const graph::node_id x = n.operands[k];
      if (when_.is_early(x)) continue;
      branches += region_[x];
      common = common == graph::none ? x : nearest_common(common, x);
      if (common == graph::none) return;
    }
    if (common == graph::none) return;
    parent_[id] = common;
    depth_[id] = depth_[common] + 1;
    region_[id] =
        region_[common] + cost_of(n) + (branches - region_[common] * late_operands(n));
  }

  constexpr std::size_t late_operands(const graph::node& n) const {
    std::size_t count = 0;
    for (int k = 0; k < n.op->arity; ++k) count += !when_.is_early(n.operands[k]);
    return count;
  }

  /// The operation is affine in its late operands together.
  constexpr bool is_affine(const graph::node& n) const {
    const std::size_t late = late_operands(n);
    if (late == 0 || n.pin != 0) return false;
    if (n.op->kind == graph::family::batch_reduction) return false;
    if (n.op->linear || n.is<op::add>() || n.is<op::subtract>() || n.is<op::negate>() ||
        n.is<op::broadcast>()) {
      return true;
    }
    if (n.is<op::divide>() || n.is<op::where>()) {
      const int fixed = n.is<op::divide>() ? 1 : 0;
      return when_.is_early(n.operands[fixed]);
    }
    return late == 1 && (n.is<op::multiply>() || n.is<op::product>());
  }

  constexpr std::size_t cost_of(const graph::node& n) const {
    if (n.is<op::product>()) return multiplications(n, g_[n.operands[0]].shape);
    const bool computes = n.op->kind == graph::family::elementwise && !n.is<op::broadcast>();
    return computes ? n.shape.size() : 0;
  }

  constexpr graph::node_id nearest_common(graph::node_id a, graph::node_id b) const {
    while (a != b) {
      graph::node_id& deeper = depth_[a] >= depth_[b] ? a : b;
      if (parent_[deeper] == graph::none) return graph::none;
      deeper = parent_[deeper];
    }
    return a;
  }

  /// Marks what is computed whatever happens: outputs, and operands of what is not affine.
  constexpr void find_ends(const graph::list<bool>& needed) {
    for (graph::node_id id = 0; id < g_.node_count; ++id) {
      if (!needed[id] || parent_[id] != graph::none || when_.is_early(id)) continue;
      for (int k = 0; k < g_[id].op->arity; ++k) ends_[g_[id].operands[k]] = true;
    }
    for (std::size_t i = 0; i < g_.output_count; ++i) ends_[g_.outputs[i].node] = true;
  }

  /// The least work from the beginning of the run, and where the last matrix begins in it.
  constexpr void find_best(graph::node_id id) {
    const graph::node_id before = parent_[id];
    best_[id] = best_[before] + region_[id] - region_[before];
    graph::node_id from = before;
    for (std::size_t steps = 0; steps < longest; ++steps) {
      const std::size_t written = region_[id] - region_[from];
      const std::size_t collapsed = collapsed_cost(from, id);
      const bool pays = collapsed + written / least_gain < written;
      if (pays && best_[from] + collapsed < best_[id]) {
        best_[id] = best_[from] + collapsed;
        start_[id] = from;
      }
      if (ends_[from] || parent_[from] == graph::none) break;
      from = parent_[from];
    }
  }

  constexpr std::size_t collapsed_cost(graph::node_id from, graph::node_id to) const {
    const std::size_t rows = g_[to].shape.size();
    return rows * g_[from].shape.size() + rows;
  }

  constexpr void add_runs(graph::node_id last, graph::list<affine_run>& runs) const {
    graph::node_id first = last;
    bool any = false;
    for (graph::node_id id = last; parent_[id] != graph::none; id = first) {
      first = start_[id] != graph::none ? start_[id] : parent_[id];
      if (start_[id] != graph::none) {
        runs.push(run(first, id, true));
        any = true;
      }
      if (ends_[first]) break;
    }
    if (!any && has_two_products(first, last)) runs.push(run(first, last, false));
  }

  constexpr affine_run run(graph::node_id first, graph::node_id last, bool taken) const {
    return {first, last, region_[last] - region_[first], collapsed_cost(first, last), taken};
  }

  constexpr bool has_two_products(graph::node_id first, graph::node_id last) const {
    int products = 0;
    for (graph::node_id id = last; id != first; id = parent_[id]) {
      products += g_[id].is<op::product>();
    }
    return products > 1;
  }

  graph::dag_view g_;
  timing when_;
  graph::list<graph::node_id> parent_;  // the nearest value by which all late operands go
  graph::list<std::size_t> depth_;
  graph::list<std::size_t> region_;  // multiply-adds from the beginning of the run
  graph::list<std::size_t> best_;
  graph::list<graph::node_id> start_;  // where the matrix that makes this value begins
  graph::list<bool> ends_;
};

/// `value`, which is affine in `variable`, as a matrix times the variable and a constant.
constexpr graph::handle as_matrix_and_constant(graph::handle value, graph::handle variable) {
  graph::builder& b = *value.owner;
  const graph::node_id request = value.id;
  graph::node wanted{.op = &operation_of<op::slope_matrix>,
                     .shape = op::slope_matrix::shape(value->shape, variable->shape),
                     .operands = {value.id, variable.id}};
  const graph::handle slope = fulfilled(wanted, b, request);
  const graph::handle zeros = op::sum::fill(b.constant(0), variable->shape);
  const graph::handle constant = substituted(value, variable, zeros);
  graph::handle linear;
  if (variable->shape.is_scalar()) {
    linear = slope * variable;
  } else {
    const graph::extents column = graph::make_extents(variable->shape.size());
    const graph::handle x = op::reshape::of(variable, column);
    linear = value->shape.is_scalar() ? sum(slope * x) : op::product::of(slope, x, 0);
  }
  return op::reshape::of(linear, value->shape) + constant;
}

/// Needs   a graph without requests whose early leaves are marked.
/// Keeps   every value, up to rounding.
constexpr graph::dag collapse_where_it_pays(graph::dag_view g) {
  graph::list<graph::node_id> first(g.node_count, graph::none);
  for (const affine_run& run : affine_runs(g).find()) {
    if (run.taken) first[run.last] = run.first;
  }
  graph::builder b;
  graph::copier copy(g, b);
  for (graph::node_id id = 0; id < g.node_count; ++id) {
    const graph::handle value = b.add(copy.moved(id));
    const bool collapses = first[id] != graph::none;
    copy.set(id, collapses ? as_matrix_and_constant(value, copy[first[id]]) : value);
  }
  return copy.finish();
}

/// Whether `collapse_where_it_pays` has anything to do; it leaves graphs with requests alone.
constexpr bool has_runs_that_pay(graph::dag_view g) {
  for (graph::node_id id = 0; id < g.node_count; ++id) {
    if (g[id].op->kind == graph::family::derivative) return false;
  }
  for (const affine_run& run : affine_runs(g).find()) {
    if (run.taken) return true;
  }
  return false;
}

/// Needs   a lifted graph.
/// Keeps   every value. Slopes and substitutions, which do not depend on how a model is called,
///         are made, but for those of what has other requests in it.
constexpr graph::dag resolve_collapses(graph::dag_view g) {
  graph::builder b;
  graph::copier copy(g, b);
  graph::list<bool> waits(g.node_count, false);
  for (graph::node_id id = 0; id < g.node_count; ++id) {
    const graph::node n = copy.moved(id);
    for (int k = 0; k < n.op->arity; ++k) waits[id] = waits[id] || waits[g[id].operands[k]];
    const bool now = (n.is<op::slope_matrix>() || n.is<op::substitution>()) && !waits[id];
    waits[id] = waits[id] || (n.op->kind == graph::family::derivative && !now);
    copy.set(id, now ? fulfilled(n, b, id) : b.add(n));
  }
  return copy.finish();
}

/// Whether it has anything to do.
constexpr bool has_collapses(graph::dag_view g) {
  for (graph::node_id id = 0; id < g.node_count; ++id) {
    if (g[id].is<op::slope_matrix>() || g[id].is<op::substitution>()) return true;
  }
  return false;
}

}  // namespace etch::pass
