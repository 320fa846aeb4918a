// SPDX-License-Identifier: BSL-1.0
/// What a model is made of, what it costs, and what the compiler decided about it.
#pragma once

#include <etch/io/cell.hpp>
#include <etch/io/text.hpp>
#include <etch/program/compile.hpp>

#include <array>
#include <cstddef>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace etch {

namespace io {

/// A run of affine operations, as `summary` reports it.
struct affine_figures {
  std::size_t inputs = 0, outputs = 0;  ///< elements
  std::size_t multiply_adds = 0;        ///< of one sample, as written
  std::size_t collapsed = 0;            ///< the same as one matrix and one vector
  bool is_collapsed = false;
};

/// The multiply-adds of one operation; of one sample, where it is batched. Elementwise ones
/// count one for each element.
constexpr std::size_t multiply_adds_of(graph::dag_view g, graph::node_id id) {
  const graph::node& n = g[id];
  using graph::family;
  if (n.op->kind == family::product) {
    return pass::multiplications(n, g[n.operands[0]].shape);
  }
  const bool of_operand = n.op->kind == family::reduction ||
                          n.op->kind == family::axis_reduction ||
                          n.op->kind == family::composite;
  if (of_operand) return g[n.operands[0]].shape.size();
  const bool computes = n.op->kind == family::elementwise && !n.is<op::broadcast>();
  return computes ? n.shape.size() : 0;
}

constexpr std::size_t total_multiply_adds(graph::dag_view g) {
  const graph::list<bool> needed = graph::reachable(g);
  std::size_t total = 0;
  for (graph::node_id id = 0; id < g.node_count; ++id) {
    if (needed[id]) total += multiply_adds_of(g, id);
  }
  return total;
}

}  // namespace io

/// The figures of a model, all known to the compiler; `<<` writes them with the list of its
/// operations.
template <std::floating_point T, Expression E, bool Batched>
class model_summary {
  using lowered = program::lowered<E>;
  static constexpr auto& leaves = program::frozen<lowered>::value.leaves;
  static constexpr std::size_t leaf_count = program::frozen<lowered>::sizes.leaves;

  static constexpr program::batched_leaves<leaf_count> batched = [] {
    program::batched_leaves<leaf_count> flags{};
    for (std::size_t i = 0; i < leaf_count; ++i) {
      flags[i] = Batched && !graph::is_shared(leaves[i].role);
    }
    flags[leaf_count] = false;
    return flags;
  }();
  static constexpr program::batched_leaves<leaf_count> shared = [] {
    program::batched_leaves<leaf_count> flags{};
    for (std::size_t i = 0; i < leaf_count; ++i) flags[i] = graph::is_shared(leaves[i].role);
    flags[leaf_count] = false;
    return flags;
  }();
  using passes = program::passes<lowered, batched>;
  using stages = program::stages<lowered, shared>;

  static constexpr graph::dag_view operations_view() {
    return program::frozen<typename passes::order>::value.view();
  }

 public:
  /// Numbers to train.
  static constexpr std::size_t parameters = [] {
    std::size_t total = 0;
    for (std::size_t i = 0; i < leaf_count; ++i) {
      if (leaves[i].role == graph::role::parameter) total += leaves[i].shape.size();
    }
    return total;
  }();

  static constexpr std::size_t operations = [] {
    const graph::list<bool> needed = graph::reachable(operations_view());
    std::size_t total = 0;
    for (graph::node_id id = 0; id < operations_view().node_count; ++id) {
      total += needed[id] && operations_view()[id].op->arity > 0;
    }
    return total;
  }();

  /// Of one sample, and of what is computed once for all samples.
  static constexpr std::size_t multiply_adds = io::total_multiply_adds(operations_view());

  /// Of one sample, when the parameters are frozen.
  static constexpr std::size_t multiply_adds_when_frozen =
      io::total_multiply_adds(program::frozen<typename stages::late>::value.view());

  /// Of working memory, on the stack.
  static constexpr std::size_t arena_bytes =
      program::arena_of<T>(program::planned<typename passes::last>::value).elements() *
      sizeof(T);

  /// The runs of affine operations with more than one product, and those that become one
  /// matrix when the parameters are frozen.
  static constexpr auto affine_runs = [] {
    constexpr auto find = [] {
      return pass::affine_runs(program::frozen<typename stages::folded>::value.view()).find();
    };
    std::array<io::affine_figures, find().size()> result{};
    const auto& g = program::frozen<typename stages::folded>::value;
    std::size_t i = result.size();
    for (const pass::affine_run& run : find()) {
      result[--i] = {g.nodes[run.first].shape.size(), g.nodes[run.last].shape.size(), run.cost,
                     run.collapsed, run.taken};
    }
    return result;
  }();

