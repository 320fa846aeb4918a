// SPDX-License-Identifier: BSL-1.0
// The formulas of textbooks on activations and losses, each proven by the compiler; the errors
// of some, each refuted with a number; and what must not be proven.
#include <etch/etch.hpp>

using namespace etch;

constexpr auto x = input<"x">;
constexpr auto y = input<"y">;
constexpr auto z = input<"z">;
constexpr auto u = input<"u", 3>;
constexpr auto v = input<"v", 3>;
constexpr auto target = distribution<"target", 3>;
constexpr auto alpha = param<"alpha">;
constexpr auto beta = param<"beta">;
constexpr auto theta = param<"theta", 3>;
constexpr auto lambda = param<"lambda">;

/// The values differ by more than rounding could explain.
constexpr bool differ(double a, double b) { return a - b > 0.01 || b - a > 0.01; }

// Linear layers collapse; with an activation between them they do not.
namespace stacks {
constexpr auto w1 = param<"w1", 4, 3>;
constexpr auto b1 = param<"b1", 4>;
constexpr auto w2 = param<"w2", 2, 4>;
constexpr auto b2 = param<"b2", 2>;
constexpr auto w3 = param<"w3", 5, 2>;
constexpr auto two = w2 * (w1 * u + b1) + b2;
static_assert(two == (w2 * w1) * u + (w2 * b1 + b2));
static_assert(w3 * two == (w3 * w2 * w1) * u + w3 * (w2 * b1 + b2));
static_assert(alpha * (beta * x + y) + z == (alpha * beta) * x + (alpha * y + z));
static_assert(w2 * tanh(w1 * u + b1) + b2 != (w2 * w1) * u + (w2 * b1 + b2));
}  // namespace stacks

// The sigmoid and its relatives.
constexpr auto s = sigmoid(z);
static_assert(grad(s, z) == s * (1_c - s) && s == 1_c / (1_c + exp(-z)));
static_assert(sigmoid(-z) == 1_c - s && s == exp(z) / (exp(z) + 1_c));
static_assert(grad(grad(s, z), z) == s * (1_c - s) * (1_c - 2_c * s));

constexpr auto height = param<"height">;
constexpr auto rate = param<"rate">;
constexpr auto middle = param<"middle">;
constexpr auto logistic_curve = height / (1_c + exp(-rate * (z - middle)));
static_assert(logistic_curve == height * sigmoid(rate * (z - middle)));
static_assert(grad(logistic_curve, z) ==
              rate * logistic_curve * (1_c - logistic_curve / height));

constexpr auto t = tanh(z);
static_assert(t == (exp(z) - exp(-z)) / (exp(z) + exp(-z)) &&
              t == 2_c * sigmoid(2_c * z) - 1_c);
static_assert(t == sinh(z) / cosh(z) && tanh(-z) == -t);
static_assert(grad(t, z) == 1_c - square(t) && grad(t, z) == (1_c + t) * (1_c - t));
static_assert(tanh(x + y) == (tanh(x) + tanh(y)) / (1_c + tanh(x) * tanh(y)));

constexpr auto soft = log(1_c + exp(beta * z)) / beta;
static_assert(soft == softplus(beta * z) / beta && grad(soft, z) == sigmoid(beta * z));
static_assert(softplus(z) - softplus(-z) == z && softplus(z) == -log(sigmoid(-z)));

constexpr auto swish_of_z = z * sigmoid(z);
static_assert(grad(swish_of_z, z) == s + z * s * (1_c - s));
static_assert(grad(swish_of_z, z) == swish_of_z + s * (1_c - swish_of_z));
static_assert(swish_of_z == z / (1_c + exp(-z)));
constexpr auto mish_of_z = z * tanh(softplus(z));
static_assert(mish_of_z == z * (square(1_c + exp(z)) - 1_c) / (square(1_c + exp(z)) + 1_c));
constexpr auto normal = 0.5_c * (1_c + erf(z));
static_assert(normal == 0.5_c * erfc(-z) && normal + 0.5_c * erfc(z) == 1_c);

// Piecewise activations.
constexpr auto positive = z > 0_c;
static_assert(grad(relu(z), z) == positive && relu(z) == where(positive, z, 0_c));
static_assert(relu(z) - relu(-z) == z && relu(z) + relu(-z) == abs(z));
static_assert(relu(relu(z)) == relu(z) && relu(3_c * z) == 3_c * relu(z));
constexpr auto leaky = where(positive, z, 0.01_c * z);
static_assert(leaky == max(z, 0.01_c * z) && grad(leaky, z) == where(positive, 1_c, 0.01_c));
static_assert(grad(max(z, 0.01_c * z), z) == grad(leaky, z));
constexpr auto trainable = where(positive, z, alpha* z);
static_assert(grad(trainable, z) == where(positive, 1_c, alpha));
static_assert(grad(trainable, alpha) == min(z, 0_c), "the slope of prelu's parameter");
static_assert(trainable == relu(z) - alpha * relu(-z) && trainable != max(z, alpha* z),
              "alpha may be above 1");
