// SPDX-License-Identifier: BSL-1.0
/// Over all samples of a batch: sum, maximum, and their number.
#pragma once

#include <etch/op/arithmetic.hpp>
#include <etch/op/greater.hpp>

namespace etch {

namespace op {

struct batch_sum : batch_reduction {
  static constexpr std::string_view name = "batch_sum";
  static constexpr graph::handle pullback(const graph::handle*, graph::handle,
                                          graph::handle adjoint, int) {
    return adjoint;  // the same for every sample
  }
};

struct batch_max : batch_reduction {
  static constexpr std::string_view name = "batch_max";
  /// Samples that share the maximum share the adjoint in equal parts.
  static constexpr graph::handle pullback(const graph::handle* x, graph::handle value,
                                          graph::handle adjoint, int) {
    const graph::handle places = make<equal>(x[0], value);
    return adjoint * (places / make<batch_sum>(places));
  }
};

/// The number of samples, as a number to compute with; 1 where nothing is batched.
struct batch_size {
  static constexpr std::string_view name = "batch_size";
  static constexpr graph::family family = graph::family::leaf;
  static constexpr int arity = 0;
};

/// The sum over samples of products, contracted along the batch axis as well: the gradient of a
/// parameter matrix. Made by `pass::contract_batch`.
struct batch_product {
  static constexpr std::string_view name = "batch_product";
  static constexpr graph::family family = graph::family::batch_reduction;
  static constexpr int arity = 2;
};

}  // namespace op

}  // namespace etch
