// SPDX-License-Identifier: BSL-1.0
/// Half the digits of a number, for products without rounding.
#pragma once

#include <etch/math/traits.hpp>

#include <limits>

namespace etch::math {

/// `x` cut after half its digits: 12 of float's 24, 26 of double's 53.
///
/// The product of two such numbers is exact, so that it makes no difference whether a compiler
/// fuses it with the sum it stands in. Arithmetic in more digits than one number holds keeps to
/// such products, and needs no protection from the compiler then.
///
/// Domain  every x; toward 0.
/// Source  T. J. Dekker, A floating-point technique for extending the available precision,
///         Numerische Mathematik 18, 1971.
template <Number V>
[[gnu::always_inline]] constexpr V leading_half(V x) noexcept {
  constexpr int cut = (std::numeric_limits<scalar_t<V>>::digits + 1) / 2;
  return from_bits<V>((to_bits(x) >> cut) << cut);
}

}  // namespace etch::math
