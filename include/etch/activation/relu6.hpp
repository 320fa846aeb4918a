// SPDX-License-Identifier: BSL-1.0
/// The rectified linear unit that saturates.
#pragma once

#include <etch/activation/activation.hpp>
#include <etch/expr/elementwise.hpp>

namespace etch {

/// `min(max(x, 0), 6)`, elementwise.
///
/// Shape   keeps the operand's shape.
/// Domain  every x; the slopes at 0 and at 6 are 0.
/// Source  Krizhevsky, Convolutional deep belief networks on CIFAR-10 (2010); Howard et al.,
///         arXiv:1704.04861.
template <Expression E>
constexpr auto relu6(E x) {
  return min(max(x, 0_c), 6_c);
}

namespace activation {
struct relu6 : elementwise {
  static constexpr std::string_view name = "relu6";
  constexpr auto operator()(Expression auto x) const { return etch::relu6(x); }
};
}  // namespace activation

namespace nn {
inline constexpr activation::relu6 relu6{};
}  // namespace nn

}  // namespace etch
