// SPDX-License-Identifier: BSL-1.0
/// The rectified linear unit whose slope below 0 is trained.
#pragma once

#include <etch/activation/leaky_relu.hpp>
#include <etch/expr/structure.hpp>
#include <etch/expr/symbols.hpp>

namespace etch {

namespace sentence {

constexpr bool are_slopes_of(const graph::extents& slopes, const graph::extents& shape) {
  if (slopes.is_scalar() || slopes == shape) return true;
  return slopes.rank == 1 && shape.rank > 0 && slopes[0] == shape[0];
}

}  // namespace sentence

/// There is one slope for all elements, one for each, or one for each channel: for each place
/// of the first axis.
template <class Slopes, class E>
concept slopes_are_one_or_one_per_channel =
    sentence::are_slopes_of(Slopes::self.shape, E::self.shape);

/// `x` where x > 0, else `a x`, elementwise: `leaky_relu` with a trained `a`.
///
/// Shape   keeps the operand's shape; `a` is a scalar, has that shape, or is a vector with an
///         element for each place of its first axis.
/// Domain  every x; the slope at 0 is `a`. The slope by `a` is min(x, 0), summed over what
/// shares
///         it.
/// Errors  `slopes_are_one_or_one_per_channel`.
/// Source  He, Zhang, Ren & Sun, arXiv:1502.01852, section 2.1; ONNX PRelu-16.
template <Expression E, Expression A>
  requires slopes_are_one_or_one_per_channel<A, E>
constexpr auto prelu(E x, A a) {
  constexpr int axis = A::self.shape.rank;
  if constexpr (axis == 0 || axis == E::self.shape.rank)
    return leaky_relu(x, a);
  else
    return prelu(x, repeat<axis, E::self.shape[axis]>(a));
}

namespace activation {
/// Owns its slope, a parameter: one, or one per channel.
template <fixed_string Slope, int... Channels>
struct prelu : elementwise {
  static constexpr std::string_view name = "prelu";
  static constexpr auto owner = Slope;

  constexpr auto operator()(Expression auto x) const {
    return forward(x, nn::outermost<nn::evaluation>{});
  }
  template <Expression E, class Place>
  static constexpr auto forward(E x, Place) {
    return etch::prelu(x, Place::template parameter<Slope, "", Channels...>());
  }
};
}  // namespace activation

namespace nn {
/// `nn::prelu<"a">` has one slope, `nn::prelu<"a", 16>` one for each of 16 channels.
template <fixed_string Slope, int... Channels>
inline constexpr activation::prelu<Slope, Channels...> prelu{};
}  // namespace nn

}  // namespace etch
