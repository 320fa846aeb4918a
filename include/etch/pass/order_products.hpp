// SPDX-License-Identifier: BSL-1.0
/// Chains of matrix products in the order that needs the fewest multiplications.
#pragma once

#include <etch/graph/copy.hpp>
#include <etch/op/product.hpp>

namespace etch::pass {

/// A product per sample counts as often as this; batches that matter are at least as long.
inline constexpr std::size_t assumed_samples = 64;

/// The multiplications of one product node; of one sample, where it is batched.
constexpr std::size_t multiplications(const graph::node& n, const graph::extents& left) {
  const bool transposed = (n.detail & graph::left_transposed) != 0;
  const graph::extents matrix = left.rank == 3 ? left.without(0) : left;
  return n.shape.size() * static_cast<std::size_t>(op::product::rows(matrix, !transposed));
}

namespace chain {

/// One factor as it is read: as it lies, or transposed.
struct factor {
  graph::node_id node = graph::none;
  bool transposed = false;
};

/// The factors of a product, from left to right, and the products that they come from.
struct factors {
  graph::list<factor> all;
  std::size_t cost = 0;
};

/// The best order, by the classic dynamic programme over the ends of partial chains.
///
/// Source  Cormen, Leiserson, Rivest & Stein, Introduction to Algorithms, section 14.2.
class order {
 public:
  constexpr order(const graph::builder& b, const graph::list<factor>& all)
      : count_(all.size()), cost_(count_ * count_, 0), split_(count_ * count_, 0) {
    for (const factor& f : all) {
      const graph::node& n = b[f.node];
      if (extent_.empty()) extent_.push(size(op::product::rows(n.shape, f.transposed)));
      extent_.push(size(op::product::rows(n.shape, !f.transposed)));
      batched_.push(n.batched);
    }
    for (std::size_t length = 2; length <= count_; ++length) {
      for (std::size_t first = 0; first + length <= count_; ++first) {
        find(first, first + length - 1);
      }
    }
  }

  constexpr std::size_t cost() const { return cost_[count_ - 1]; }
  /// The last factor of the left part of the product of factors `first` to `last`.
  constexpr std::size_t split(std::size_t first, std::size_t last) const {
    return split_[first * count_ + last];
  }

 private:
  static constexpr std::size_t size(int extent) { return static_cast<std::size_t>(extent); }

  constexpr void find(std::size_t first, std::size_t last) {
    bool batched = false;
    for (std::size_t i = first; i <= last; ++i) batched = batched || batched_[i];
    const std::size_t times = batched ? assumed_samples : 1;
    std::size_t best = static_cast<std::size_t>(-1);
    for (std::size_t k = first; k < last; ++k) {
      const std::size_t here = extent_[first] * extent_[k + 1] * extent_[last + 1] * times;
      const std::size_t all = cost_[first * count_ + k] + cost_[(k + 1) * count_ + last] + here;
      if (all >= best) continue;
      best = all;
      split_[first * count_ + last] = k;
    }
    cost_[first * count_ + last] = best;
  }

  std::size_t count_;
  graph::list<std::size_t> extent_;
  graph::list<bool> batched_;
  graph::list<std::size_t> cost_;
  graph::list<std::size_t> split_;
};

}  // namespace chain

/// Finds the chains of one graph and builds them anew.
class product_orderer {
 public:
  /// Longer chains stay as they are, for the time to order them grows with the third power.
  static constexpr std::size_t longest = 24;

  constexpr explicit product_orderer(graph::dag_view g) : g_(g), uses_(g.node_count, 0) {
    const graph::list<bool> needed = graph::reachable(g);
    for (graph::node_id id = 0; id < g.node_count; ++id) {
      if (!needed[id]) continue;
      for (int k = 0; k < g[id].op->arity; ++k) ++uses_[g[id].operands[k]];
    }
    for (std::size_t i = 0; i < g.output_count; ++i) ++uses_[g.outputs[i].node];
  }

  /// The multiplications of every chain that has a better order, and those of the best; of one
  /// sample, or of `assumed_samples` where the product is batched.
  struct saving {
    std::size_t before = 0, after = 0;
  };
  constexpr const graph::list<saving>& savings() const { return savings_; }

