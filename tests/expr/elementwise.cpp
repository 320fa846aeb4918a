// SPDX-License-Identifier: BSL-1.0
// Elementwise operations: their slopes as theorems, and what they do at kinks and borders.
#include <etch/etch.hpp>

using namespace etch;

constexpr auto t = input<"t">;
constexpr auto s = input<"s">;
constexpr auto v = input<"v", 3>;
constexpr auto w = param<"w", 3>;

/// Whether two numbers agree to all but a few of their digits.
constexpr bool near(double a, double c) { return (a - c) * (a - c) < 1e-26 * (1 + c * c); }

// The derivatives of tables.
static_assert(grad(sin(t), t) == cos(t) && grad(cos(t), t) == -sin(t));
static_assert(grad(sinh(t), t) == cosh(t) && grad(cosh(t), t) == sinh(t));
static_assert(grad(tan(t), t) == 1_c + square(tan(t)));
static_assert(grad(asin(t), t) == rsqrt((1_c - t) * (1_c + t)));
static_assert(grad(acos(t), t) == -grad(asin(t), t));
static_assert(grad(atan(t), t) == 1_c / (1_c + square(t)));
static_assert(grad(exp2(t), t) == 0.69314718055994531_c * exp2(t));
static_assert(grad(expm1(t), t) == exp(t) && grad(log1p(t), t) == 1_c / (1_c + t));
static_assert(grad(log2(t), t) == 1.4426950408889634_c / t);
static_assert(grad(rsqrt(t), t) == -0.5_c * (rsqrt(t) * rsqrt(t) * rsqrt(t)));
static_assert(grad(cbrt(t), t) == 1_c / (3_c * square(cbrt(t))));
static_assert(grad(erf(t), t) == -grad(erfc(t), t));
static_assert(grad(softplus(t), t) == sigmoid(t));
static_assert(grad(grad(softplus(t), t), t) == sigmoid(t) * (1_c - sigmoid(t)));
static_assert(grad(abs(t), t) == sign(t) && grad(grad(abs(t), t), t) == 0_c);
static_assert(grad(pow(t, 3_c), t) == 3_c * pow(t, 2_c));
static_assert(grad(pow(t, s), s) != pow(t, s) * log(t),
              "also at t = 0, where log is not finite");
static_assert(grad(atan2(s, t), s) == t / (square(t) + square(s)));
static_assert(grad(atan2(s, t), t) == -s / (square(t) + square(s)));
static_assert(grad(max(s, t), s) == (s > t) && grad(min(s, t), s) == (s < t));
static_assert(grad(max(s, t), s) + grad(max(s, t), t) == 1_c);
static_assert(grad(sum(sin(v)), v) == cos(v) && grad(sum(hadamard(w, cos(v))), w) == cos(v));

// What is flat has the gradient zero.
static_assert(grad(floor(t), t) == 0_c && grad(ceil(t), t) == 0_c && grad(round(t), t) == 0_c);
static_assert(grad(sign(t), t) == 0_c && grad(greater(t, s), t) == 0_c);
static_assert(grad((t >= s) * t, t) == (t >= s));
static_assert(grad(where(t, s, 0_c), t) == 0_c);

// A comparison is a number, by name or by operator.
static_assert((t > s) == greater(t, s) && (t < s) == less(t, s));
static_assert((t >= s) == greater_equal(t, s) && (t <= s) == less_equal(t, s));
static_assert(evaluate((t > 1_c) + (t < 1_c) + (t >= 2_c) + (t <= 2_c), t = 2.0) == 3);
static_assert(evaluate(equal(t, 2_c) + not_equal(t, 2_c), t = 2.0) == 1);
static_assert(equal(s, t) == equal(t, s) && not_equal(s, t) == not_equal(t, s));
static_assert(shape(v > 0_c) == shape(v) && shape(where(t > 0_c, v, 0_c)) == shape(v));

// Kinks: the slope of abs at 0 is 0; where two operands are equal the second has the slope; at
// its bounds clamp has that of the value within.
static_assert(evaluate(grad(abs(t), t), t = 0.0) == 0);
static_assert(evaluate(grad(max(t, s), t), t = 1.0, s = 1.0) == 0 &&
              evaluate(grad(max(t, s), s), t = 1.0, s = 1.0) == 1);
static_assert(evaluate(grad(min(t, s), t), t = 1.0, s = 1.0) == 0 &&
              evaluate(grad(min(t, s), s), t = 1.0, s = 1.0) == 1);
constexpr auto held = clamp(t, -1_c, 1_c);
static_assert(evaluate(held, t = 3.0) == 1 && evaluate(held, t = -3.0) == -1 &&
              evaluate(held, t = 0.25) == 0.25);
static_assert(evaluate(grad(held, t), t = 1.0) == 1 && evaluate(grad(held, t), t = -1.0) == 1);
static_assert(evaluate(grad(held, t), t = 1.5) == 0 && evaluate(grad(held, t), t = -1.5) == 0);
static_assert(evaluate(grad(clamp(t, s, 1_c), s), t = -3.0, s = -1.0) == 1);
static_assert(evaluate(step(t), t = 0.0) == 0 && evaluate(step(t), t = 0.5) == 1);
static_assert(evaluate(sign(t), t = -0.5) == -1 && evaluate(sign(t), t = 0.0) == 0);
static_assert(evaluate(round(t), t = 2.5) == 2 && evaluate(round(t), t = 3.5) == 4);

// Powers at 0, where logarithm and negative powers are infinite.
static_assert(evaluate(grad(pow(t, 2_c), t), t = 0.0) == 0);
static_assert(evaluate(grad(pow(t, 1_c), t), t = 0.0) == 1);
static_assert(evaluate(grad(pow(t, s), t), t = 0.0, s = 1.0) == 1);
static_assert(evaluate(grad(pow(t, s), t), t = 0.0, s = 0.0) == 0);
static_assert(evaluate(grad(pow(t, s), s), t = 0.0, s = 2.0) == 0);
static_assert(evaluate(grad(grad(pow(t, s), s), s), t = 0.0, s = 2.0) == 0);
static_assert(near(evaluate(grad(pow(t, s), s), t = 2.0, s = 3.0), 5.5451774444795623));

// The branch taken has the value and the slope.
constexpr auto guarded = where(t > 0_c, sqrt(t), 0_c);
static_assert(evaluate(grad(guarded, t), t = 4.0) == 0.25);
static_assert(evaluate(where(t, 1_c, 2_c), t = 0.0) == 2 &&
              evaluate(where(t, 1_c, 2_c), t = -3.0) == 1);

// What no gradient passes.
static_assert(grad(t * stop_gradient(t), t) == stop_gradient(t));
static_assert(grad(stop_gradient(sin(t)), t) == 0_c);
static_assert(evaluate(grad(t * stop_gradient(t), t), t = 3.0) == 3 &&
              evaluate(stop_gradient(t), t = 3.0) == 3);
static_assert(grad(stop_gradient(step(t)) * t, t) == stop_gradient(step(t)));
static_assert(grad(step(s) * t, t) == step(s), "no step lies between the loss and t");

int main() {}
