// SPDX-License-Identifier: BSL-1.0
/// The rectified linear unit with a random slope below 0.
#pragma once

#include <etch/activation/leaky_relu.hpp>
#include <etch/expr/elementwise.hpp>
#include <etch/expr/structure.hpp>

namespace etch {

/// The form for evaluation: `x` where x > 0, else `x (low + high) / 2`, elementwise.
///
/// Shape   keeps the operand's shape; the numbers are scalars or have that shape.
/// Domain  every x; the slope at 0 is that below 0.
/// Errors  `shapes_agree`, `number_is_written_with_suffix_c`.
/// Source  Xu, Wang, Chen & Li, arXiv:1505.00853, section 2.4; the defaults are PyTorch's.
template <Expression E, class Low = literal<1.0 / 8>, class High = literal<1.0 / 3>>
  requires Elementwise<E, Low> && Elementwise<E, High>
constexpr auto rrelu(E x, Low = {}, High = {}) {
  return leaky_relu(x, (expression_of<Low>{} + expression_of<High>{}) / 2_c);
}

/// The form for training: each element has a slope of its own below 0, drawn uniformly between
/// `low` and `high`. Equal seeds draw equal slopes in one stream; bind another for every step.
///
/// Shape   keeps the operand's shape; the seed is a scalar.
/// Domain  every x; the slope at 0 is that below 0.
/// Errors  `shapes_agree`, `number_is_written_with_suffix_c`.
/// Source  Xu, Wang, Chen & Li, arXiv:1505.00853, section 2.4.
template <std::size_t Stream = 0, Expression E, class Low, class High, Expression Seed>
  requires Elementwise<E, Low> && Elementwise<E, High>
constexpr auto rrelu(E x, Low, High, Seed seed) {
  constexpr expression_of<Low> low;
  constexpr expression_of<High> high;
  return leaky_relu(x, low + hadamard(high - low, uniform<Stream>(seed, x)));
}

namespace activation {
struct rrelu : elementwise {
  static constexpr std::string_view name = "rrelu";
  constexpr auto operator()(Expression auto x, auto... numbers) const {
    return etch::rrelu(x, numbers...);
  }
};

/// The form that the mode asks for.
template <double Low, double High>
struct rrelu_between : rrelu {
  constexpr auto operator()(Expression auto x) const {
    return etch::rrelu(x, literal<Low>{}, literal<High>{});
  }
  template <Expression Seed>
  constexpr auto operator()(Expression auto x, nn::training_with<Seed>) const {
    return forward(x, nn::outermost<nn::training_with<Seed>>{});
  }
  template <Expression E, class Place>
  static constexpr auto forward(E x, Place) {
    constexpr literal<Low> low;
    constexpr literal<High> high;
    if constexpr (Place::trains)
      return etch::rrelu<Place::stream>(x, low, high, Place::seed);
    else
      return etch::rrelu(x, low, high);
  }
};
}  // namespace activation

namespace nn {
template <double Low = 1.0 / 8, double High = 1.0 / 3>
inline constexpr activation::rrelu_between<Low, High> rrelu{};
}  // namespace nn

}  // namespace etch
