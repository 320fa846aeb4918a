// SPDX-License-Identifier: BSL-1.0
/// The logistic function, as an activation; the operation is in op/sigmoid.hpp.
#pragma once

#include <etch/activation/activation.hpp>
#include <etch/op/sigmoid.hpp>

namespace etch {

namespace activation {
struct sigmoid : elementwise {
  static constexpr std::string_view name = "sigmoid";
  constexpr auto operator()(Expression auto x) const { return etch::sigmoid(x); }
};
}  // namespace activation

namespace nn {
inline constexpr activation::sigmoid sigmoid{};
}  // namespace nn

}  // namespace etch
