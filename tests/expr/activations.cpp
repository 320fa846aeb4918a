// SPDX-License-Identifier: BSL-1.0
// What is published of activations: identities, proven by the compiler, and numbers.
// (Numbers: oracles/activations.py.)
#include <etch/activation/registry.hpp>
#include <etch/etch.hpp>

#include <concepts>
#include <limits>

using namespace etch;

constexpr auto t = input<"t">;
constexpr auto k = param<"k">;
constexpr auto l = param<"l">;
constexpr auto t0 = param<"t0">;
constexpr auto v = input<"v", 3>;
constexpr auto slopes = param<"slopes", 3>;

/// Whether two numbers agree to all but a few of their digits, however small they are.
constexpr bool near(double a, double b) { return (a - b) * (a - b) <= 1e-28 * b * b; }

/// A claim about the value of an activation at a number, and about its slope there.
constexpr double value(Expression auto e, double at) { return evaluate(e, t = at); }
constexpr double slope(Expression auto e, double at) { return evaluate(grad(e, t), t = at); }

// Slopes as mathematics has them.
constexpr auto s = sigmoid(t);
static_assert(grad(sigmoid(t), t) == s * (1_c - s));
static_assert(grad(tanh(t), t) == (1_c + tanh(t)) * (1_c - tanh(t)));
static_assert(grad(swish(t), t) == s + t * s * (1_c - s));
static_assert(grad(softplus(t), t) == s && grad(softplus(t, k), t) == sigmoid(k * t));
static_assert(grad(log_sigmoid(t), t) == sigmoid(-t));
static_assert(grad(tanhshrink(t), t) == square(tanh(t)));
constexpr auto curve = logistic(t, l, k, t0);
static_assert(grad(curve, t) == k * curve * (1_c - curve / l));
static_assert(grad(mish(t), t) ==
              tanh(softplus(t)) + t * sigmoid(t) * (1_c - square(tanh(softplus(t)))));
static_assert(grad(sum(log_softmax(v)), v) == 1_c - 3_c * softmax(v));

// Activations in terms of each other.
static_assert(logistic(t) == sigmoid(t) && softplus(t, 1_c) == softplus(t));
static_assert(silu(t) == swish(t) && nn::silu(t) == nn::swish(t));
static_assert(prelu(t, 0.01_c) == leaky_relu(t) &&
              rrelu(t, 0.1_c, 0.3_c) == leaky_relu(t, 0.2_c));
static_assert(celu(t) == elu(t) && celu(t, 2_c) != elu(t, 2_c));
static_assert(log_softmax(v) == log(softmax(v)) && softmin(v) == softmax(-v));
static_assert(gelu(t) != gelu_tanh(t) && relu(t) != relu6(t));

// As layers.
static_assert(nn::relu(t) == relu(t) && nn::softmax(v) == softmax(v) && nn::tanh(t) == tanh(t));
static_assert(nn::leaky_relu<>(t) == leaky_relu(t));
static_assert(nn::leaky_relu<0.2>(t) == leaky_relu(t, 0.2_c));
static_assert(nn::logistic<3.0, 2.0, 0.5>(t) == logistic(t, 3_c, 2_c, 0.5_c));
static_assert(nn::hardtanh<-2.0>(t) == hardtanh(t, -2_c, 1_c), "numbers left out are defaults");
static_assert(nn::prelu<"slope">(v) == prelu(v, param<"slope">));
static_assert(nn::prelu<"slopes", 3>(v) == prelu(v, slopes));

// Numbers of an activation may be any expression.
static_assert(evaluate(leaky_relu(t, k), t = -3.0, k = 0.25) == -0.75);
static_assert(evaluate(grad(prelu(t, k), k), t = -3.0, k = 0.25) == -3 &&
                  evaluate(grad(prelu(t, k), k), t = 3.0, k = 0.25) == 0,
              "min(t, 0)");
constexpr tensor<double, 3> inputs{-3, 2, -1}, tilts{0.25, 0.5, 0.75};
static_assert(evaluate(prelu(v, slopes), v = inputs, slopes = tilts) ==
              tensor<double, 3>(-0.75, 2, -0.75));
static_assert(evaluate(grad(sum(prelu(v, slopes)), slopes), v = inputs, slopes = tilts) ==
              tensor<double, 3>(-3, 0, -1));
static_assert(evaluate(grad(sum(prelu(v, k)), k), v = inputs, k = 0.25) == -4);

// Published numbers.
static_assert(near(value(gelu(t), 1), 0.8413447460685429) &&
              near(value(gelu(t), -1), -0.15865525393145705) &&
              near(slope(gelu(t), 1), 1.0833154705876864));
static_assert(near(value(gelu(t), -10), -7.619853024160526e-23), "the tail keeps its digits");
static_assert(near(value(gelu_tanh(t), 1), 0.8411919906082767) &&
              near(value(gelu_tanh(t), -5), -2.291796196629506e-07));
static_assert(near(value(mish(t), 1), 0.8650983882673103) &&
              near(value(mish(t), -30), -2.807286890651921e-12) &&
              near(slope(mish(t), 1), 1.0490362200997922));
static_assert(near(value(swish(t), 1), 0.7310585786300049) &&
              near(slope(swish(t), 1), 0.9276705118714867));
