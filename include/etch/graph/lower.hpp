// SPDX-License-Identifier: BSL-1.0
/// The border: the descriptions of expressions become one graph.
#pragma once

#include <etch/expr/expression.hpp>
#include <etch/graph/builder.hpp>
#include <etch/op/gradient.hpp>
#include <etch/op/leaf.hpp>

namespace etch::graph {

/// Every description that some roots are made of, operands first, each once. Found descriptions
/// are looked up by key, so that shared subexpressions cost nothing.
class descriptions {
 public:
  constexpr descriptions() : slots_(64, none) {}

  /// Adds `root` and all below it, in the order in which a reader meets them.
  constexpr void add(const description& root) {
    if (find(root) != none) return;
    list<visit> path;
    path.push({&root, 0});
    while (!path.empty()) {
      visit& top = path.back();
      if (top.next == top.at->op->arity) {
        keep(*path.pop().at);
      } else if (const description& operand = *top.at->operands[top.next++];
                 find(operand) == none) {
        path.push({&operand, 0});
      }
    }
  }

  constexpr std::size_t find(const description& wanted) const {
    std::size_t slot = wanted.key & (slots_.size() - 1);
    for (; slots_[slot] != none; slot = (slot + 1) & (slots_.size() - 1)) {
      if (found_[slots_[slot]]->key == wanted.key) return slots_[slot];
    }
    return none;
  }

  constexpr std::size_t size() const { return found_.size(); }
  constexpr const description& operator[](std::size_t i) const { return *found_[i]; }

 private:
  struct visit {
    const description* at = nullptr;
    int next = 0;
  };

  constexpr void keep(const description& item) {
    if (find(item) != none) return;
    found_.push(&item);
    if (2 * size() < slots_.size()) return place(size() - 1);
    slots_ = list<std::size_t>(2 * slots_.size(), none);
    for (std::size_t i = 0; i < size(); ++i) place(i);
  }

  constexpr void place(std::size_t i) {
    std::size_t slot = found_[i]->key & (slots_.size() - 1);
    while (slots_[slot] != none) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = i;
  }

  list<const description*> found_;
  list<std::size_t> slots_;
};

/// The symbols of `role` in `root`, in order of first use.
constexpr list<const description*> symbols_of(const description& root, role wanted) {
  descriptions all;
  all.add(root);
  list<const description*> symbols;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].op->kind == family::leaf && all[i].role == wanted) symbols.push(&all[i]);
  }
  return symbols;
}

/// What a graph is wanted for: a value, or its gradient with respect to something.
struct root {
  const description* value = nullptr;
  const description* variable = nullptr;
  bool is_gradient = false;
};

/// One graph of all `roots`, its outputs in their order.
constexpr dag lower(const list<root>& roots) {
  descriptions all;
  for (const root& wanted : roots) {
    all.add(*wanted.value);
    if (wanted.is_gradient) all.add(*wanted.variable);
  }
  builder b;
  list<node_id> id_of;
  id_of.reserve(all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    const description& from = all[i];
    if (from.is<op::leaf>()) {
      id_of.push(b.leaf({from.name, from.role, from.shape, false, hash(from.name)}).id);
      continue;
    }
    node to{.op = from.op, .shape = from.shape, .number = from.number, .detail = from.detail};
    for (int k = 0; k < from.op->arity; ++k)
      to.operands[k] = id_of[all.find(*from.operands[k])];
    id_of.push(b.add(to).id);
  }
  for (const root& wanted : roots) {
    handle h = b.at(id_of[all.find(*wanted.value)]);
    if (wanted.is_gradient) {
      h = make<op::gradient>(h, b.at(id_of[all.find(*wanted.variable)]));
    }
    b.outputs().push({h.id});
  }
  return b.take();
}

}  // namespace etch::graph
