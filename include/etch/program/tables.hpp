// SPDX-License-Identifier: BSL-1.0
/// The code of a graph with what it needs besides the caller's values: arrays that follow from
/// constants alone, which the compiler has computed, and the number of samples.
#pragma once

#include <etch/program/held_values.hpp>
#include <etch/program/run.hpp>

#include <cstddef>

namespace etch::program {

/// The arrays that the last graph of `Passes` reads as its leaves from `First` on.
template <class T, class Passes, std::size_t First>
struct tables_of {
  static constexpr held_values<T, typename Passes::last, First> values = [] {
    using own = passes<typename Passes::tables, batched_leaves<First>{}>;
    using plan = planned<typename own::contract>;
    held_values<T, typename Passes::last, First> result;
    const T* inputs[First + 1]{};
    alone{}.template run<T, plan::value, plan::places>(inputs, result.addresses().data(), 1);
    return result;
  }();
};

/// Runs the code for the last graph of `Passes`, whose leaves begin with the caller's `inputs`,
/// on the threads of `by`.
template <class T, class Passes, class By, std::size_t Leaves>
constexpr void run_passes(const By& by, const T* (&inputs)[Leaves], T* const* outputs,
                          std::size_t samples) {
  using last = typename Passes::last;
  using plan = planned<last>;
  constexpr std::size_t own = Leaves - 1;
  constexpr std::size_t all = frozen<last>::sizes.leaves;
  const T number = static_cast<T>(samples);
  if constexpr (all == own) {
    inputs[own] = &number;
    by.template run<T, plan::value, plan::places>(inputs, outputs, samples);
  } else {
    const T* with_tables[all + 1]{};
    for (std::size_t i = 0; i < own; ++i) with_tables[i] = inputs[i];
    for (std::size_t i = own; i < all; ++i) {
      with_tables[i] = tables_of<T, Passes, own>::values.address(i - own);
    }
    with_tables[all] = &number;
    by.template run<T, plan::value, plan::places>(with_tables, outputs, samples);
  }
}

}  // namespace etch::program
