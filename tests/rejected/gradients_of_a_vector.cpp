// SPDX-License-Identifier: BSL-1.0
// Only a scalar has gradients with respect to its parameters.
//
// expect: loss_is_a_scalar
// expect: shape.rank == 0 \[with L = .*op::product, \d+, 10>|node<product, \d+, 10>.*shape.rank
// == 0
#include <etch/etch.hpp>

using namespace etch;

constexpr auto w = param<"w", 10, 784>;
constexpr auto x = input<"x", 784>;
#ifdef REJECTED
constexpr auto loss = w * x;
#else
constexpr auto loss = sum(w * x);
#endif

constexpr auto gradients = gradient(loss);

int main() { return gradients.loss.shape.rank; }
