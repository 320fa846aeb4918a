// SPDX-License-Identifier: BSL-1.0
/// Long products of numbers are made from the factor that is known first. The chain rule writes
/// them from the output, whose slope is known last: all products would wait for it.
#pragma once

#include <etch/graph/copy.hpp>
#include <etch/graph/depth.hpp>
#include <etch/op/arithmetic.hpp>

namespace etch::pass {

/// The long products of a graph: which there are, and what they are made of.
class long_products {
 public:
  /// Fewer factors are left as they are written.
  static constexpr std::size_t fewest = 8;

  constexpr explicit long_products(graph::dag_view g)
      : g_(g),
        needed_(graph::reachable(g)),
        depth_(g.node_count, 0),
        user_(g.node_count, graph::none),
        factors_(g.node_count, 1),
        is_long_(g.node_count, false) {
    graph::list<std::size_t> uses(g.node_count, 0);
    for (std::size_t i = 0; i < g.output_count; ++i) ++uses[g.outputs[i].node];
    for (graph::node_id id = 0; id < g.node_count; ++id) {
      for (int k = 0; needed_[id] && k < g[id].op->arity; ++k) {
        const graph::node_id x = g[id].operands[k];
        ++uses[x];
        user_[x] = id;
        if (depth_[x] >= depth_[id]) depth_[id] = depth_[x] + 1;
      }
    }
    for (graph::node_id id = 0; id < g.node_count; ++id) {
      if (uses[id] != 1 || !is_product(id)) user_[id] = graph::none;
      if (is_product(id))
        factors_[id] = factors_of(g[id].operands[0], id) + factors_of(g[id].operands[1], id);
    }
    for (graph::node_id id = g.node_count; id-- > 0;) {
      const bool within = is_within(id);
      is_long_[id] = is_product(id) && (within ? is_long_[user_[id]] : factors_[id] >= fewest);
      any_ = any_ || is_long_[id];
    }
  }

  static constexpr bool is_product_of_numbers(const graph::node& n) {
    return n.is<op::multiply>() && n.shape.is_scalar() && !n.batched;
  }

  constexpr bool any() const { return any_; }
  /// A part of a long product, which nothing else reads.
  constexpr bool is_part(graph::node_id id) const { return is_long_[id] && is_within(id); }
  constexpr bool is_whole(graph::node_id id) const { return is_long_[id] && !is_within(id); }

  /// Operations one after the other, from leaves to the value.
  constexpr std::size_t depth(graph::node_id id) const { return depth_[id]; }

  /// The factors of a whole one by depth; of the same depth, as written.
  constexpr graph::list<graph::node_id> factors_of(graph::node_id whole) const {
    graph::list<graph::node_id> found, open;
    open.push(whole);
    while (!open.empty()) {
      const graph::node_id id = open.pop();
      if (id != whole && !is_part(id))
        found.push(id);
      else
        for (int k = 2; k-- > 0;) open.push(g_[id].operands[k]);
    }
    return graph::by_depth(found, depth_);
  }

 private:
  constexpr bool is_product(graph::node_id id) const {
    return needed_[id] && is_product_of_numbers(g_[id]);
  }
  /// Read once, by a product.
  constexpr bool is_within(graph::node_id id) const {
    return user_[id] != graph::none && is_product(user_[id]);
  }
  constexpr std::size_t factors_of(graph::node_id x, graph::node_id product) const {
    return user_[x] == product ? factors_[x] : 1;
  }

  graph::dag_view g_;
  graph::list<bool> needed_;
  graph::list<std::size_t> depth_;
  graph::list<graph::node_id> user_;  // of a product that is read once
  graph::list<std::size_t> factors_;
  graph::list<bool> is_long_;
  bool any_ = false;
};

constexpr bool has_long_products(graph::dag_view g) {
  std::size_t products = 0;
  for (graph::node_id id = 0; id < g.node_count; ++id)
    products += long_products::is_product_of_numbers(g[id]);
  return products + 1 >= long_products::fewest && long_products(g).any();
}

/// The product of factors by depth: of factors and products of them, the two that are known
/// first are always multiplied next.
///
/// Source  D. A. Huffman, A method for the construction of minimum-redundancy codes,
///         Proceedings of the IRE 40, 1952; M. C. Golumbic, Combinatorial merging, IEEE
///         Transactions on Computers C-25, 1976, for the greatest depth in place of the sum.
constexpr graph::handle product_of(const long_products& products,
                                   const graph::list<graph::node_id>& factors,
                                   const graph::copier& copy) {
  struct candidate {
    graph::handle value;
    std::size_t depth = 0;
  };
  graph::list<candidate> made;  // by depth as well
  std::size_t next_factor = 0, next_made = 0;
  const auto first = [&] {
    const bool is_factor = next_made == made.size() ||
                           (next_factor < factors.size() &&
                            products.depth(factors[next_factor]) <= made[next_made].depth);
    if (!is_factor) return made[next_made++];
    const graph::node_id id = factors[next_factor++];
    return candidate{copy[id], products.depth(id)};
  };
  for (std::size_t i = 1; i < factors.size(); ++i) {
    const candidate a = first(), b = first();
    made.push({a.value * b.value, b.depth + 1});
  }
  return made.back().value;
}

/// Needs   a graph without requests.
/// Keeps   every value, up to rounding.
constexpr graph::dag order_factors(graph::dag_view g) {
  const long_products products(g);
  graph::builder b;
  graph::copier copy(g, b);
  for (graph::node_id id = 0; id < g.node_count; ++id) {
    if (products.is_part(id)) continue;
    if (!products.is_whole(id)) {
      copy.set(id, b.add(copy.moved(id)));
      continue;
    }
    copy.set(id, product_of(products, products.factors_of(id), copy));
  }
  return copy.finish();
}

}  // namespace etch::pass
