// SPDX-License-Identifier: BSL-1.0
/// The rectified linear unit.
#pragma once

#include <etch/expr/functions.hpp>

namespace etch {

/// `max(x, 0)`, elementwise.
///
/// Shape   keeps the operand's shape.
/// Domain  every x; the slope at 0 is 0.
/// Source  Nair & Hinton, ICML 2010.
template <Expression E>
constexpr auto relu(E e) {
  return max(e, literal<0.0>{});
}

}  // namespace etch
