// SPDX-License-Identifier: BSL-1.0
/// The exponential linear unit.
#pragma once

#include <etch/activation/activation.hpp>
#include <etch/expr/elementwise.hpp>
#include <etch/op/expm1.hpp>

namespace etch {

/// `x` where x > 0, else `a (e^x - 1)`, elementwise.
///
/// Shape   keeps the operand's shape; `a` is a scalar or has that shape.
/// Domain  every x; tends to `-a` as x falls. The slope at 0 is `a`.
/// Errors  `shapes_agree`, `number_is_written_with_suffix_c`.
/// Source  Clevert, Unterthiner & Hochreiter, arXiv:1511.07289, equation 15; ONNX Elu-6.
template <Expression E, class A = literal<1.0>>
  requires Elementwise<E, A>
constexpr auto elu(E x, A a = {}) {
  // The exponential sees no x above 0, of which it would overflow.
  return where(x > 0_c, x, hadamard(a, expm1(where(x > 0_c, 0_c, x))));
}

namespace activation {
struct elu : elementwise {
  static constexpr std::string_view name = "elu";
  constexpr auto operator()(Expression auto x, auto... numbers) const {
    return etch::elu(x, numbers...);
  }
};
}  // namespace activation

namespace nn {
template <double... Numbers>
inline constexpr activation::layer<activation::elu, Numbers...> elu{};
}  // namespace nn

}  // namespace etch
