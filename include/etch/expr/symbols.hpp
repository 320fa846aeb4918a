// SPDX-License-Identifier: BSL-1.0
/// Symbols: inputs, distributions and parameters, each a name and a shape.
#pragma once

#include <etch/expr/fit.hpp>
#include <etch/expr/fixed_string.hpp>
#include <etch/op/leaf.hpp>

namespace etch {

/// A leaf of an expression. `x = value` binds a value to the symbol in a call.
template <graph::role Role, fixed_string Name, int... Extents>
struct symbol : described<symbol<Role, Name, Extents...>> {
  static_assert(sizeof...(Extents) <= graph::most_axes, "a symbol has at most four axes");
  static_assert(((Extents > 0) && ...), "every extent is at least 1");

  static constexpr description describe() {
    return {.op = &operation_of<op::leaf>,
            .shape = graph::make_extents(Extents...),
            .name = Name.view(),
            .role = Role};
  }

  /// Names the value for one call: `f(x = image)`. An array is referred to, not copied.
  ///
  /// Errors  the sentences of expr/fit.hpp; at run time `extent_error`.
  template <class Value>
    requires bound_value_is_a_row_major_array_of_numbers<Value> &&
             no_parameter_is_bound_to_a_batch<symbol, Value> &&
             bound_value_has_the_extents_of_its_symbol<symbol, Value>
  constexpr auto operator=(const Value& value) const {
    return bind(*this, value);
  }
};

template <class E>
concept Symbol = Expression<E> && E::self.template is<op::leaf>();

/// One value per sample: `input<"x", 784>` is a vector, `input<"t">` a scalar.
template <fixed_string Name, int... Extents>
inline constexpr symbol<graph::role::input, Name, Extents...> input{};

/// An input whose elements are known to sum to 1: one-hot labels, probabilities. The compiler
/// uses the fact, and nobody checks it at run time.
template <fixed_string Name, int Extent>
inline constexpr symbol<graph::role::distribution, Name, Extent> distribution{};

/// Shared by all samples, trainable: `param<"w", 10, 784>` has 10 rows and 784 columns.
template <fixed_string Name, int... Extents>
inline constexpr symbol<graph::role::parameter, Name, Extents...> param{};

}  // namespace etch
