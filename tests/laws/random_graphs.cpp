// SPDX-License-Identifier: BSL-1.0
// No pass changes what a graph means: thousands of random graphs, each evaluated before and
// after by an interpreter that shares nothing with etch.
//
// ETCH_SEEDS=100000 tries more of them, ETCH_FIRST_SEED=17 begins elsewhere.
#include "generator.hpp"
#include "interpreter.hpp"
#include "shrink.hpp"
#include <etch/io/text.hpp>
#include <etch/pass/canonical.hpp>
#include <etch/pass/continue_sums.hpp>
#include <etch/pass/contract_batch.hpp>
#include <etch/pass/differentiate.hpp>
#include <etch/pass/expand.hpp>
#include <etch/pass/lift.hpp>
#include <etch/pass/move_views.hpp>
#include <etch/pass/simplify.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>

namespace {

using namespace laws;
using graph::dag;
namespace pass = etch::pass;

using real = long double;

std::size_t setting(const char* name, std::size_t otherwise) {
  const char* text = std::getenv(name);
  return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

/// The values of a graph's outputs, in two precisions.
struct meaning {
  dag g;
  interpreter<double, leaf_values> rough;
  interpreter<real, leaf_values> fine;

  meaning(const dag& meant, leaf_values leaves)
      : g(meant), rough(g.view(), count(g), leaves), fine(g.view(), count(g), leaves) {}

  static std::size_t count(const dag& g) {
    for (const graph::leaf& leaf : g.leaves)
      if (leaf.batched) return number_of_samples;
    return 1;
  }
  /// Element `i` of sample `s` of an output, by an interpreter.
  template <class Real>
  Real value(const interpreter<Real, leaf_values>& values, std::size_t output, std::size_t s,
             std::size_t i) const {
    const samples<Real>& all = values[g.outputs[output].node];
    return all[all.size() == 1 ? 0 : s][i];
  }
};

std::string shown(std::string_view what, std::size_t output, std::size_t s, std::size_t i,
                  std::initializer_list<real> numbers) {
  std::ostringstream text;
  text.precision(20);
  text << what << ", output " << output << ", sample " << s << ", element " << i << ":";
  for (const real number : numbers) text << ' ' << number;
  return text.str();
}

/// What is wrong with `after` if it is meant to be `before`: something finite is not any more,
/// or differs by more than rounding, as far as the difference of two precisions tells.
std::optional<std::string> difference(std::string_view name, const meaning& before,
                                      const meaning& after) {
  const bool smooth = before.fine.margin() > 1e-9L && before.rough.margin() > 1e-9;
  if (before.rough.at_border() || after.rough.infinite_exponent() ||
      !std::isfinite(before.fine.largest()))
    return {};
  const real largest = std::fmax(before.fine.largest(), after.fine.largest());
  for (std::size_t o = 0; o < before.g.outputs.size(); ++o) {
    const samples<real>& all = before.fine[before.g.outputs[o].node];
    for (std::size_t s = 0; s < all.size(); ++s)
      for (std::size_t i = 0; i < all[s].size(); ++i) {
        const real rough = static_cast<real>(before.value(before.rough, o, s, i)),
                   new_rough = static_cast<real>(after.value(after.rough, o, s, i)),
                   fine = before.value(before.fine, o, s, i),
                   new_fine = after.value(after.fine, o, s, i);
        const auto say = [&](const char* what) {
          return shown(std::string(name) + what, o, s, i, {rough, new_rough, fine, new_fine});
        };
        if (!std::isfinite(rough) || !std::isfinite(static_cast<double>(fine))) continue;
        if (std::isnan(new_fine) || std::isnan(new_rough)) return say(" makes NaN");
        const bool mild = largest < 1e15L;  // else a divisor may be lost to rounding
        if (mild && (!std::isfinite(new_fine) || !std::isfinite(new_rough)))
          return say(" overflows");
        if (!smooth || !std::isfinite(new_rough)) continue;
        const real before_error = std::fabs(rough - fine),
                   after_error = std::fabs(new_rough - new_fine);
        const real size = std::fabs(fine);
        if (std::fabs(fine - new_fine) > 4 * (before_error + after_error) + 1e-9L * size +
                                             1e-12L + (1e-14L + 1e-18L * largest) * largest)
          return say(" changes a value");
        if (after_error > 1e4L * before_error + 1e-5L * (size + 1) + 1e-14L * largest)
          return say(" loses digits");
      }
  }
  return {};
}

/// Of what a gradient is requested, if nothing below requests another.
bool is_plain(const dag& g, graph::node_id request) {
  std::vector<bool> below(g.nodes.size(), false);
  below[g.nodes[request].operands[0]] = below[g.nodes[request].operands[1]] = true;
  for (graph::node_id id = g.nodes.size(); id-- > 0;) {
    if (!below[id]) continue;
    if (g.nodes[id].op->kind == graph::family::derivative) return false;
    for (int k = 0; k < g.nodes[id].op->arity; ++k) below[g.nodes[id].operands[k]] = true;
  }
  return true;
}

/// What is wrong with the gradients among the outputs, by central differences.
std::optional<std::string> slope_error(const dag& lifted, const meaning& derived,
                                       leaf_values leaves) {
  if (derived.fine.at_border() || !(derived.fine.margin() > 1e-3L) ||
      !(derived.fine.largest() < 1e6L))
    return {};
  for (std::size_t o = 0; o < lifted.outputs.size(); ++o) {
    const graph::node& request = lifted.nodes[lifted.outputs[o].node];
    if (request.op->kind != graph::family::derivative ||
        !is_plain(lifted, lifted.outputs[o].node))
      continue;
    dag forward = lifted;
    forward.outputs.clear();
    forward.outputs.push({request.operands[0]});
    const samples<real>& all = derived.fine[derived.g.outputs[o].node];
    for (std::size_t s = 0; s < all.size(); ++s)
      for (std::size_t i = 0; i < all[s].size(); ++i) {
        const real slope = all[s][i];
        const auto loss = [&](real reach) {
          const interpreter<real, leaf_values> at(forward.view(), meaning::count(lifted),
                                                  leaves, {request.operands[1], s, i, reach});
          real total = 0;
          for (const numbers<real>& one : at[request.operands[0]]) total += one[0];
          return at.largest() < 1e6L ? total : std::numeric_limits<real>::quiet_NaN();
        };
        const auto slope_by = [&](real h) {
          const real near = (loss(h) - loss(-h)) / (2 * h);
          const real far = (loss(2 * h) - loss(-2 * h)) / (4 * h);
          return (4 * near - far) / 3;
        };
        if (request.operands[1] > request.operands[0]) continue;
        const real measured = slope_by(1e-5L), again = slope_by(3e-5L);
        const real noise = std::fabs(measured - again);
        const real rough = static_cast<real>(derived.value(derived.rough, o, s, i));
        if (!(std::fabs(slope) < 1e6L) || !(noise < 1e-6L * (1 + std::fabs(measured))))
          continue;
        if (std::fabs(slope - measured) >
            10 * noise + std::fabs(slope - rough) + 1e-7L * (1 + std::fabs(measured)))
          return shown("differences disagree", o, s, i, {slope, measured, again});
      }
  }
  return {};
}

/// What is wrong with the passes on a graph.
std::optional<std::string> fault(const dag& raw, leaf_values leaves) {
  const dag lifted = pass::lift(raw.view());
  const meaning derived(pass::differentiate(lifted.view()), leaves);
  const auto compare = [&](const char* name, const dag& after) {
    return difference(name, derived, meaning(after, leaves));
  };
  const dag simple = pass::simplify(lifted.view());
  const dag reverse = pass::differentiate(simple.view());
  if (auto wrong = compare("simplify, differentiate", reverse)) return wrong;
  const dag short_form = pass::simplify(reverse.view());
  if (auto wrong = compare("simplify, differentiate, simplify", short_form)) return wrong;
  if (auto wrong = compare("simplify after differentiate", pass::simplify(derived.g.view())))
    return wrong;
  if (auto wrong = compare("simplify twice", pass::simplify(short_form.view()))) return wrong;
  const dag expanded = pass::expand(short_form.view());
  if (auto wrong = compare("expand", expanded)) return wrong;
  const dag contracted = pass::contract_batch(expanded.view());
  if (auto wrong = compare("contract_batch", contracted)) return wrong;
  const dag continued = pass::continue_sums(contracted.view());
  if (auto wrong = compare("continue_sums", continued)) return wrong;
  const dag scaled = pass::scale_columns(continued.view());
  if (auto wrong = compare("scale_columns", scaled)) return wrong;
  if (auto wrong = compare("move_views", pass::move_views(scaled.view()))) return wrong;
  return slope_error(lifted, derived, leaves);
}

/// Two nodes whose values differ, though the normal form proves that they are equal.
std::optional<std::string> false_proof(const dag& raw, leaf_values leaves) {
  const dag lifted = pass::lift(raw.view());
  const meaning meant(pass::differentiate(lifted.view()), leaves);
  const graph::list<bool> needed = graph::reachable(meant.g.view());
  pass::canonical form(meant.g.view());
  const bool smooth = meant.fine.margin() > 1e-9L;
  const real largest = meant.fine.largest();
  if (!smooth || meant.rough.at_border() || !std::isfinite(largest)) return {};
  const graph::list<graph::node>& nodes = meant.g.nodes;
  for (graph::node_id b = 0; b < nodes.size(); ++b)
    for (graph::node_id a = 0; a < b; ++a) {
      if (!needed[a] || !needed[b] || nodes[a].shape != nodes[b].shape ||
          nodes[a].batched != nodes[b].batched || !form.are_equal(a, b))
        continue;
      for (std::size_t s = 0; s < meant.fine[a].size(); ++s)
        for (std::size_t i = 0; i < meant.fine[a][s].size(); ++i) {
          const real x = meant.fine[a][s][i], y = meant.fine[b][s][i];
          const real noise = std::fabs(x - static_cast<real>(meant.rough[a][s][i])) +
                             std::fabs(y - static_cast<real>(meant.rough[b][s][i]));
          if (!std::isfinite(x) || !std::isfinite(y) || !std::isfinite(noise)) continue;
          if (std::fabs(x - y) >
              4 * noise + 1e-9L * std::fabs(x) + 1e-12L + (1e-14L + 1e-18L * largest) * largest)
            return shown(etch::io::text_writer(meant.g.view())(a) +
                             " == " + etch::io::text_writer(meant.g.view())(b),
                         0, s, i, {x, y});
        }
    }
  return {};
}

/// The graph as text, output by output, and what is wrong with it.
std::string report(const dag& g, const std::string& wrong, std::size_t seed) {
  std::ostringstream text;
  text << "seed " << seed << ", " << wrong << '\n';
  for (const graph::output& o : g.outputs)
    text << "  " << etch::io::text_writer(g.view())(o.node) << '\n';
  for (const graph::leaf& leaf : g.leaves) {
    bool used = false;
    for (const graph::node& n : g.nodes)
      used = used || (n.is<op::leaf>() && g.leaves[n.detail].name == leaf.name);
    if (!used) continue;
    text << "  " << leaf.name << (leaf.batched ? " batched [" : " [");
    for (int i = 0; i < leaf.shape.rank; ++i) text << ' ' << leaf.shape[i];
    text << " ] =";
    text.precision(17);
    for (std::size_t s = 0; s < (leaf.batched ? number_of_samples : 1); ++s)
      for (std::size_t i = 0; i < leaf.shape.size(); ++i)
        text << ' ' << leaf_values{seed}(leaf, s, i);
    text << '\n';
  }
  return text.str();
}

template <class Fault>
void hold_for_many(Fault fault_of, std::size_t seeds) {
  const std::size_t first = setting("ETCH_FIRST_SEED", 1);
  std::size_t faults = 0;
  const bool talk = setting("ETCH_TALK", 0) != 0;
  for (std::size_t seed = first; seed < first + setting("ETCH_SEEDS", seeds); ++seed) {
    const leaf_values leaves{seed};
    if (talk) std::cerr << seed << std::endl;
    const dag g = generator(seed).make();
    if (!is_fit(g) || !fault_of(g, leaves)) continue;
    const dag small = shrunk(g, [&](const dag& c) { return fault_of(c, leaves).has_value(); });
    BOOST_ERROR(report(small, *fault_of(small, leaves), seed));
    if (++faults == setting("ETCH_FAULTS", 3)) return;
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(random_graphs)

BOOST_AUTO_TEST_CASE(passes_keep_values_and_gradients) { hold_for_many(fault, 6000); }
BOOST_AUTO_TEST_CASE(what_is_proved_equal_is_equal) { hold_for_many(false_proof, 2000); }

BOOST_AUTO_TEST_SUITE_END()
