// SPDX-License-Identifier: BSL-1.0
// What textbooks say of derivatives, proven by the compiler; what some say wrongly, refuted.
#include <etch/etch.hpp>

using namespace etch;

constexpr auto z = input<"z">;
constexpr auto v = input<"v", 3>;
constexpr auto y = distribution<"y", 3>;
constexpr auto e = input<"e", 3>;
constexpr auto q = input<"q">;
constexpr auto w = param<"w", 3, 2>;
constexpr auto b = param<"b", 3>;
constexpr auto x = input<"x", 2>;
constexpr auto lambda = input<"lambda">;

/// Whether two numbers agree to all but a few of their digits.
constexpr bool near(double a, double c) { return (a - c) * (a - c) < 1e-26 * (1 + c * c); }

// Activations.
static_assert(grad(sigmoid(z), z) == sigmoid(z) * (1_c - sigmoid(z)));
static_assert(grad(sigmoid(z), z) == sigmoid(z) - square(sigmoid(z)));
static_assert(grad(tanh(z), z) == 1_c - square(tanh(z)));
static_assert(grad(tanh(z), z) == (1_c + tanh(z)) * (1_c - tanh(z)));
static_assert(grad(exp(z), z) == exp(z) && grad(log(z), z) == 1_c / z);
static_assert(grad(z * sigmoid(z), z) == sigmoid(z) + z * sigmoid(z) * (1_c - sigmoid(z)));
static_assert(grad(logsumexp(v), v) == softmax(v));
static_assert(evaluate(grad(relu(z), z), z = 2.0) == 1 &&
              evaluate(grad(relu(z), z), z = -2.0) == 0);
static_assert(evaluate(grad(relu(z), z), z = 0.0) == 0);
static_assert(grad(relu(z) * relu(z), z) == 2_c * relu(z) * grad(relu(z), z));
static_assert(grad(sum(sigmoid(v)), v) == hadamard(sigmoid(v), 1_c - sigmoid(v)),
              "elementwise");

// The general logistic function.
constexpr auto l = param<"l">;
constexpr auto k = param<"k">;
constexpr auto z0 = param<"z0">;
constexpr auto logistic_curve = l * sigmoid(k * (z - z0));
static_assert(grad(logistic_curve, z) == k * logistic_curve * (1_c - logistic_curve / l));

// Losses.
static_assert(grad(square(q - z), z) == -2_c * (q - z));
static_assert(grad(mean_squared_error(v, e), v) == -2_c * (e - v) / 3_c);
static_assert(grad(cross_entropy(softmax(v), y), v) == softmax(v) - y);
constexpr auto scores = w * x + b;
constexpr auto loss = cross_entropy(softmax(scores), y);
static_assert(grad(loss, scores) == softmax(scores) - y);
static_assert(grad(loss, w) == outer(softmax(scores) - y, x) &&
              grad(loss, b) == softmax(scores) - y);
static_assert(grad(loss, x) == transpose(w) * (softmax(scores) - y));
static_assert(grad(loss + lambda / 2_c * squared_norm(w), w) == grad(loss, w) + lambda * w);
static_assert(grad(cross_entropy(softmax(v), e), v) == sum(e) * softmax(v) - e, "of any e");
static_assert(grad(cross_entropy(softmax(v), e), v) != softmax(v) - e, "e need not sum to 1");
static_assert(grad(batch_mean(loss), b) == batch_mean(softmax(scores) - y));
static_assert(grad(batch_mean(square(q - z * l)), l) == -batch_mean(2_c * (q - z * l) * z));