  constexpr graph::dag run() {
    graph::builder b;
    graph::copier copy(g_, b);
    for (graph::node_id id = 0; id < g_.node_count; ++id) {
      const graph::handle ordered = is_chain(id) ? in_best_order(id, b, copy) : graph::handle{};
      copy.set(id, ordered.id != graph::none ? ordered : b.add(copy.moved(id)));
    }
    return copy.finish();
  }

 private:
  constexpr bool is_product_of_matrices(graph::node_id id) const {
    const graph::node& n = g_[id];
    return n.is<op::product>() && n.shape.rank < 3 && n.pin == 0 &&
           g_[n.operands[0]].shape.rank < 3 && g_[n.operands[1]].shape.rank < 3;
  }
  /// A product of which only another product has need.
  constexpr bool is_inner(graph::node_id id) const {
    return is_product_of_matrices(id) && uses_[id] == 1;
  }
  constexpr bool is_chain(graph::node_id id) const {
    return is_product_of_matrices(id) &&
           (is_inner(g_[id].operands[0]) || is_inner(g_[id].operands[1]));
  }

  /// Appends the factors of `id`, read transposed or not. (Recursion ends at the depth of the
  /// chain, which is bounded.)
  constexpr void collect(graph::node_id id, bool transposed, chain::factors& found,
                         graph::copier& copy, bool outermost = true) {
    if (found.all.size() > longest) return;
    if (!outermost && !is_inner(id)) {
      found.all.push({copy[id].id, transposed});
      return;
    }
    const graph::node& n = g_[id];
    found.cost +=
        multiplications(n, g_[n.operands[0]].shape) * (n.batched ? assumed_samples : 1);
    for (int k = 0; k < 2; ++k) {
      const int which = transposed ? 1 - k : k;
      const std::size_t bit = which == 0 ? graph::left_transposed : graph::right_transposed;
      collect(n.operands[which], transposed != ((n.detail & bit) != 0), found, copy, false);
    }
  }

  constexpr graph::handle in_best_order(graph::node_id id, graph::builder& b,
                                        graph::copier& copy) {
    chain::factors found;
    collect(id, false, found, copy);
    if (found.all.size() > longest) return {};
    const chain::order best(b, found.all);
    if (best.cost() >= found.cost) return {};
    savings_.push({found.cost, best.cost()});
    const std::size_t last = found.all.size() - 1;
    return product(b, found.all, best, 0, last, g_[id].shape);
  }

  static constexpr chain::factor part(graph::builder& b, const graph::list<chain::factor>& all,
                                      const chain::order& best, std::size_t first,
                                      std::size_t last) {
    if (first == last) return all[first];
    return {product(b, all, best, first, last, {}).id, false};
  }

  /// The product of factors `first` to `last`; a `shape` of rank 0 is found from the operands.
  static constexpr graph::handle product(graph::builder& b,
                                         const graph::list<chain::factor>& all,
                                         const chain::order& best, std::size_t first,
                                         std::size_t last, const graph::extents& shape) {
    const std::size_t k = best.split(first, last);
    const chain::factor left = part(b, all, best, first, k);
    const chain::factor right = part(b, all, best, k + 1, last);
    const std::size_t layouts = op::product::layout(left.transposed, right.transposed);
    const graph::handle l = b.at(left.node), r = b.at(right.node);
    if (shape.is_scalar()) return op::product::of(l, r, layouts);
    return op::product::of(l, r, layouts, shape);
  }

  graph::dag_view g_;
  graph::list<std::size_t> uses_;
  graph::list<saving> savings_;
};

/// Whether there is a product of a product; cheaper to ask than to order.
constexpr bool has_chains(graph::dag_view g) {
  for (graph::node_id id = 0; id < g.node_count; ++id) {
    if (!g[id].is<op::product>()) continue;
    for (int k = 0; k < 2; ++k) {
      if (g[g[id].operands[k]].is<op::product>()) return true;
    }
  }
  return false;
}

/// Needs   a differentiated graph: products are no longer looked for by their form.
/// Keeps   every value, up to rounding; products that something else needs as well.
constexpr graph::dag order_products(graph::dag_view g) { return product_orderer(g).run(); }

}  // namespace etch::pass
