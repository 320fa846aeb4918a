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

/// Which of `all` somebody reads: not the symbols that substitutions replace on every way to
/// them. What means another thing if a symbol has one value per sample reads it all the same:
/// reductions over the batch, and derivatives that are summed over it.
class readers {
 public:
  constexpr readers(const descriptions& all, const list<root>& roots)
      : all_(all), roots_(roots), read_(all.size(), true) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (!all[i].op->replaces || !all[i].operands[1]->is<op::leaf>()) continue;
      const std::size_t symbol = all.find(*all[i].operands[1]);
      if (read_[symbol]) read_[symbol] = is_read(all[symbol]);
    }
  }
  constexpr bool operator[](std::size_t i) const { return read_[i]; }

 private:
  enum level : unsigned char { not_at_all, by_sample, by_batch };

  constexpr bool is_read(const description& symbol) const {
    list<level> reads(all_.size(), not_at_all);
    for (std::size_t i = 0; i < all_.size(); ++i) reads[i] = level_of(all_[i], symbol, reads);
    for (const root& wanted : roots_) {
      if (reads[all_.find(*wanted.value)] != not_at_all) return true;
      if (wanted.is_gradient && reads[all_.find(*wanted.variable)] != not_at_all) return true;
    }
    return false;
  }

  constexpr level level_of(const description& at, const description& symbol,
                           const list<level>& reads) const {
    level most = at.key == symbol.key ? by_sample : not_at_all;
    const bool replaced = at.op->replaces && at.operands[1]->key == symbol.key;
    for (int k = 0; k < at.op->arity; ++k) {
      const level one = reads[all_.find(*at.operands[k])];
      const bool counts = !replaced || k == 2 || one == by_batch;
      if (counts && one > most) most = one;
    }
    const bool of_samples = at.op->kind == family::batch_reduction ||
                            (at.op->kind == family::derivative && !at.op->forwards);
    return of_samples && most != not_at_all ? by_batch : most;
  }

  const descriptions& all_;
  const list<root>& roots_;
  list<bool> read_;
};

/// The node of a symbol that nobody reads, and nobody has to bind: no two are one.
constexpr handle unread_symbol(builder& b, const description& symbol, std::size_t place) {
  return b.keep({.op = &operation_of<op::direction>,
                 .shape = symbol.shape,
                 .detail = none,
                 .pin = place + 1});
}

/// One graph of all `roots`, its outputs in their order.
constexpr dag lower(const list<root>& roots) {
  descriptions all;
  for (const root& wanted : roots) {
    all.add(*wanted.value);
    if (wanted.is_gradient) all.add(*wanted.variable);
  }
  const readers read(all, roots);
  builder b;
  list<node_id> id_of;
  id_of.reserve(all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    const description& from = all[i];
    if (from.is<op::leaf>() && !read[i]) {
      id_of.push(unread_symbol(b, from, i).id);
      continue;
    }
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
