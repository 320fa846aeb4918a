// SPDX-License-Identifier: BSL-1.0
/// Elements that follow from their places: counting, and reproducible random numbers.
#pragma once

#include <etch/op/operation.hpp>

namespace etch {

namespace op {

/// `0, 1, 2, ...`
struct positions {
  static constexpr std::string_view name = "positions";
  static constexpr graph::family family = graph::family::generator;
  static constexpr int arity = 0;
};

/// Numbers uniform in [0, 1), of a seed: the first operand. The second gives their shape, and
/// is not read. The `detail` is the stream.
struct uniform {
  static constexpr std::string_view name = "uniform";
  static constexpr graph::family family = graph::family::generator;
  static constexpr int arity = 2;
  static constexpr graph::extents shape(const graph::extents&, const graph::extents& like) {
    return like;
  }
  static constexpr graph::handle pullback(const graph::handle*, graph::handle, graph::handle,
                                          int) {
    return {};
  }
  static constexpr graph::handle pushforward(const graph::handle*, graph::handle,
                                             const graph::handle*) {
    return {};
  }
};

}  // namespace op

}  // namespace etch
