// SPDX-License-Identifier: BSL-1.0
/// The soft maximum of a number and zero.
#pragma once

#include <etch/math/exp.hpp>
#include <etch/math/log1p.hpp>
#include <etch/math/traits.hpp>

namespace etch::math {

/// `log (1 + e^x)`, as `max(x, 0) + log (1 + e^-|x|)`.
///
/// Domain  every x: tends to e^x through the subnormals with full relative accuracy, and to x;
///         infinity at infinity; keeps NaN.
/// Error   1.8 ulp.
/// Source  ONNX Softplus, opset 1; M. Maechler, Accurately computing log(1 - exp(-|a|)), 2012.
template <Number V>
[[gnu::always_inline]] constexpr V softplus(V x) noexcept {
  using T = scalar_t<V>;
  if (is_constant_nan(x)) return x;
  return at_least(x, T(0)) + log1p_inside(exp(-magnitude(x)));
}

}  // namespace etch::math
