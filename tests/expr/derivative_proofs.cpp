// SPDX-License-Identifier: BSL-1.0
// What books say of Jacobians, Hessians and products with them, proven by the compiler.
#include <etch/etch.hpp>

#include <array>
#include <tuple>
#include <type_traits>

using namespace etch;

constexpr auto x = input<"x", 3>;
constexpr auto v = input<"v", 3>;
constexpr auto d = input<"d", 3>;
constexpr auto u = input<"u", 2>;
constexpr auto t = input<"t">;
constexpr auto s = input<"s">;
constexpr auto w = param<"w", 2, 3>;
constexpr auto a = param<"a", 3, 3>;
constexpr auto c = param<"c", 3, 3>;
constexpr auto k = input<"k", 2, 2, 3>;

// Shapes: the axes of the value, then those of the variable.
constexpr auto is = [](auto e, auto... extents) {
  return shape(e) == graph::make_extents(extents...);
};
static_assert(is(jacobian(tanh(w * x), x), 2, 3) && is(jacobian(tanh(w * x), w), 2, 2, 3));
static_assert(is(jacobian(t * x, t), 3) && is(jacobian(dot(x, v), x), 3) && is(jacobian(t, t)));
static_assert(is(jacobian(w, w), 2, 3, 2, 3) && is(jacobian(k, t), 2, 2, 3));
static_assert(is(jvp(tanh(w * x), x, v), 2) && is(jvp(tanh(w * x), w, w), 2));
static_assert(is(vjp(tanh(w * x), x, u), 3) && is(vjp(tanh(w * x), w, u), 2, 3));
static_assert(is(hessian(sum(square(x)), x), 3, 3) && is(hessian(sum(w * x), w), 2, 3, 2, 3));
static_assert(is(hessian(square(t), t)) && is(hessian_vector_product(sum(x), x, v), 3));
static_assert(is(directional_derivative(sum(x), x, v)) && is(with_gradient(sum(x), x, v)));

// Jacobians.
constexpr auto shares = softmax(x);
static_assert(jacobian(shares, x) == diag(shares) - outer(shares, shares));
static_assert(jacobian(w * x, x) == w);
static_assert(jacobian(x, x) == diag(x - x + 1_c));
static_assert(jacobian(v, x) == diag(x - x));
static_assert(jacobian(t * x, t) == x);
static_assert(jacobian(dot(x, v), x) == v);
static_assert(jacobian(logsumexp(x), x) == softmax(x));
static_assert(jacobian(exp(x), x) == diag(exp(x)));
static_assert(jacobian(square(x), x) == diag(2_c * x));
static_assert(jacobian(hadamard(x, v), x) == diag(v));
static_assert(jacobian(norm(x), x) == grad(norm(x), x));
static_assert(jacobian(square(t), t) == 2_c * t);
static_assert(jacobian(tanh(t), t) == 1_c - square(tanh(t)));

// Hessians.
static_assert(hessian(square(t) * t, t) == 6_c * t);
static_assert(hessian(sum(square(x)), x) == diag(x - x + 2_c));
static_assert(hessian(sum(exp(x)), x) == diag(exp(x)));
static_assert(hessian(dot(x, v), x) == diag(x - x));
static_assert(hessian(logsumexp(x), x) == diag(softmax(x)) - outer(softmax(x), softmax(x)));

static_assert(hessian(dot(x, a* x), x) == a + transpose(a));
static_assert(grad(dot(x, a* x), x) == (a + transpose(a)) * x);
static_assert(grad(trace(a * c), a) == transpose(c));
static_assert(jacobian(a * (c * x), x) == a * c);
static_assert(jacobian(tanh(a * x), x) == hadamard(repeat<1, 3>(1_c - square(tanh(a * x))), a));
static_assert(grad(variance(x), x) == 2_c / 3_c * (x - mean(x)));

// Products with Jacobians, forwards and in reverse.
static_assert(jvp(w * x, x, v) == w * v);
static_assert(vjp(w * x, x, u) == transpose(w) * u);
static_assert(vjp(w * x, w, u) == outer(u, x));
static_assert(jvp(dot(x, x), x, v) == 2_c * dot(x, v));
static_assert(jvp(sigmoid(t), t, s) == s * sigmoid(t) * (1_c - sigmoid(t)));
static_assert(vjp(sigmoid(t), t, s) == jvp(sigmoid(t), t, s));
static_assert(jvp(exp(x), x, v) == vjp(exp(x), x, v), "a diagonal is symmetric");
static_assert(jvp(softmax(x), x, v) == vjp(softmax(x), x, v), "as is the Jacobian of softmax");
static_assert(vjp(dot(x, v), x, 1_c) == grad(dot(x, v), x));
static_assert(vjp(dot(x, v), x, t) == t * v);
static_assert(jvp(v, x, d) == x - x && vjp(v, x, d) == x - x, "what does not depend");
static_assert(jvp(x, x, v) == v && vjp(x, x, v) == v, "the identity");
static_assert(directional_derivative(dot(x, v), x, d) == dot(v, d));
static_assert(jvp(logsumexp(x), x, v) == dot(softmax(x), v));
static_assert(hessian_vector_product(sum(exp(x)), x, v) == hadamard(exp(x), v));
static_assert(hessian_vector_product(squared_norm(x), x, v) == 2_c * v);
static_assert(jvp(concat<0>(x, v), x, d) == concat<0>(d, v - v));
static_assert(jvp(slice<0, 0, 2>(x), x, v) == slice<0, 0, 2>(v));
static_assert(slice<0, 0, 2>(vjp(slice<0, 0, 2>(x), x, u)) == u);
static_assert(vjp(reshape<3, 2>(w), w, reshape<3, 2>(w)) == w);