static_assert(near(value(softplus(t), 1), 1.3132616875182228) &&
              near(value(softplus(t, 2_c), 1), 1.0634640055214863));
static_assert(near(value(log_sigmoid(t), 1), -0.3132616875182228));
static_assert(near(value(elu(t), -1), -0.6321205588285577) &&
              near(value(elu(t, 2_c), -1), 2 * -0.6321205588285577) &&
              near(value(celu(t, 2_c), -1), -0.7869386805747332));
static_assert(near(value(selu(t), 1), 1.0507009873554805) &&
              near(value(selu(t), -1), -1.1113307378125628) &&
              near(slope(selu(t), -1e-300), 1.0507009873554805 * 1.6732632423543772));
static_assert(near(value(tanhshrink(t), 1), 0.23840584404423512));
static_assert(near(value(logistic(t, 3_c, 2_c, 0.5_c), 1), 2.193175735890015));
constexpr tensor<double, 3> scores{3, 1, -3};
constexpr auto shares = evaluate(softmax(v), v = scores);
static_assert(near(shares[0], 0.8788782427321509) && near(shares[1], 0.11894323591065208) &&
              near(shares[2], 0.002178521357197023));
constexpr auto logarithms = evaluate(log_softmax(v), v = scores);
static_assert(near(logarithms[0], -0.1291089088298506) &&
              near(logarithms[2], -6.129108908829851));
constexpr tensor<double, 3> costs{-3, -1, 3};
static_assert(evaluate(softmin(v), v = costs) == shares);

// Straight lines.
static_assert(value(step(t), 2) == 1 && value(step(t), 0) == 0 && value(step(t), -2) == 0);
static_assert(value(relu6(t), 7) == 6 && value(relu6(t), 5) == 5 && value(relu6(t), -1) == 0);
static_assert(value(hardtanh(t), 3) == 1 && value(hardtanh(t), 0.5) == 0.5 &&
              value(hardtanh(t, -3_c, 0_c), 3) == 0);
static_assert(value(hardsigmoid(t), -3) == 0 && value(hardsigmoid(t), 0) == 0.5 &&
              value(hardsigmoid(t), 3) == 1);
static_assert(value(hardswish(t), -3) == 0 && value(hardswish(t), 3) == 3);
static_assert(value(softsign(t), -3) == -0.75 && value(softsign(t), 1) == 0.5);
static_assert(value(softshrink(t), 2) == 1.5 && value(softshrink(t), -2) == -1.5 &&
              value(softshrink(t), 0.25) == 0);
static_assert(value(hardshrink(t), 2) == 2 && value(hardshrink(t), -2) == -2 &&
              value(hardshrink(t), 0.5) == 0);
static_assert(value(threshold(t), 2) == 2 && value(threshold(t), 1) == 0 &&
              value(threshold(t, 1_c, 20_c), 1) == 20);
static_assert(near(value(rrelu(t), -24), -5.5), "the mean of 1/8 and 1/3");

// Slopes at kinks.
static_assert(slope(relu(t), 0) == 0 && slope(leaky_relu(t), 0) == 0.01 &&
              slope(elu(t), 0) == 1 && slope(elu(t, 2_c), 0) == 2 &&
              slope(celu(t, 2_c), 0) == 1);
static_assert(slope(relu6(t), 0) == 0 && slope(relu6(t), 6) == 0 &&
              slope(hardtanh(t), 1) == 0 && slope(hardtanh(t), -1) == 0 &&
              slope(hardsigmoid(t), 3) == 0);
static_assert(slope(softshrink(t), 0.5) == 0 && slope(hardshrink(t), 0.5) == 0 &&
              slope(threshold(t), 1) == 0 && slope(softsign(t), 0) == 1);

// The far tails, where nothing overflows.
static_assert(value(swish(t), -800) == 0 && slope(swish(t), -800) == 0 &&
              slope(swish(t), 800) == 1);
static_assert(value(mish(t), -800) == 0 && slope(mish(t), -800) == 0 &&
              slope(mish(t), 800) == 1);
static_assert(value(gelu(t), -800) == 0 && slope(gelu(t), -800) == 0 &&
              slope(gelu(t), 800) == 1);
static_assert(slope(elu(t), 800) == 1 && slope(elu(t), -800) == 0 && value(elu(t), -800) == -1);
static_assert(value(softplus(t), 800) == 800 && value(log_sigmoid(t), -800) == -800 &&
              value(log_sigmoid(t), 800) == 0);
constexpr tensor<double, 3> far{1000, -1000, 0};
static_assert(evaluate(log_softmax(v), v = far) == tensor<double, 3>(0, -2000, -1000));

// Every registered activation has a name, and takes a vector to a vector.
constexpr bool all_have_names_and_shapes =
    []<class... Activations>(activation::list<Activations...>) {
      constexpr auto of_four = input<"of_four", 4>;
      return ((!Activations::name.empty() && shape(Activations{}(of_four)).rank == 1) && ...) &&
             ((!std::derived_from<Activations, activation::elementwise> ||
               shape(Activations{}(of_four)) == shape(of_four)) &&
              ...);
    }(activation::registered{});
static_assert(all_have_names_and_shapes);

int main() {}