  /// The multiplications of chains of products as written and in the order that is computed;
  /// products per sample count as those of `pass::assumed_samples` samples.
  static constexpr auto product_orders = [] {
    constexpr auto find = [] {
      pass::product_orderer order(
          program::frozen<typename passes::simplify_again>::value.view());
      order.run();
      return order.savings();
    };
    std::array<pass::product_orderer::saving, find().size()> result{};
    const auto found = find();
    for (std::size_t i = 0; i < result.size(); ++i) result[i] = found[i];
    return result;
  }();

  friend std::ostream& operator<<(std::ostream& out, model_summary) {
    const graph::dag_view g = operations_view();
    const graph::list<bool> needed = graph::reachable(g);
    const std::vector<std::string> names = names_of_rows(g, needed);
    const io::text_writer write(g, names);
    for (graph::node_id id = 0; id < g.node_count; ++id) {
      if (names[id].empty()) continue;
      io::put_cell(out, names[id], 5);
      io::put_cell(out, write(id), 44);
      io::put_cell(
          out, io::joined({"[", io::listed(g[id].shape.extent, g[id].shape.rank), "]"}), 14);
      io::put_cell(out, std::to_string(multiply_adds_of_row(g, names, id)), 12);
      out << (Batched && !g[id].batched ? "once\n" : "\n");
    }
    return write_totals(out);
  }

 private:
  /// What is read twice or by operations per sample though it is not, and what is no
  /// elementwise operation, has a row of its own.
  static std::vector<std::string> names_of_rows(graph::dag_view g,
                                                const graph::list<bool>& needed) {
    std::vector<int> uses(g.node_count, 0);
    for (graph::node_id id = 0; id < g.node_count; ++id) {
      for (int k = 0; needed[id] && k < g[id].op->arity; ++k) {
        const graph::node_id x = g[id].operands[k];
        uses[x] += g[x].batched == g[id].batched ? 1 : 2;
      }
    }
    for (std::size_t i = 0; i < g.output_count; ++i) uses[g.outputs[i].node] += 2;
    std::vector<std::string> names(g.node_count);
    int row = 0;
    for (graph::node_id id = 0; id < g.node_count; ++id) {
      const bool fused = g[id].op->kind == graph::family::elementwise && uses[id] < 2;
      if (needed[id] && g[id].op->arity > 0 && !fused)
        names[id] = io::joined({"#", std::to_string(++row)});
    }
    return names;
  }

  static std::size_t multiply_adds_of_row(graph::dag_view g,
                                          const std::vector<std::string>& names,
                                          graph::node_id id) {
    std::size_t total = io::multiply_adds_of(g, id);
    for (int k = 0; k < g[id].op->arity; ++k) {
      const graph::node_id x = g[id].operands[k];
      if (names[x].empty()) total += multiply_adds_of_row(g, names, x);
    }
    return total;
  }

  static std::ostream& write_totals(std::ostream& out) {
    out << operations << " operations, " << parameters << " parameters, " << multiply_adds
        << " multiply-adds, " << arena_bytes << " bytes of working memory\n";
    for (const pass::product_orderer::saving& chain : product_orders) {
      out << "products reordered: " << chain.after << " multiplications instead of "
          << chain.before << '\n';
    }
    out << "with frozen parameters: " << multiply_adds_when_frozen << " multiply-adds\n";
    for (const io::affine_figures& run : affine_runs) {
      out << "  " << run.inputs << " to " << run.outputs
          << (run.is_collapsed ? " collapsed to one matrix: "
                               : " not collapsed: one matrix has ")
          << run.collapsed << " multiply-adds, as written " << run.multiply_adds << '\n';
    }
    return out;
  }
};

/// What the model is made of, as a call with one sample computes it in the scalar type `T`. To
/// be written with `<<`; its figures are constants.
///
///     static_assert(summary(net(x)).parameters == 101770);
///     std::cout << summary(net(x));
template <std::floating_point T = float, Expression E>
constexpr model_summary<T, E, false> summary(E) {
  return {};
}

/// The same where all inputs are batches: `once` marks what is computed once for all samples.
template <std::floating_point T = float, Expression E>
constexpr model_summary<T, E, true> batch_summary(E) {
  return {};
}

}  // namespace etch
