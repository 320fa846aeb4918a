// SPDX-License-Identifier: BSL-1.0
/// The hyperbolic tangent, as an activation; the operation is in op/tanh.hpp.
#pragma once

#include <etch/activation/activation.hpp>
#include <etch/op/tanh.hpp>

namespace etch {

namespace activation {
struct tanh : elementwise {
  static constexpr std::string_view name = "tanh";
  constexpr auto operator()(Expression auto x) const { return etch::tanh(x); }
};
}  // namespace activation

namespace nn {
inline constexpr activation::tanh tanh{};
}  // namespace nn

}  // namespace etch
