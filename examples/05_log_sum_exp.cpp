// SPDX-License-Identifier: BSL-1.0
/// Lesson 5: the logarithm of a sum of a thousand exponentials, most of which overflow.
#include "golden/objectives.hpp"
#include "objective.hpp"
#include <etch/etch.hpp>

#include <cstdio>

using namespace etch;

constexpr auto x = input<"x", 1000>;

// [naive]
constexpr auto naive = log(sum(exp(x)));
static_assert(naive ==
              logsumexp(x));  // the simplifier sees it, so it is shifted by the maximum
static_assert(grad(naive, x) == softmax(x));
// [naive]

int main() {
  tensor<double, 1000> values;
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = 2000 * lesson::fraction(i);

  const auto [value, slope] = compile<double>(naive, grad(naive, x))(x = values);
  std::puts("log(sum(exp(x))), x up to 1000:");
  lesson::expect("value", value, golden::log_sum_exp, 1e-9);
  lesson::expect_gradient("relative error of the gradient", slope,
                          golden::log_sum_exp_gradient);
  return lesson::result();
}
