// SPDX-License-Identifier: BSL-1.0
/// The continuously differentiable exponential linear unit.
#pragma once

#include <etch/activation/activation.hpp>
#include <etch/expr/elementwise.hpp>
#include <etch/op/expm1.hpp>

namespace etch {

/// `x` where x > 0, else `a (e^(x / a) - 1)`, elementwise.
///
/// Shape   keeps the operand's shape; `a` is a scalar or has that shape.
/// Domain  every x, a > 0; tends to `-a` as x falls. The slope at 0 is 1.
/// Errors  `shapes_agree`, `number_is_written_with_suffix_c`.
/// Source  Barron, arXiv:1704.07483, equation 2; ONNX Celu-12.
template <Expression E, class A = literal<1.0>>
  requires Elementwise<E, A>
constexpr auto celu(E x, A a = {}) {
  // As in elu, the exponential sees no x above 0.
  return where(x > 0_c, x, hadamard(a, expm1(where(x > 0_c, 0_c, x) / a)));
}

namespace activation {
struct celu : elementwise {
  static constexpr std::string_view name = "celu";
  constexpr auto operator()(Expression auto x, auto... numbers) const {
    return etch::celu(x, numbers...);
  }
};
}  // namespace activation

namespace nn {
template <double... Numbers>
inline constexpr activation::layer<activation::celu, Numbers...> celu{};
}  // namespace nn

}  // namespace etch