constexpr auto elu_of_z = where(positive, z, alpha*(exp(z) - 1_c));
static_assert(grad(elu_of_z, z) == where(positive, 1_c, alpha* exp(z)));
static_assert(grad(elu_of_z, z) == where(positive, 1_c, elu_of_z + alpha));
static_assert(where(positive, z, exp(z) - 1_c) == max(0_c, z) + min(0_c, exp(z) - 1_c));
static_assert(elu_of_z == where(positive, z, alpha* expm1(where(positive, 0_c, z))));
static_assert(grad(abs(z), z) == sign(z) && z * sign(z) == abs(z));
static_assert(grad(where(positive, 1_c, 0_c), z) == 0_c, "a step cannot be trained through");

// Softmax.
constexpr auto a = softmax(u);
static_assert(a == exp(u) / sum(exp(u)) && sum(a) == 1_c && softmax(u + x) == a);
static_assert(a == exp(u - max(u)) / sum(exp(u - max(u))) && log(a) == u - logsumexp(u));
static_assert(grad(dot(a, v), u) == hadamard(a, v) - dot(a, v) * a, "its Jacobian times v");
static_assert(exp(x) / (exp(x) + exp(y)) == sigmoid(x - y), "of two classes");

// Losses.
static_assert(grad(square(y - x), x) == -2_c * (y - x));
static_assert(grad(cross_entropy(a, target), u) == a - target);
constexpr auto h = sigmoid(z);
constexpr auto binary = -(y * log(h) + (1_c - y) * log(1_c - h));
static_assert(grad(binary, z) == h - y && binary == softplus(z) - y * z);
constexpr auto guess = sigmoid(dot(theta, u));
constexpr auto regression = batch_mean(-(y * log(guess) + (1_c - y) * log(1_c - guess)));
static_assert(grad(regression, theta) == batch_mean((guess - y) * u));
static_assert(grad(regression + lambda / 2_c * squared_norm(theta), theta) ==
              batch_mean((guess - y) * u) + lambda * theta);

// Backpropagation through two layers, by hand.
namespace backpropagation {
constexpr auto w1 = param<"w1", 4, 3>;
constexpr auto b1 = param<"b1", 4>;
constexpr auto w2 = param<"w2", 3, 4>;
constexpr auto b2 = param<"b2", 3>;
constexpr auto hidden = tanh(w1 * u + b1);
constexpr auto scores = w2 * hidden + b2;
constexpr auto loss = cross_entropy(softmax(scores), target);
constexpr auto above = softmax(scores) - target;
constexpr auto below = hadamard(transpose(w2) * above, 1_c - square(hidden));
static_assert(grad(loss, w2) == outer(above, hidden) && grad(loss, b2) == above);
static_assert(grad(loss, w1) == outer(below, u) && grad(loss, b1) == below);
}  // namespace backpropagation

// Other laws of the functions.
static_assert(exp(x + y) == exp(x) * exp(y) && exp(-x) == 1_c / exp(x));
static_assert(exp(3_c * x) == exp(x) * exp(x) * exp(x) &&
              exp(x / 2_c) * exp(x / 2_c) == exp(x));
static_assert(log(exp(x) * exp(y)) == x + y && exp(log(x)) == x &&
              log(pow(x, 3_c)) == 3_c * log(x));
static_assert(exp2(x + 1_c) == 2_c * exp2(x) && log2(exp2(x)) == x);
static_assert(log(2_c * exp(x)) == x + log(2_c) && expm1(x) + 1_c == exp(x));
static_assert(log1p(x) == log(1_c + x) && square(cosh(x)) - square(sinh(x)) == 1_c);
static_assert(sqrt(x) * sqrt(x) == x && 1_c / sqrt(x) == rsqrt(x) &&
              sqrt(4_c * x) == 2_c * sqrt(x));
static_assert(sqrt(square(x)) == abs(x) && square(abs(x)) == square(x) &&
              abs(x * y) == abs(x) * abs(y));
static_assert(1_c / sqrt(1_c + square(x)) == sqrt(1_c + square(x)) / (1_c + square(x)));
static_assert(pow(x, 3_c) == x * x * x && pow(x, 0.5_c) == sqrt(x) &&
              pow(x, -2_c) == 1_c / square(x));
static_assert(pow(x, y) == exp(y * log(x)) && pow(x, y) * pow(x, z) == pow(x, y + z));
static_assert(square(sin(x)) + square(cos(x)) == 1_c && tan(x) == sin(x) / cos(x));
static_assert(grad(tan(x), x) == 1_c / square(cos(x)) && sin(-x) == -sin(x) &&
              cos(-x) == cos(x));
static_assert((sigmoid(x) > 0.5_c) == (x > 0_c) && (x > y) == (y < x) &&
              max(x, y) == max(y, x));
