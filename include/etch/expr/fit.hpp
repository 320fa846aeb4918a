// SPDX-License-Identifier: BSL-1.0
/// Which values may be bound to which symbols.
#pragma once

#include <etch/expr/fixed_string.hpp>
#include <etch/graph/node.hpp>
#include <etch/tensor/contiguous.hpp>

namespace etch {

/// How a value stands to a symbol's shape.
enum class fit : unsigned char {
  none,
  sample,          ///< the symbol's shape
  checked_sample,  ///< a vector whose extent is known only at run time
  batch,           ///< one more axis, the samples
};

constexpr fit fit_of(const graph::extents& wanted, graph::role role, const seen_extents& found) {
  if (found == seen_extents::of(wanted)) return fit::sample;
  if (wanted.rank == 1 && found.rank == 1 && found.extent[0] == dynamic) return fit::checked_sample;
  const bool batchable = role != graph::role::parameter && found.rank == wanted.rank + 1;
  return batchable && found == seen_extents::around(found.extent[0], seen_extents::of(wanted))
             ? fit::batch
             : fit::none;
}

/// What is bound to the symbol has the symbol's extents, or one more axis in front: the samples of a
/// batch. (A parameter is shared by all samples and takes no batch.) `{-1, {}}` is what the library
/// sees of something that is no contiguous, row-major array of numbers.
template <fixed_string Name, graph::role Role, graph::extents Symbol, seen_extents Found>
concept bound_value_has_the_extents_of_its_symbol = fit_of(Symbol, Role, Found) != fit::none;

}  // namespace etch