// Third and fourth derivatives, by nesting any of the forms.
constexpr auto power = square(square(t)) * t;
static_assert(grad(hessian(power, t), t) == 60_c * square(t));
static_assert(jacobian(jacobian(jacobian(power, t), t), t) == 60_c * square(t));
static_assert(jvp(jvp(jvp(power, t, 1_c), t, 1_c), t, 1_c) == 60_c * square(t));
static_assert(vjp(jvp(grad(power, t), t, s), t, 1_c) == 60_c * s * square(t));
static_assert(jvp(hessian(power, t), t, jacobian(square(t), t)) == 120_c * square(t) * t);
static_assert(grad(grad(grad(sin(t), t), t), t) == -cos(t));
static_assert(jvp(hessian(sum(exp(x)), x), x, v) == diag(hadamard(exp(x), v)));

// What a gradient does not pass.
static_assert(jvp(t * stop_gradient(t), t, 1_c) == stop_gradient(t));
static_assert(jacobian(stop_gradient(x), x) == diag(x - x));
static_assert(jvp(argmax(x), x, v) == 0_c && grad(argmax(x) * t, t) == argmax(x));
static_assert(jvp(uniform(t, x), t, 1_c) == x - x && jvp(one_hot<3>(t), t, 1_c) == x - x);

// Declared derivatives replace those that the value has.
constexpr auto straight = with_gradient(step(x), x, 2_c * v);  // elementwise
static_assert(jacobian(straight, x) == diag(2_c * v));
static_assert(jvp(straight, x, d) == 2_c * hadamard(v, d));
static_assert(vjp(straight, x, d) == 2_c * hadamard(v, d));
constexpr auto scalar = with_gradient(sum(exp(x)), x, v);  // a scalar of a vector
static_assert(grad(scalar, x) == v && jvp(scalar, x, d) == dot(v, d));
static_assert(grad(square(scalar), x) == 2_c * scalar * v);
constexpr auto two = with_gradient(t * sum(x), t, s, x, d);  // of two variables
static_assert(grad(two, t) == s && grad(two, x) == d && grad(two, s) == 0_c);
static_assert(grad(with_gradient(t * s, t, 3_c * t), s) == 0_c, "the value has no other");
static_assert(grad(grad(with_gradient(t, t, square(t)), t), t) == 2_c * t,
              "a slope has the derivative that it has");
static_assert(evaluate(scalar, x = std::array{0., 0., 0.}, v = std::array{5., 6., 7.}) == 3);

// A scalar and its gradients.
static_assert(std::is_same_v<decltype(value_and_gradient(dot(x, v), x, v)),
                             std::tuple<std::remove_const_t<decltype(dot(x, v))>,
                                        std::remove_const_t<decltype(grad(dot(x, v), x))>,
                                        std::remove_const_t<decltype(grad(dot(x, v), v))>>>);
constexpr auto both = compile<double>(value_and_gradient(dot(x, v) * t, x, t), s)(
    x = std::array{1., 2., 3.}, v = std::array{4., 5., 6.}, t = 2.0, s = 7.0);
static_assert(std::get<0>(both) == 64 && std::get<1>(both) == tensor<double, 3>{8, 10, 12} &&
              std::get<2>(both) == 32 && std::get<3>(both) == 7);
constexpr auto of_parameters = compile<double>(value_and_gradient(sum(w * x)))(
    x = std::array{1., 2., 3.}, w = tensor<double, 2, 3>{1, 0, 0, 0, 1, 0});
static_assert(std::get<0>(of_parameters) == 3 &&
              std::get<1>(of_parameters)[w] == tensor<double, 2, 3>{1, 2, 3, 1, 2, 3});

// Over a batch: what the samples share is summed over them; a tangent is the samples' own.
constexpr auto b = param<"b", 3>;
constexpr auto misfit = square(dot(b, x) - t);
static_assert(jacobian(batch_mean(misfit), b) == grad(batch_mean(misfit), b));
static_assert(vjp(batch_mean(misfit), b, 1_c) == grad(batch_mean(misfit), b));
static_assert(jvp(batch_mean(misfit), b, b) == batch_mean(2_c * (dot(b, x) - t) * dot(b, x)));

int main() {}
