// SPDX-License-Identifier: BSL-1.0
// A program adds an activation and an operation of its own, without touching etch.
// (docs/adding-an-activation.md quotes this file.)
#include <etch/etch.hpp>
#include <etch/io/latex.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

// [activation]
namespace mine {

/// `(x + sqrt(x^2 + b)) / 2`, elementwise: a smooth relu without exponentials.
///
/// Shape   keeps the operand's shape; `b` is a scalar or has that shape.
/// Domain  every x whose square is finite, b > 0.
/// Source  Barron, arXiv:2112.11687.
template <etch::Expression E, class B = etch::literal<4.0>>
  requires etch::Elementwise<E, B>
constexpr auto squareplus(E x, B b = {}) {
  return (x + sqrt(square(x) + b)) / etch::literal<2.0>{};
}

}  // namespace mine
// [activation]

// [layer]
namespace mine::nn {

struct squareplus_layer : etch::activation::elementwise {
  static constexpr std::string_view name = "squareplus";
  constexpr auto operator()(etch::Expression auto x, auto... numbers) const {
    return mine::squareplus(x, numbers...);
  }
};
template <double... Numbers>
inline constexpr etch::activation::layer<squareplus_layer, Numbers...> squareplus{};

}  // namespace mine::nn
// [layer]

// [operation]
namespace mine {

namespace op {

/// 0 below 0, 1 above 1, and a cubic between that meets both without a kink.
struct smoothstep : etch::op::elementwise<1> {
  static constexpr std::string_view name = "smoothstep";
  static constexpr std::string_view latex = R"(\operatorname{smoothstep}\left(#1\right))";
  /// Of a `float`, a `double`, or a pack of either.
  template <class V>
  static constexpr V value(V x) {
    const V held = etch::math::at_most(etch::math::at_least(x, 0), 1);
    return held * held * (3 - 2 * held);
  }
  /// Of the operand and the value, in operations, so that it has a slope in its turn.
  static constexpr auto slope(auto x, auto) {
    const auto zero = x.owner->constant(0), one = x.owner->constant(1);
    const auto held = etch::make<etch::op::clamp>(x, zero, one);
    return 6 * held * (1 - held);
  }
};

}  // namespace op

template <etch::Operand E>
constexpr auto smoothstep(E e) {
  return etch::make<op::smoothstep>(e);
}

}  // namespace mine
// [operation]

// [use]
namespace {

using namespace etch::literals;
constexpr auto x = etch::input<"x">;
constexpr auto w = etch::param<"w">;

// The chain rule goes through both; equality proves what it can.
constexpr auto soft = mine::squareplus(w * x);
constexpr auto slope = grad(soft, w);
static_assert(mine::nn::squareplus<1.0>(x) == mine::squareplus(x, 1_c));
static_assert(mine::nn::squareplus<>(x) == mine::squareplus(x));
static_assert(grad(mine::squareplus(x), x) == (1_c + x / sqrt(square(x) + 4_c)) / 2_c);

// Values, slopes and curvatures inside the compiler.
static_assert(evaluate(soft, x = 1.5, w = 1.0) == 2);
static_assert(evaluate(slope, x = 1.5, w = 1.0) > 1.199 &&
              evaluate(slope, x = 1.5, w = 1.0) < 1.201);
constexpr auto rise = mine::smoothstep(x);
static_assert(evaluate(rise, x = 0.25) == 0.15625 && evaluate(rise, x = -3.0) == 0 &&
              evaluate(rise, x = 7.0) == 1);
static_assert(evaluate(grad(rise, x), x = 0.25) == 1.125 &&
              evaluate(grad(rise, x), x = 7.0) == 0);
static_assert(evaluate(grad(grad(rise, x), x), x = 0.25) == 3);

}  // namespace
// [use]

// The same at run time, for a batch, and for vectors longer than a pack; and its spelling.
int main() {
  constexpr auto v = etch::input<"v", 7>;
  constexpr auto loss = sum(mine::smoothstep(mine::squareplus(w * v)) + mine::smoothstep(v));
  constexpr auto f = etch::compile<float>(batch_mean(loss), grad(batch_mean(loss), w));
  std::vector<std::array<float, 7>> samples(5);
  double wanted = 0, wanted_slope = 0;
  for (std::size_t i = 0; i < 5; ++i) {
    for (std::size_t k = 0; k < 7; ++k) {
      const double e = static_cast<double>(7 * i + k) / 16 - 1.25;
      samples[i][k] = static_cast<float>(e);
      const auto cubic = [](double z) { return z < 0 ? 0 : z > 1 ? 1 : z * z * (3 - 2 * z); };
      const double root = std::sqrt(0.25 * e * e + 4), plus = (0.5 * e + root) / 2;
      wanted += (cubic(plus) + cubic(e)) / 5;
      wanted_slope += plus < 1 ? 6 * plus * (1 - plus) * (1 + 0.5 * e / root) / 2 * e / 5 : 0;
    }
  }
  const auto [value, by_w] = f(v = samples, w = 0.5f);
  const bool right = std::fabs(static_cast<double>(value) - wanted) < 1e-4 &&
                     std::fabs(static_cast<double>(by_w) - wanted_slope) < 1e-4;
  const bool spelled = latex(rise) == R"(\operatorname{smoothstep}\left(x\right))";
  return right && spelled ? 0 : 1;
}