static_assert(stop_gradient(x) == x && grad(x + stop_gradient(sign(x) - x), x) == 1_c);
static_assert((x > y) + (x <= y) == 1_c && (exp(x) > exp(y)) == (x > y));

// The errors. Each claim is refuted by the compiler, and by a number.

// "tanh' = 2 tanh (1 - tanh)"
constexpr auto wrong_slope = 2_c * tanh(z) * (1_c - tanh(z));
static_assert(grad(tanh(z), z) != wrong_slope);
static_assert(differ(evaluate(grad(tanh(z), z), z = 0.0), evaluate(wrong_slope, z = 0.0)));

// "the gradient of softmax is a (1 - a)": that is the diagonal of its Jacobian.
constexpr auto diagonal_only = hadamard(hadamard(a, 1_c - a), v);
static_assert(grad(dot(a, v), u) != diagonal_only);
constexpr tensor<double, 3> three_scores{3, 1, -3}, adjoint{1, 2, 4};
static_assert(differ(evaluate(grad(dot(a, v), u), u = three_scores, v = adjoint)[0],
                     evaluate(diagonal_only, u = three_scores, v = adjoint)[0]));

// "softmax is not differentiable at zero, and its gradient for negative inputs is zero"
constexpr auto of_negative = where(u > 0_c, grad(dot(a, v), u), 0_c * u);
static_assert(grad(dot(a, v), u) != of_negative);
constexpr tensor<double, 3> origin{0, 0, 0}, all_negative{-1, -2, -3}, first{1, 0, 0};
constexpr auto at_origin = evaluate(grad(dot(a, v), u), u = origin, v = first);
constexpr auto at_negative = evaluate(grad(dot(a, v), u), u = all_negative, v = first);
static_assert(differ(at_origin[0], 0) && at_origin[0] < 1 && differ(at_origin[1], 0));
static_assert(differ(at_negative[0], 0) && differ(at_negative[1], 0) &&
              differ(at_negative[2], 0));

// Leaky relu's slope "z for 1 >= 0"
static_assert(grad(leaky, z) != where(positive, z, 0.01_c));
static_assert(differ(evaluate(grad(leaky, z), z = 3.0),
                     evaluate(where(positive, z, 0.01_c), z = 3.0)));

// "swish tends to a constant as z falls", as elu does: its limit is 0.
static_assert(swish_of_z != where(positive, z, exp(z) - 1_c));
static_assert(differ(evaluate(swish_of_z, z = -1.0), evaluate(swish_of_z, z = -30.0)) &&
              !differ(evaluate(swish_of_z, z = -30.0), 0));
static_assert(differ(evaluate(where(positive, z, exp(z) - 1_c), z = -30.0), 0));

// What is not proven, since it is not so.
static_assert(sqrt(square(x)) != x && abs(x) != x && pow(square(x), 0.5_c) != x);
static_assert(pow(square(x), 0.25_c) != sqrt(x) && pow(x, 0.3333_c) != cbrt(x));
static_assert(log(square(x)) != 2_c * log(x) && log(x * y) != log(x) + log(y), "x, y < 0");
static_assert(sqrt(x * y) != sqrt(x) * sqrt(y) && log(x) != log(abs(x)));
static_assert((pow(x, y) > 0_c) != 1_c && sqrt(pow(x, y)) != pow(x, y / 2_c), "x < 0, y even");
static_assert(equal(pow(x, -y), 0_c) != 0_c && equal(pow(x, tan(x < 2_c)), 0_c) != 0_c);
static_assert(pow(x - x, y) != 0_c && pow(relu(x), y) != 0_c, "0^0 is 1");
static_assert(abs(x + y) != abs(x) + abs(y) && exp(x * y) != exp(x) * exp(y));
static_assert((x >= y) != (x > y) && (x > 0_c) != 1_c - (x < 0_c) && sign(x) != (x > 0_c));
static_assert(where(equal(x, y), 5_c, 1_c / (x - y)) != where(equal(x, y), 7_c, 1_c / (x - y)));
static_assert(relu(z) != z && relu(z) != swish_of_z && softplus(z) != relu(z));
static_assert(softmax(2_c * u) != a && sum(x * u) != sum(u) && dot(u, v) != sum(u) * sum(v));
static_assert(sum(sqrt(u)) != sqrt(sum(u)) && logsumexp(u) != max(u));
static_assert(sum(target + target) != 1_c && sum(square(target)) != 1_c);
static_assert(batch_mean(x) != x && batch_sum(x * y) != batch_sum(x) * batch_sum(y));
static_assert(sin(2_c * x) != 2_c * sin(x) && sin(x) != cos(x) && erf(x) != tanh(x));
static_assert(sin(pow(x / 10000000000_c, -2_c)) != sin(pow(x / 20000000000_c, -2_c)),
              "coefficients with too many digits are equal to none");
static_assert(grad(cross_entropy(a, v), u) != a - v, "the elements of v need not sum to 1");

int main() {}
