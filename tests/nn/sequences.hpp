// SPDX-License-Identifier: BSL-1.0
/// Values of several operands compared with what PyTorch computed (oracles/recurrent.py).
#pragma once

#include "../oracles/recurrent.hpp"
#include "pytorch.hpp"

#include <tuple>

namespace pytorch {

/// A model without states, of the numbers as they are drawn.
template <class Values, class Operands, class Parameters>
using many = compared<as_drawn, Values, Operands, Parameters, std::tuple<>>;

/// The values are what PyTorch found, and so are all gradients: of a batch, in one scalar
/// type or more.
template <class First, class... More, class Values, class Operands, class Parameters>
void check_batch(const oracle::layer& wanted, Values, Operands, Parameters) {
  using model = many<Values, Operands, Parameters>;
  model::template of_a_batch<First>(wanted);
  (model::template of_a_batch<More>(wanted), ...);
}

/// The same in both, and of single samples.
template <class Values, class Operands, class Parameters>
void check_both(const oracle::layer& wanted, Values values, Operands operands,
                Parameters parameters) {
  check_batch<float, double>(wanted, values, operands, parameters);
  using model = many<Values, Operands, Parameters>;
  model::template of_each_sample<float>(wanted);
  model::template of_each_sample<double>(wanted);
}

}  // namespace pytorch
