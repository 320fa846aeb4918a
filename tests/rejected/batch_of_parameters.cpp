// SPDX-License-Identifier: BSL-1.0
// A parameter is shared by all samples: no batch is bound to it.
//
// expect: no_parameter_is_bound_to_a_batch
// expect: is_batch_of_parameters<.*batch_view<.*float, 3, 4>
// expect: is_batch_of_parameters<.*"w"\}, 3, 4>
#include <etch/etch.hpp>

#include <array>

using namespace etch;

constexpr auto x = input<"x", 4>;
constexpr auto y = distribution<"y", 3>;
constexpr auto w = param<"w", 3, 4>;
constexpr auto b = param<"b", 3>;
constexpr auto loss = cross_entropy(softmax(w * x + b), y);
constexpr auto f = compile<float>(loss);

[[maybe_unused]] const auto theta = parameters<float>(loss);
const std::array<float, 4> image{};
const std::array<float, 3> label{};
const tensor<float, 3, 4> matrix;
[[maybe_unused]] const batch_view<const float, 3, 4> batch(matrix.data(), 1);

int main() {
#ifdef REJECTED
  const float value = f(w = batch, x = image, y = label, b = label);
#else
  const float value = f(w = matrix, x = image, y = label, b = label);
#endif
  return value < 0;
}
