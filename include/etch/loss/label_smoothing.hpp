// SPDX-License-Identifier: BSL-1.0
/// Targets that leave some doubt.
#pragma once

#include <etch/expr/functions.hpp>

namespace etch {

/// `(1 - epsilon) target + epsilon / n`, n the number of classes: what is taken from the target
/// is shared by all classes.
///
/// Shape   keeps the target's shape.
/// Domain  0 <= epsilon <= 1; what sums to 1 still does.
/// Errors  `operand_is_a_vector`, `number_is_written_with_suffix_c`.
/// Source  Szegedy et al., arXiv:1512.00567, section 7; epsilon is 0.1 there.
template <Expression E, class Epsilon = literal<0.1>>
  requires operand_is_a_vector<E> && Elementwise<E, Epsilon>
constexpr auto label_smoothing(E target, Epsilon epsilon = {}) {
  constexpr literal<static_cast<double>(E::self.shape.size())> classes;
  return target + hadamard(epsilon, 1_c / classes - target);
}

}  // namespace etch
