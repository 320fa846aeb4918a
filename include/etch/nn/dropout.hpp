// SPDX-License-Identifier: BSL-1.0
/// Dropout.
#pragma once

#include <etch/expr/elementwise.hpp>
#include <etch/expr/structure.hpp>
#include <etch/nn/layer.hpp>

namespace etch {

/// `x / (1 - rate)` with each element, at the given rate, replaced by 0. Equal seeds drop equal
/// elements in one stream; bind another for every step.
///
/// Shape   keeps the operand's shape; rate and seed are scalars.
/// Domain  rates from 0 to below 1.
/// Errors  `operand_is_a_scalar`, `number_is_written_with_suffix_c`.
/// Source  Srivastava et al., JMLR 15 (2014); scaled while training as in PyTorch's Dropout.
template <std::size_t Stream = 0, Expression E, class Rate, Expression Seed>
  requires Elementwise<E, Rate> && operand_is_a_scalar<expression_of<Rate>> &&
           operand_is_a_scalar<Seed>
constexpr auto dropout(E x, Rate, Seed seed) {
  constexpr expression_of<Rate> rate;
  const auto kept = uniform<Stream>(seed, x) >= rate;
  return hadamard(x, kept / (1_c - rate));
}

namespace nn {

/// Drops while it is trained, and changes nothing otherwise.
template <double Rate>
struct dropout_layer : layer_of<dropout_layer<Rate>> {
  static_assert(Rate >= 0 && Rate < 1, "the rate of dropout is from 0 to below 1");

  template <Expression E, class Place>
  static constexpr auto forward(E x, Place) {
    if constexpr (Place::trains)
      return etch::dropout<Place::stream>(x, literal<Rate>{}, Place::seed);
    else
      return x;
  }
};

/// `nn::dropout<0.5>`; as all numbers of layers, the rate has a point.
template <double Rate>
inline constexpr dropout_layer<Rate> dropout{};

}  // namespace nn

}  // namespace etch
