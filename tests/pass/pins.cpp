// SPDX-License-Identifier: BSL-1.0
/// What somebody differentiates by stays what it is until the gradient exists.
#include <etch/etch.hpp>

#include <array>

using namespace etch;

constexpr auto s = param<"s">;
constexpr auto x = input<"x">;

// The simplifier makes both products s x, and yet only one is the variable.
constexpr auto product = -(-s) * x;
static_assert(evaluate(grad(product + s * x, product), s = 2.0, x = 3.0) == 1);
static_assert(evaluate(grad(product * product, product), s = 2.0, x = 3.0) == 12);

// The variable has one value per sample, though the simplifier finds out that all are s.
constexpr auto shifted = s + (x - x);
constexpr auto slopes = [] {
  std::array<double, 3> result{};
  const std::array<double, 3> samples{1, 2, 3};
  compile<double>(grad(square(shifted), shifted)).into(result, s = 2.0, x = samples);
  return result;
}();
static_assert(slopes == std::array<double, 3>{4, 4, 4});

// Numbers are not folded to what no float can hold.
static_assert(compile<float>(1e30_c * (1e30_c * x))(x = 1e-35f) > 9e24f);

int main() {}
