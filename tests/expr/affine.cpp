// SPDX-License-Identifier: BSL-1.0
// What is affine, linear, constant or a polynomial in something, and what is not; affine stacks
// as one product; substitutions.
#include <etch/etch.hpp>

#include <optional>

namespace {

using namespace etch;

constexpr auto x = input<"x", 784>;
constexpr auto w1 = param<"w1", 64, 784>;
constexpr auto b1 = param<"b1", 64>;
constexpr auto w2 = param<"w2", 32, 64>;
constexpr auto b2 = param<"b2", 32>;
constexpr auto w3 = param<"w3", 10, 32>;
constexpr auto b3 = param<"b3", 10>;
constexpr auto w4 = param<"w4", 5, 10>;
constexpr auto b4 = param<"b4", 5>;

// Linear layers without an activation between them are one.
constexpr auto first = w1 * x + b1;
constexpr auto second = w2 * first + b2;
constexpr auto deep = w3 * second + b3;
static_assert(is_affine(deep, x) && !is_linear(deep, x) && !is_constant(deep, x));
static_assert(products_with(deep, x) == 3 && products_with(collapse(deep, x), x) == 1);
static_assert(shape(collapse(deep, x)) == shape(deep));
static_assert(collapse(second, x) == (w2 * w1) * x + (w2 * b1 + b2));
static_assert(collapse(deep, x) == (w3 * w2 * w1) * x + (w3 * (w2 * b1 + b2) + b3));
static_assert(collapse(deep, x) == deep && collapse(collapse(deep, x), x) == deep);
static_assert(is_linear(w3 * (w2 * (w1 * x)), x) && !is_affine(w3 * tanh(second) + b3, x));
static_assert(is_affine(deep, first) && is_affine(deep, w3) && is_affine(deep, b1));
static_assert(degree(deep, w1) == 1 && is_constant(deep, w4));

// With one between, each run by itself.
constexpr auto activated = tanh(second);
constexpr auto score = w4 * (w3 * activated + b3) + b4;
static_assert(!is_affine(score, x) && is_affine(second, x) && is_affine(score, activated));
static_assert(!is_affine(score, second) && degree(score, x) == std::nullopt);
constexpr auto front = tanh(collapse(second, x));
constexpr auto both = collapse(w4 * (w3 * front + b3) + b4, front);
static_assert(products_with(score, x) == 4 && products_with(both, x) == 2);

constexpr auto v = input<"v", 3>;
constexpr auto u = input<"u", 3>;
constexpr auto s = input<"s">;
constexpr auto t = input<"t">;
constexpr auto p = param<"p">;
constexpr auto a = param<"a", 3, 3>;
constexpr auto b = param<"b", 3>;
constexpr auto m = input<"m", 2, 3>;
constexpr auto k = input<"k", 2, 3, 4, 5>;
constexpr auto y = distribution<"y", 3>;

// Degrees.
static_assert(degree(5_c, v) == 0 && degree(b, v) == 0 && degree(exp(u), v) == 0);
static_assert(degree(v, v) == 1 && degree(dot(v, v), v) == 2 && degree(prod(v), v) == 3);
static_assert(degree(dot(v, u), v) == 1 && degree(dot(v, a* v) * s, v) == 2);
static_assert(degree(s * s * t + s, s) == 2 && degree(s * s * t + s, t) == 1);
static_assert(degree(exp(v), v) == std::nullopt && degree(s / t, t) == std::nullopt);
static_assert(degree(s / t, s) == 1 && degree(pow(s, 3_c), s) == 3);
static_assert(degree(pow(s, 2.5_c), s) == std::nullopt && degree(pow(s, t), s) == std::nullopt);
static_assert(degree(pow(s, -1_c), s) == std::nullopt && degree(pow(s * s, 4_c) * s, s) == 9);
static_assert(degree(exp(t) * square(s), s) == 2 && degree(sin(t), s) == 0);
static_assert(degree(pow(pow(pow(s, 1000_c), 1000_c), 1000_c), s) == std::nullopt, "too high");
static_assert(degree(variance(v), v) == 2 && degree(squared_norm(a), a) == 2);
static_assert(degree(where(t > 0_c, s, square(s)), s) == 2);
static_assert(degree(where(s > 0_c, s, t), s) == std::nullopt);
static_assert(is_constant(s > 0_c, t) && !is_constant(s > 0_c, s));

// What no polynomial is, whatever it looks like.
static_assert(!is_affine(max(s, t), s) && !is_affine(relu(v), v) && !is_affine(norm(v), v));
static_assert(!is_affine(max(v), v) && !is_affine(softmax(v), v) && !is_affine(abs(s), s));
static_assert(!is_affine(step(s), s) && !is_affine(uniform(s, v), s) && !is_affine(sqrt(s), s));
static_assert(!is_affine(argmax(v), v) && !is_affine(s * s, s) && !is_affine(prelu(v, b), v));

// Linear and affine.
static_assert(is_linear(s * v, v) && is_linear(-2_c * v / t, v) && is_linear(v - v, v));
static_assert(is_affine(v + 1_c, v) && !is_linear(v + 1_c, v) && !is_linear(b, v));
static_assert(is_linear(0_c * s, s) && is_linear(hadamard(b, v), v) &&
              is_linear(outer(v, u), v));
static_assert(is_affine(v + a * v, v) && is_linear(v + a * (v + a * v), v), "residual");
static_assert(is_linear(where(t, v, 2_c * v), v) && !is_linear(where(t, v, b), v));
static_assert(is_affine(where(t, v, b), v));

// Places and axes, in any order.
static_assert(is_linear(reshape<3, 2>(transpose(reshape<2, 3>(flatten(m)))), m));
static_assert(is_linear(permute<3, 1, 0, 2>(k), k) && is_linear(mean<2>(sum<0>(k)), k));
static_assert(is_linear(slice<1, 0, 3, 2>(m), m) && is_linear(row<1>(m), m));
static_assert(is_linear(concat<0>(v, a* v), v) && !is_linear(concat<0>(v, b), v));
static_assert(is_affine(concat<0>(v, b), v) && is_linear(concat<0>(v, v - v), v));
static_assert(is_linear(stack(v, 2_c * v), v) && is_linear(repeat<0, 4>(v), v));
static_assert(is_linear(broadcast_to<2, 3>(v), v) && is_linear(broadcast_to<2, 3>(s), s));
static_assert(is_linear(diag(v), v) && is_linear(trace(diag(v)), v) && is_linear(mean(k), k));
static_assert(is_linear(lower_triangle(v), v) && is_linear(m * v, v) && is_linear(m * a, m));
static_assert(is_affine(mean<1>(reshape<6, 4>(slice<3, 1, 2>(k))) + 1_c, k), "a chain");
static_assert(is_linear(windows<2, 2>(k), k) && is_linear(pad<2, 1, 1>(k), k));
static_assert(is_affine(mean<2>(windows<3, 2, 1, 2>(k)) - 1_c, k) && !is_affine(max<2>(k), k));
static_assert(is_linear(v - mean(v), v) && degree(dot(v - mean(v), v), v) == 2);

// Gradients are taken, and what cancels is gone, before anybody looks.
static_assert(is_linear(grad(dot(v, a* v), v), v) && degree(hessian(dot(v, a* v), v), v) == 0);
static_assert(is_affine(grad(dot(v, a* v) + dot(b, v), v), v));
static_assert(degree(grad(square(s) * s, s), s) == 2 && is_linear(grad(dot(v, v), v), v));
static_assert(is_linear(jvp(dot(v, v), v, u), u) && is_linear(vjp(tanh(v), v, u), u));
static_assert(!is_affine(vjp(tanh(v), v, u), v) && is_constant(tanh(v) - tanh(v), v));
static_assert(is_affine(s + log(exp(s)), s));
static_assert(is_linear(grad(mean_squared_error(v, u), v), v - u));

// By a part of an expression: what it is made of stays where it is.
static_assert(is_linear(2_c * exp(s), exp(s)) && degree(exp(s) * exp(s) * s, exp(s)) == 2);
static_assert(degree(exp(s) + s, exp(s)) == 1 && is_constant(s * t, exp(s)));
static_assert(is_linear(grad(square(s * t), t), s* t), "the gradient is 2 s t s");
static_assert(is_linear(sum(y), y), "known to be 1, but by itself no constant");

// Over the samples of a batch.
static_assert(is_linear(batch_sum(v), v) && is_affine(v - batch_mean(v) + b, v));
static_assert(degree(s * batch_mean(s), s) == 2 && !is_affine(batch_max(s), s));
static_assert(!is_affine(pow(s, number_of_samples{}), s), "whatever their number");
static_assert(is_constant(batch_mean(t), s) && is_linear(batch_mean(s * v), v));

// Values stopped or declared are values; their slopes are other ones.
static_assert(is_linear(stop_gradient(v), v) && is_linear(with_gradient(v, v, u), v));
template <class E, class X>
constexpr bool can_collapse(E, X) {
  return requires(E e, X variable) { collapse(e, variable); };
}
static_assert(can_collapse(v + b, v) && !can_collapse(square(v), v));
static_assert(!can_collapse(stop_gradient(v), v) && !can_collapse(with_gradient(v, v, u), v));
static_assert(!can_collapse(with_gradient(b, v, u), v), "constant, with a slope");
static_assert(can_collapse(stop_gradient(a) * v, v) && can_collapse(stop_gradient(v), u));
static_assert(!can_collapse(v - batch_mean(v), v), "a sample's value has others' in it");
static_assert(!can_collapse(grad(dot(b, v), b), v), "a gradient that is summed over samples");
static_assert(can_collapse(v - batch_mean(u), v) && can_collapse(batch_mean(u) + a * b, b));
static_assert(can_collapse(batch_mean(m * b), b), "shared by the samples");

// One product; of what is linear, nothing else.
static_assert(collapse(a * (a * v), v) == a * a * v && collapse(b, v) == b);
static_assert(products_with(collapse(v + a * v, v), v) == 1, "a plus the identity");
static_assert(collapse(-v / 2_c, v) == -0.5_c * v);
static_assert(collapse(s * 3_c + t, s) == 3_c * s + t && collapse(dot(b, v), v) == dot(b, v));
static_assert(collapse(s * v, s) == s * v && collapse(s * v, v) == s * v);
static_assert(collapse(grad(dot(v, a* v), v), v) == (a + transpose(a)) * v);
static_assert(products_with(collapse(sum(a * v + b), v), v) == 0, "an inner product");
static_assert(shape(collapse(sum<2>(k), k)) == shape(sum<2>(k)));

// Substitutions.
static_assert(substitute(a * v + b, v, u) == a * u + b && substitute(s, s, t) == t);
static_assert(substitute(square(s), s, s + 1_c) == square(s + 1_c));
static_assert(substitute(exp(a * v), a* v, u) == exp(u) && substitute(s, t, s + t) == s);
static_assert(substitute(substitute(s * t, s, t), t, 2_c) == 4_c);
static_assert(substitute(tanh(s) + t, s, 0_c) == t);

// Derivatives within are taken first; those of the whole flow through the replacement.
static_assert(substitute(grad(square(s), s), s, t) == 2_c * t);
static_assert(grad(substitute(square(s), s, 3_c * t), t) == 18_c * t);
static_assert(grad(substitute(s * t, s, t), t) == 2_c * t);
static_assert(grad(substitute(s * t, s, t), s) == 0_c && grad(substitute(s, s, s), s) == 1_c);
static_assert(jvp(substitute(square(s), s, t* t), t, 1_c) == 4_c * t * t * t);
static_assert(jacobian(substitute(tanh(a * v), v, 2_c * u), u) ==
              2_c * substitute(jacobian(tanh(a * v), v), v, 2_c * u));

// What a request becomes is no other's node where somebody differentiates by it.
constexpr auto of_s = grad(s * t, s);  // t
constexpr auto of_p = grad(p * t, p);  // t as well
constexpr auto along_t = jvp(s, s, t);
constexpr auto at_t = substitute(s, s, t);
static_assert(evaluate(grad(of_s * of_p, of_s), s = 1.0, p = 1.0, t = 5.0) == 5);
static_assert(evaluate(grad(along_t * t, along_t), s = 1.0, t = 5.0) == 5);
static_assert(evaluate(grad(at_t * t, at_t), t = 5.0) == 5 && degree(at_t * t, at_t) == 1);

// A symbol that nobody reads any more is not bound.
static_assert(evaluate(substitute(square(s) * t, s, t + 1_c), t = 2.0) == 18);
static_assert(evaluate(s + substitute(square(s) * t, s, t + 1_c), s = 1.0, t = 2.0) == 19);
static_assert(evaluate(substitute(substitute(s * t, s, t), t, 3_c)) == 9);
static_assert(evaluate(substitute(grad(square(s), s), s, t), s = 0.0, t = 2.0) == 4);

}  // namespace

int main() {}
