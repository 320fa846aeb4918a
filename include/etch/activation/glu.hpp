// SPDX-License-Identifier: BSL-1.0
/// The gated linear unit.
#pragma once

#include <etch/activation/activation.hpp>
#include <etch/expr/elementwise.hpp>
#include <etch/expr/structure.hpp>
#include <etch/op/sigmoid.hpp>

namespace etch {

/// A vector of two halves has an even number of elements.
template <class E>
concept elements_have_two_halves = E::self.shape[0] % 2 == 0;

/// `a sigmoid(b)`, a the first half of x and b the second.
///
/// Shape   [2 n] to [n]; of a batch, each sample for itself.
/// Domain  every finite x.
/// Errors  `operand_is_a_vector`, `elements_have_two_halves`.
/// Source  Dauphin, Fan, Auli & Grangier, arXiv:1612.08083, equation 1; PyTorch GLU.
template <Expression E>
  requires operand_is_a_vector<E> && elements_have_two_halves<E>
constexpr auto glu(E x) {
  constexpr int n = E::self.shape[0] / 2;
  return hadamard(slice<0, 0, n>(x), sigmoid(slice<0, n, 2 * n>(x)));
}

namespace activation {
struct glu : vectorwise {
  static constexpr std::string_view name = "glu";
  constexpr auto operator()(Expression auto x) const { return etch::glu(x); }
};
}  // namespace activation

namespace nn {
inline constexpr activation::glu glu{};
}  // namespace nn

}  // namespace etch
