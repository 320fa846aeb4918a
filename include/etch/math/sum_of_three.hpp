// SPDX-License-Identifier: BSL-1.0
/// A sum of three numbers, each much smaller than the one before.
#pragma once

#include <etch/math/traits.hpp>

namespace etch::math {

/// `first + second + third`, where the sum of the first two loses nothing.
///
/// Domain  first = 0 or |first| >= |second|.
/// Source  T. J. Dekker, A floating-point technique for extending the available precision,
///         Numerische Mathematik 18, 1971.
template <Number V>
[[gnu::always_inline]] constexpr V sum_of_three(V first, V second, V third) noexcept {
  const V sum = first + second;
  const V lost = (first - sum) + second;
  return sum + (lost + third);
}

}  // namespace etch::math
