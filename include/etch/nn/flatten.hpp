// SPDX-License-Identifier: BSL-1.0
/// A layer that only changes the shape.
#pragma once

#include <etch/expr/structure.hpp>
#include <etch/nn/layer.hpp>

namespace etch::nn {

struct flatten_layer : layer_of<flatten_layer> {
  template <Expression E, class Place>
  static constexpr auto forward(E x, Place) {
    return etch::flatten(x);
  }
};

/// All elements in one vector, in row-major order.
///
/// Shape   any shape to [n].
/// Source  PyTorch Flatten, of one sample.
inline constexpr flatten_layer flatten{};

}  // namespace etch::nn