// The chain rule by hand, for one neuron.
constexpr auto weight = param<"weight">;
constexpr auto bias = param<"bias">;
constexpr auto sum_in = weight * z + bias;
constexpr auto a = sigmoid(sum_in);
constexpr auto error = square(q - a);
static_assert(grad(error, a) == -2_c * (q - a) && grad(a, sum_in) == a * (1_c - a));
static_assert(grad(sum_in, weight) == z && grad(sum_in, bias) == 1_c);
static_assert(grad(error, weight) == grad(error, a) * grad(a, sum_in) * grad(sum_in, weight));
static_assert(grad(error, bias) == grad(error, a) * grad(a, sum_in) * grad(sum_in, bias));

// The rows of softmax's Jacobian, a_i (delta_ij - a_j): `e` selects an element.
static_assert(grad(dot(softmax(v), e), v) == hadamard(softmax(v), e - dot(softmax(v), e)));
static_assert(grad(sum(softmax(v)), v) == v - v, "columns sum to 0");

// Second derivatives.
static_assert(grad(grad(sigmoid(z), z), z) ==
              sigmoid(z) * (1_c - sigmoid(z)) * (1_c - 2_c * sigmoid(z)));
static_assert(grad(grad(tanh(z), z), z) == -2_c * tanh(z) * (1_c - square(tanh(z))));

// "tanh' = 2 tanh (1 - tanh)": wrong.
static_assert(grad(tanh(z), z) != 2_c * tanh(z) * (1_c - tanh(z)));
static_assert(near(evaluate(grad(tanh(z), z), z = 0.5), 0.78644773296592741));
static_assert(!near(evaluate(2_c * tanh(z) * (1_c - tanh(z)), z = 0.5), 0.78644773296592741));

// "softmax' = a (1 - a)": only the diagonal of the Jacobian; a gradient made of it alone is
// wrong.
constexpr auto diagonal = hadamard(hadamard(softmax(v), 1_c - softmax(v)), e);
static_assert(grad(dot(softmax(v), e), v) != diagonal);
constexpr tensor<double, 3> scores_of_example{3, 1, -3}, adjoint{1, 2, 4};
constexpr auto right =
    evaluate(grad(dot(softmax(v), e), v), v = scores_of_example, e = adjoint);
constexpr auto wrong = evaluate(diagonal, v = scores_of_example, e = adjoint);
static_assert(near(right[0], -0.11028058722853307) && near(right[1], 0.1040183814025786));
static_assert(!near(wrong[0], right[0]) && near(right[0] + right[1] + right[2] + 1, 1));

// "softmax is not differentiable at zero, and flat for negative inputs": wrong, that is relu.
constexpr tensor<double, 3> zero{0, 0, 0}, negative{-1, -2, -3}, first{1, 0, 0};
constexpr auto at_zero = evaluate(grad(dot(softmax(v), e), v), v = zero, e = first);
constexpr auto below = evaluate(grad(dot(softmax(v), e), v), v = negative, e = first);
static_assert(near(at_zero[0], 2.0 / 9) && near(at_zero[1], -1.0 / 9) &&
              near(at_zero[2], -1.0 / 9));
static_assert(below[0] > 0.2 && below[1] < -0.1);
static_assert(evaluate(grad(sum(relu(v)), v), v = negative) == zero);

// Leaky relu has slope 1 above zero, not "z for 1 >= 0".
constexpr auto leaky = max(z, 0.01_c * z);
static_assert(evaluate(grad(leaky, z), z = 3.0) == 1 &&
              near(evaluate(grad(leaky, z), z = -3.0), 0.01));

// "swish tends to a constant as z falls": its limit is 0.
constexpr auto swish_curve = z * sigmoid(z);
static_assert(near(evaluate(swish_curve, z = -100.0), 0) && near(evaluate(swish_curve, z = -1000.0), 0));
static_assert(evaluate(swish_curve, z = -1.0) < -0.2);

// softmax(3, 1, -3), and of two classes as sigmoid.
constexpr auto shares = evaluate(softmax(v), v = scores_of_example);
static_assert(near(shares[0], 0.878878242732151) && near(shares[1], 0.11894323591065209) &&
              near(shares[2], 0.0021785213571970234));

int main() {}
