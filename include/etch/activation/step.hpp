// SPDX-License-Identifier: BSL-1.0
/// The step function, as an activation; the operation is in op/step.hpp.
#pragma once

#include <etch/activation/activation.hpp>
#include <etch/op/step.hpp>

namespace etch {

namespace activation {
struct step : elementwise {
  static constexpr std::string_view name = "step";
  constexpr auto operator()(Expression auto x) const { return etch::step(x); }
};
}  // namespace activation

namespace nn {
inline constexpr activation::step step{};
}  // namespace nn

}  // namespace etch
