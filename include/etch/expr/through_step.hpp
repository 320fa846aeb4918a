// SPDX-License-Identifier: BSL-1.0
/// Whether a gradient would have to pass a step, where it becomes zero.
#pragma once

#include <etch/graph/list.hpp>
#include <etch/graph/lower.hpp>

namespace etch {

/// Whether `op::step` lies between `loss` and `variable`; where that is no description, between
/// `loss` and any parameter.
constexpr bool is_through_step(const description& loss, const description* variable) {
  graph::descriptions all;
  all.add(loss);
  graph::list<bool> depends(all.size(), false), lost(all.size(), false);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const description& at = all[i];
    for (int k = 0; k < at.op->arity; ++k) {
      const std::size_t operand = all.find(*at.operands[k]);
      depends[i] = depends[i] || depends[operand];
      lost[i] = lost[i] || lost[operand];
    }
    lost[i] = at.through_step && (lost[i] || (depends[i] && at.op->warns_of_zero_gradient));
    if (at.op->stops_gradient) depends[i] = false;
    if (variable != nullptr)
      depends[i] = depends[i] || at.key == variable->key;
    else if (at.is<op::leaf>())
      depends[i] = at.role == graph::role::parameter;
  }
  return lost[all.size() - 1];
}

/// The first condition is free of cost, and false of nearly every model.
template <class L, class V>
concept gradient_is_through_step = L::self.through_step && is_through_step(L::self, &V::self);
template <class L>
concept gradient_of_parameters_is_through_step =
    L::self.through_step && is_through_step(L::self, nullptr);

}  // namespace etch
