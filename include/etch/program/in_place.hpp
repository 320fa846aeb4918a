// SPDX-License-Identifier: BSL-1.0
/// New values of symbols, written over the old ones.
///
/// Code reads a parameter for the last time as it writes the new value, or earlier, where the
/// batch is a single tile; then nothing needs a copy. What is read later is copied first.
#pragma once

#include <etch/expr/assignment.hpp>
#include <etch/program/results.hpp>
#include <etch/program/tables.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace etch::program {

/// An output of a graph that is the new value of a leaf; where that is frozen, of the leaf
/// behind the last.
struct renewal {
  std::size_t leaf = 0, output = 0;
  std::size_t elements = 0;
};

template <class Output>
struct assigned_keys {
  static constexpr std::array<std::uint64_t, 0> all{};
};
template <class... Symbols, class... Values>
struct assigned_keys<new_values<assignment<Symbols, Values>...>> {
  static constexpr std::array<std::uint64_t, sizeof...(Symbols)> all{
      graph::hash(Symbols::self.name)...};
};

template <class Output>
inline constexpr std::size_t renewal_count = assigned_keys<Output>::all.size();

/// All of them, by the outputs' assignments.
template <class Lowered, class... Outputs>
inline constexpr auto renewals = [] {
  constexpr const auto& g = frozen<Lowered>::value;
  std::array<renewal, (renewal_count<Outputs> + ... + 0)> all{};
  std::size_t next = 0, place = 0;
  const auto add = [&](const auto& keys) {
    for (std::size_t i = 0; i < keys.size(); ++i) {
      std::size_t leaf = 0;
      while (leaf < g.used.leaves && g.leaves[leaf].key != keys[i]) ++leaf;
      all[next++] = {leaf, first_places<Outputs...>[place] + i, g.leaves[leaf].shape.size()};
    }
    ++place;
  };
  (add(assigned_keys<Outputs>::all), ...);
  return all;
}();

/// Whether a call reads every element of an operand before it writes one at its place.
constexpr bool reads_before_it_writes(const pass::call& c, std::size_t operand,
                                      kernel::access how, std::size_t elements) {
  if (c.kind == pass::call_kind::batch_product) return operand == 2;
  return c.kind == pass::call_kind::group && !c.batched && how == kernel::access::element &&
         c.elements == elements;
}

/// Whether code that goes through the calls of `plan` once may write the new value over the
/// old.
constexpr bool may_overwrite(const auto& plan, renewal r) {
  bool written = false;
  for (std::size_t i = 0; i < plan.used.calls; ++i) {
    const pass::call& c = plan.calls[i];
    bool writes = false;
    for (std::size_t k = c.first_output; k < c.first_output + c.outputs; ++k) {
      const pass::location& to = plan.outputs[k];
      writes = writes || (to.space == pass::space::output && to.place == r.output);
    }
    for (std::size_t k = c.first_input; k < c.first_input + c.inputs; ++k) {
      const pass::location& from = plan.inputs[k];
      if (from.space != pass::space::input || from.place != r.leaf) continue;
      const bool last =
          writes && reads_before_it_writes(c, k - c.first_input, plan.accesses[k], r.elements);
      if (written || (writes && !last)) return false;
    }
    written = written || writes;
  }
  return true;
}

/// Those that code may not overwrite even where the batch is a single tile.
template <class Passes, const auto& Renewals>
struct read_after_written {
  static constexpr const auto& plan = planned<typename Passes::last>::value;
  static constexpr std::size_t count = [] {
    std::size_t some = 0;
    for (const renewal& r : Renewals) some += !may_overwrite(plan, r);
    return some;
  }();
  static constexpr std::array<renewal, count> all = [] {
    std::array<renewal, count> some{};
    std::size_t next = 0;
    for (const renewal& r : Renewals)
      if (!may_overwrite(plan, r)) some[next++] = r;
    return some;
  }();
};

/// The one copy of a program's code, with copies and without.
template <class T, class Passes, class By, std::size_t Leaves>
[[gnu::noinline]] constexpr void run_apart(const By& by, const T* (&inputs)[Leaves],
                                           T* const* outputs, std::size_t samples) {
  run_passes<T, Passes>(by, inputs, outputs, samples);
}

/// Runs it on copies of those leaves of `Renewals` whose new values are written over them. They
/// are on the stack of this call, which is not made where nothing is copied.
template <class T, class Passes, const auto& Renewals, class By, std::size_t Leaves>
[[gnu::noinline]] constexpr void run_on_copies(const By& by, const T* (&inputs)[Leaves],
                                               T* const* outputs, std::size_t samples) {
  constexpr std::size_t elements = [] {
    std::size_t sum = 0;
    for (const renewal& r : Renewals) sum += r.elements;
    return sum;
  }();
  alignas(64) T copies[elements + 1];
  T* to = copies;
  for (const renewal& r : Renewals) {
    if (inputs[r.leaf] != outputs[r.output]) continue;
    for (std::size_t i = 0; i < r.elements; ++i) to[i] = inputs[r.leaf][i];
    inputs[r.leaf] = to;
    to += r.elements;
  }
  run_apart<T, Passes>(by, inputs, outputs, samples);
}

/// Whether one of `Renewals` is written over its leaf.
template <const auto& Renewals, class T>
constexpr bool any_overwritten(const T* const* inputs, T* const* outputs) {
  for (const renewal& r : Renewals)
    if (inputs[r.leaf] == outputs[r.output]) return true;
  return false;
}

/// Runs the code for `Passes`, whose outputs may be written over the leaves that they renew.
template <class T, class Passes, const auto& Renewals, class By, std::size_t Leaves>
constexpr void run_in_place(const By& by, const T* (&inputs)[Leaves], T* const* outputs,
                            std::size_t samples) {
  if constexpr (Renewals.size() == 0) {
    run_passes<T, Passes>(by, inputs, outputs, samples);
  } else {
    using some = read_after_written<Passes, Renewals>;
    const bool one_tile = samples <= arena_of<T>(some::plan).tile_size;
    if (one_tile && any_overwritten<some::all>(inputs, outputs))
      run_on_copies<T, Passes, some::all>(by, inputs, outputs, samples);
    else if (!one_tile && any_overwritten<Renewals>(inputs, outputs))
      run_on_copies<T, Passes, Renewals>(by, inputs, outputs, samples);
    else
      run_apart<T, Passes>(by, inputs, outputs, samples);
  }
}

}  // namespace etch::program
