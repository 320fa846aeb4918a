// SPDX-License-Identifier: BSL-1.0
// Whatever the model, a schedule writes before it reads, and every output exactly as promised.
#include "graphs.hpp"
#include <etch/pass/scheduler.hpp>

namespace {

using namespace graphs;
using pass::schedule;

constexpr schedule scheduled(const dag& g) { return pass::scheduler(ready(g).view()).run(); }

/// The section that a call is in.
constexpr std::size_t section_of(const schedule& s, std::size_t call) {
  for (std::size_t i = 0; i < s.sections.size(); ++i)
    if (s.sections[i].first <= call && call < s.sections[i].last) return i;
  return graph::none;
}

/// A value is made by one call before others read it; one value per sample is read in the walk
/// that makes it.
constexpr bool writes_before_reads(const schedule& s) {
  graph::list<std::size_t> writer(s.values.size(), graph::none);
  for (std::size_t i = 0; i < s.calls.size(); ++i) {
    const pass::call& c = s.calls[i];
    for (std::size_t k = c.first_input; k < c.first_input + c.inputs; ++k) {
      std::size_t v = s.inputs[k].value;
      if (s.values[v].whole != graph::none) v = s.values[v].whole;
      if (s.values[v].leaf != graph::none) continue;
      if (writer[v] == graph::none) return false;
      const bool elsewhere = section_of(s, writer[v]) != section_of(s, i);
      if (s.values[v].batched && elsewhere) return false;
      // A reduction over the batch is ready when its walk is over.
      if (!s.values[v].batched && !elsewhere && s.calls[writer[v]].batched) return false;
    }
    for (std::size_t k = c.first_output; k < c.first_output + c.outputs; ++k) {
      const std::size_t v = s.outputs[k].value;
      if (writer[v] != graph::none || s.values[v].leaf != graph::none) return false;
      writer[v] = i;
    }
  }
  return true;
}

/// Sections follow each other and hold all calls, each of its kind.
constexpr bool sections_hold_all_calls(const schedule& s) {
  std::size_t next = 0;
  for (const pass::section& part : s.sections) {
    if (part.first != next || part.first >= part.last) return false;
    for (std::size_t i = part.first; i < part.last; ++i)
      if (s.calls[i].batched != part.batched) return false;
    next = part.last;
  }
  return next == s.calls.size();
}

/// Every output is written, from one node; once for each walk at most.
constexpr bool outputs_are_written(const dag& g, const schedule& s) {
  for (std::size_t o = 0; o < g.outputs.size(); ++o) {
    std::size_t writes = 0, last_section = graph::none;
    for (std::size_t i = 0; i < s.calls.size(); ++i) {
      const pass::call& c = s.calls[i];
      for (std::size_t k = c.first_output; k < c.first_output + c.outputs; ++k) {
        const pass::value& v = s.values[s.outputs[k].value];
        if (v.output != o) continue;
        if (v.node != g.outputs[o].node || v.batched != g.outputs[o].batched) return false;
        if (last_section == section_of(s, i)) return false;
        last_section = section_of(s, i);
        ++writes;
      }
    }
    if (writes == 0 || (writes > 1 && !g.outputs[o].batched)) return false;
  }
  return true;
}

/// The steps of a group read slots that are filled already.
constexpr bool groups_are_in_order(const schedule& s) {
  for (const pass::call& c : s.calls) {
    if (c.kind != pass::call_kind::group) continue;
    if (c.steps > 2 * pass::longest_group + 8) return false;
    for (std::size_t k = 0; k < c.steps; ++k) {
      const kernel::step& step = s.steps[c.first_step + k];
      for (int i = 0; i < step.op->arity; ++i)
        if (step.operands[i] >= c.inputs + k) return false;
    }
    for (std::size_t k = 0; k < c.outputs; ++k)
      if (s.outputs[c.first_output + k].outcome.slot >= c.inputs + c.steps) return false;
  }
  return true;
}

constexpr bool holds(const dag& g) {
  const schedule s = pass::scheduler(g.view()).run();
  return writes_before_reads(s) && sections_hold_all_calls(s) && outputs_are_written(g, s) &&
         groups_are_in_order(s);
}
template <class... E>
constexpr bool holds_always(E... e) {
  return holds(ready(single(e...))) && holds(ready(batched(e...)));
}

using namespace models;

static_assert(holds_always(loss, grad(loss, w1), grad(loss, b1), grad(loss, w2),
                           grad(loss, x)));
static_assert(holds_always(mean_loss, grad(mean_loss, w1), grad(mean_loss, b2), loss));
static_assert(holds_always(spread, centred, grad(spread, x), grad(spread, c), centred, x));
static_assert(holds_always(log_mean, grad(log_mean, s), grad(log_mean, c), batch_max(s)));
static_assert(holds_always(three_walks, normalised, grad(three_walks, w1),
                           grad(three_walks, x)));
static_assert(holds_always(each_sample, grad(each_sample, w1), outer(hidden, x),
                           grad(each_sample, x)));
static_assert(holds_always(x, x, s, w1, 2_c, grad(s, s), loss, loss, hidden, 0_c * x));
static_assert(holds_always(grad(squared_norm(grad(loss, x)), w1),
                           grad(squared_norm(grad(mean_loss, w1)), w1)));

/// More operations than one group takes, with values in the middle that others read.
constexpr auto one_step = [](auto h) { return tanh(hadamard(h, x) + c * x) + hadamard(h, x); };
constexpr auto twelve = one_step(one_step(one_step(one_step(
    one_step(one_step(one_step(one_step(one_step(one_step(one_step(one_step(x))))))))))));
static_assert(holds_always(sum(twelve), twelve, grad(sum(twelve), x), grad(sum(twelve), c)));

// What depends on parameters alone is computed before the walk; walks are as few as can be.
static_assert(scheduled(batched(loss)).sections.size() == 1);
static_assert(scheduled(batched(dot(tanh(w1) * x, b1))).sections.size() == 2);
static_assert(scheduled(batched(spread)).sections.size() <= 4);
constexpr std::size_t walks_of(const dag& g) {
  std::size_t walks = 0;
  for (const pass::section& part : scheduled(g).sections) walks += part.batched;
  return walks;
}
static_assert(walks_of(batched(mean_loss, grad(mean_loss, w1), grad(mean_loss, w2),
                               batch_max(s))) == 1);
static_assert(walks_of(batched(spread)) == 2 && walks_of(batched(three_walks)) == 3);
static_assert(walks_of(single(spread)) == 0);

// A layer is a product and one group.
static_assert(scheduled(single(hidden)).calls.size() == 2);
static_assert(scheduled(batched(hidden)).calls.size() == 2);
static_assert(scheduled(single(grad(sigmoid(s) * tanh(s), s))).calls.size() == 1);

// Functions of functions are loops of their own, unless there are few elements, or so many that
// they would not stay in a cache between the loops.
constexpr auto v = input<"v", 64>;
constexpr auto of_functions = hadamard(tanh(sigmoid(v) + exp(v)), sigmoid(v));
static_assert(scheduled(single(of_functions)).calls.size() == 2);
static_assert(scheduled(single(hadamard(tanh(v), sigmoid(v)))).calls.size() == 1);
static_assert(scheduled(single(abs(tanh(-v)))).calls.size() == 1);
static_assert(scheduled(batched(exp(-v), -exp(v) / v, floor(sin(round(v))))).calls.size() == 1);
static_assert(scheduled(batched(pow(tanh(v), v))).calls.size() == 2);
static_assert(scheduled(single(sum(tanh(of_functions)))).calls.size() == 3);
static_assert(scheduled(batched(tanh(sigmoid(s)))).calls.size() == 2);
static_assert(scheduled(single(tanh(sigmoid(s)))).calls.size() == 1);
constexpr auto few = input<"few", 8>;
constexpr auto many = input<"many", 4096>;
static_assert(scheduled(single(tanh(sigmoid(few)))).calls.size() == 1);
static_assert(scheduled(single(tanh(sigmoid(many)))).calls.size() == 1);
static_assert(holds_always(of_functions, sum(tanh(of_functions)), sigmoid(v),
                           grad(sum(tanh(of_functions)), v)));

}  // namespace

int main() {}
