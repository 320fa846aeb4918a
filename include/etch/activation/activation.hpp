// SPDX-License-Identifier: BSL-1.0
/// What activations have in common: two kinds, and layers made of them.
///
/// An activation is a file with three things, one line each in the simplest case: a function on
/// expressions, which is its formula (`swish(x)`); a struct in `etch::activation`, which gives
/// it a name and a place in the registry; and an object in `etch::nn`, to stand in a stack of
/// layers. docs/adding-an-activation.md shows how to write one.
///
/// The numbers of an activation are operands after the first, with defaults: `leaky_relu(x)`,
/// `leaky_relu(x, 0.2_c)`, or `leaky_relu(x, a)` with any expression `a`, known at run time or
/// trained. As layers they are template arguments, written with a point: `nn::leaky_relu<>`,
/// `nn::leaky_relu<0.2>`, `nn::elu<2.0>`.
#pragma once

#include <etch/expr/constants.hpp>
#include <etch/nn/layer.hpp>

#include <string_view>

namespace etch::activation {

/// Base of the activations that act on each element alone, and keep the operand's shape.
struct elementwise : nn::layer {};

/// Base of the activations that need all elements of a vector.
struct vectorwise : nn::layer {};

/// An activation with its first numbers fixed; the others have their defaults.
template <class Activation, double... Numbers>
struct layer : Activation {
  constexpr auto operator()(Expression auto x) const {
    return Activation{}(x, literal<Numbers>{}...);
  }
};

}  // namespace etch::activation
