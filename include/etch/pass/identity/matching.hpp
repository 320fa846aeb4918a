// SPDX-License-Identifier: BSL-1.0
/// What the rules ask of the nodes they look at.
#pragma once

#include <etch/graph/builder.hpp>
#include <etch/op/leaf.hpp>
#include <etch/op/logsumexp.hpp>
#include <etch/op/sum.hpp>

namespace etch::pass::identity {

using graph::handle;
using graph::is_constant;

/// `x` in every place of the shape that `candidate` has.
constexpr handle shaped(handle x, const graph::node& candidate) {
  return op::sum::fill(x, candidate.shape);
}

constexpr bool is_scalar(handle x) { return x->shape.is_scalar(); }

/// The elements of `x` sum to 1 in every sample.
constexpr bool sums_to_one(graph::builder& b, handle x) {
  if (x.is<op::softmax>()) return true;
  return x.is<op::leaf>() && b.leaves()[x->detail].role == graph::role::distribution;
}

}  // namespace etch::pass::identity
