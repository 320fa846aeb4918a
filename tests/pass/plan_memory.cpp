// SPDX-License-Identifier: BSL-1.0
// No two values that live at one time share memory, by a check that knows nothing of the
// planner.
#include "graphs.hpp"
#include <etch/pass/plan_memory.hpp>
#include <etch/pass/scheduler.hpp>

namespace {

using namespace graphs;
using pass::schedule;
using pass::space;

/// The first and the last call during which a value's memory must be its own.
struct lifetime {
  std::size_t first = graph::none, last = 0;
  constexpr void include(std::size_t from, std::size_t to) {
    if (first == graph::none || from < first) first = from;
    if (to > last) last = to;
  }
};

constexpr graph::list<lifetime> lifetimes(const schedule& s) {
  graph::list<lifetime> result(s.values.size());
  for (const pass::section& part : s.sections) {
    for (std::size_t i = part.first; i < part.last; ++i) {
      const pass::call& c = s.calls[i];
      // What is not per sample is read or continued in every tile, until the walk is over.
      const auto use = [&](std::size_t v) {
        const bool every_tile = part.batched && !s.values[v].batched;
        result[v].include(every_tile ? part.first : i, every_tile ? part.last - 1 : i);
      };
      for (std::size_t k = 0; k < c.inputs; ++k) use(s.inputs[c.first_input + k].value);
      for (std::size_t k = 0; k < c.outputs; ++k) use(s.outputs[c.first_output + k].value);
    }
  }
  return result;
}

/// Whether call `c`, the last to read `old`, may write its result in that place: all it reads
/// there is one element for each that it writes, in whole packs.
constexpr bool may_replace(const schedule& s, const pass::call& c, std::size_t old) {
  if (c.kind != pass::call_kind::group || s.values[old].elements % 16 != 0) return false;
  std::size_t reads = 0;
  for (std::size_t k = c.first_input; k < c.first_input + c.inputs; ++k) {
    const pass::operand& in = s.inputs[k];
    if (s.values[in.value].whole == old) return false;
    if (in.value != old) continue;
    if (in.access != kernel::access::element) return false;
    ++reads;
  }
  return reads == 1;
}

constexpr bool keeps_values_apart(const dag& g) {
  const schedule s = pass::scheduler(ready(g).view()).run();
  const pass::memory_plan plan = pass::plan_memory(s.view());
  const graph::list<lifetime> alive = lifetimes(s);
  if (plan.locations.size() != s.values.size()) return false;
  for (std::size_t a = 0; a < s.values.size(); ++a) {
    const pass::location& x = plan.locations[a];
    const bool in_arena = x.space == space::shared || x.space == space::tile;
    if (in_arena != (s.values[a].leaf == graph::none && s.values[a].output == graph::none))
      return false;
    if (x.elements != s.values[a].elements || x.batched != s.values[a].batched) return false;
    if (!in_arena) continue;
    if ((x.space == space::tile) != s.values[a].batched) return false;
    const std::size_t room = x.space == space::tile ? plan.tile_elements : plan.shared_elements;
    if (x.place + x.elements > room) return false;
    for (std::size_t b = 0; b < a; ++b) {
      const pass::location& y = plan.locations[b];
      const bool together = alive[a].first <= alive[b].last && alive[b].first <= alive[a].last;
      const bool replaced = x.space == space::tile && x.place == y.place &&
                            x.elements == y.elements && alive[a].first == alive[b].last &&
                            may_replace(s, s.calls[alive[a].first], b);
      if (x.space == y.space && together && !replaced && x.place < y.place + y.elements &&
          y.place < x.place + x.elements)
        return false;
    }
  }
  return true;
}
template <class... E>
constexpr bool keeps_values_apart_always(E... e) {
  return keeps_values_apart(single(e...)) && keeps_values_apart(batched(e...));
}

using namespace models;

static_assert(keeps_values_apart_always(loss, grad(loss, w1), grad(loss, b1), grad(loss, w2),
                                        grad(loss, x)));
static_assert(keeps_values_apart_always(mean_loss, grad(mean_loss, w1), grad(mean_loss, b2),
                                        loss));
static_assert(keeps_values_apart_always(spread, centred, grad(spread, x), grad(spread, c)));
static_assert(keeps_values_apart_always(log_mean, grad(log_mean, s), grad(log_mean, c),
                                        batch_max(s)));
static_assert(keeps_values_apart_always(three_walks, grad(three_walks, w1),
                                        grad(three_walks, x)));
static_assert(keeps_values_apart_always(each_sample, grad(each_sample, w1),
                                        grad(each_sample, x)));
static_assert(keeps_values_apart_always(grad(squared_norm(grad(loss, x)), w1)));

// A chain of layers needs room for two of them, however long it is.
constexpr std::size_t tile_of(const dag& g) {
  return pass::plan_memory(pass::scheduler(ready(g).view()).run().view()).tile_elements;
}
constexpr auto w = param<"w", 8, 8>;
constexpr auto h = input<"h", 8>;
constexpr auto layer = [](auto below) { return tanh(w * below); };
static_assert(tile_of(batched(layer(layer(layer(layer(layer(layer(h)))))))) <= 2 * 8);
static_assert(tile_of(batched(h)) == 0);

// A group of whole packs puts its result where its operand was; one of less does not.
template <int N>
constexpr std::size_t tile_of_two_layers =
    tile_of(batched(sum(square(param<"v", 16, N> * tanh(param<"w", N, 8> * h)))));
static_assert(tile_of_two_layers<32> == 32 + 16);
static_assert(tile_of_two_layers<24> == 2 * 24);
static_assert(keeps_values_apart_always(
    grad(sum(square(param<"v", 16, 32> * tanh(param<"w", 32, 8> * h))), param<"w", 32, 8>)));

}  // namespace

int main() {}
