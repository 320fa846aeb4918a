// SPDX-License-Identifier: BSL-1.0
/// Which values may be bound to which symbols.
#pragma once

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

constexpr fit fit_of(const graph::extents& wanted, graph::role role,
                     const seen_extents& found) {
  if (found == seen_extents::of(wanted)) return fit::sample;
  if (wanted.rank == 1 && found.rank == 1 && found.extent[0] == dynamic)
    return fit::checked_sample;
  const bool batchable = !graph::is_shared(role) && found.rank == wanted.rank + 1;
  return batchable && found == seen_extents::around(found.extent[0], seen_extents::of(wanted))
             ? fit::batch
             : fit::none;
}

template <class Symbol, class Value>
inline constexpr fit fit_between =
    fit_of(Symbol::self.shape, Symbol::self.role, contiguous_of<Value>::extents);
template <class Symbol, class Value>
inline constexpr bool can_be_bound = fit_between<Symbol, Value> != fit::none;
template <class Symbol, class Value>
inline constexpr bool is_batch_of_parameters =
    fit_of(Symbol::self.shape, graph::role::input, contiguous_of<Value>::extents) ==
        fit::batch &&
    graph::is_shared(Symbol::self.role);

/// What is bound is a number, or an array of numbers that the library sees as contiguous and
/// row-major.
template <class Value>
concept bound_value_is_a_row_major_array_of_numbers = contiguous_of<Value>::extents.rank >= 0;

/// A parameter is shared by all samples: no batch is bound to it.
template <class Symbol, class Value>
concept no_parameter_is_bound_to_a_batch = !is_batch_of_parameters<Symbol, Value>;

/// What is bound to a symbol has the symbol's extents, or one more axis in front: the samples
/// of a batch.
template <class Symbol, class Value>
concept bound_value_has_the_extents_of_its_symbol = can_be_bound<Symbol, Value>;

}  // namespace etch
