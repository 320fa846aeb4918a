// SPDX-License-Identifier: BSL-1.0
/// The target of a classifier, as a distribution or as the number of a class.
#pragma once

#include <etch/expr/structure.hpp>

namespace etch {

/// The distribution over as many classes as there are scores: the target itself, or the one-hot
/// vector of a scalar, which is the number of a class, from 0 on.
///
/// Shape   that of the scores.
/// Errors  `operand_is_a_vector`, `shapes_agree`.
template <Expression Scores, Expression Target>
  requires operand_is_a_vector<Scores> && shapes_agree<Scores, Target>
constexpr auto target_classes(Scores, Target target) {
  if constexpr (Target::self.shape.is_scalar())
    return one_hot<Scores::self.shape[0]>(target);
  else
    return target;
}

}  // namespace etch
