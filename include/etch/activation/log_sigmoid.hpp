// SPDX-License-Identifier: BSL-1.0
/// The logarithm of a sigmoid.
#pragma once

#include <etch/activation/activation.hpp>
#include <etch/op/softplus.hpp>

namespace etch {

/// `log sigmoid(x)`, elementwise, as `-softplus(-x)`.
///
/// Shape   keeps the operand's shape.
/// Domain  every x; nears x as x falls, where the sigmoid underflows.
/// Source  Slope: sigmoid(-x).
template <Expression E>
constexpr auto log_sigmoid(E x) {
  return -softplus(-x);
}

namespace activation {
struct log_sigmoid : elementwise {
  static constexpr std::string_view name = "log_sigmoid";
  constexpr auto operator()(Expression auto x) const { return etch::log_sigmoid(x); }
};
}  // namespace activation

namespace nn {
inline constexpr activation::log_sigmoid log_sigmoid{};
}  // namespace nn

}  // namespace etch
