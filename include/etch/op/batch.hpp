// SPDX-License-Identifier: BSL-1.0
/// Over all samples of a batch: sum, maximum, and their number.
#pragma once

#include <etch/op/arithmetic.hpp>
#include <etch/op/comparison.hpp>

namespace etch {

namespace op {

struct batch_sum : batch_reduction {
  static constexpr std::string_view name = "batch_sum";
  static constexpr bool linear = true;
  static constexpr graph::handle pullback(const graph::handle*, graph::handle,
                                          graph::handle adjoint, int) {
    return adjoint;  // the same for every sample
  }
};

struct batch_max : batch_reduction {
  static constexpr std::string_view name = "batch_max";
  /// Samples that share the maximum share the adjoint in equal parts.
  static constexpr graph::handle shares(graph::handle x, graph::handle value) {
    const graph::handle places = make<equal>(x, value);
    return places / make<batch_sum>(places);
  }
  static constexpr graph::handle pullback(const graph::handle* x, graph::handle value,
                                          graph::handle adjoint, int) {
    return adjoint * shares(x[0], value);
  }
  static constexpr graph::handle pushforward(const graph::handle* x, graph::handle value,
                                             const graph::handle* tangents) {
    return make<batch_sum>(tangents[0] * shares(x[0], value));
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

/// The same, added to the third operand. Made by `pass::continue_sums`.
struct continued_batch_product {
  static constexpr std::string_view name = "continued_batch_product";
  static constexpr graph::family family = graph::family::batch_reduction;
  static constexpr int arity = 3;
};

}  // namespace op

}  // namespace etch
