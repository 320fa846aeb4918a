// SPDX-License-Identifier: BSL-1.0
// Values, gradients and steps of descent inside the compiler. (Numbers: oracles/models.py.)
#include <etch/etch.hpp>

#include <array>

using namespace etch;

constexpr bool near(double a, double b) { return (a - b) * (a - b) < 1e-28 * (1 + b * b); }

// A neuron.
constexpr auto t = input<"t">;
constexpr auto w = param<"w">;
constexpr auto b = param<"b">;
constexpr auto y = input<"y">;
constexpr auto a = sigmoid(w * t + b);
constexpr auto error = square(y - a);

constexpr auto neuron = compile<double>(a, error, grad(error, w), grad(error, b))(
    t = 0.4, w = 5.0, b = -5.0, y = 1.0);
static_assert(near(std::get<0>(neuron), 0.04742587317756679));
static_assert(near(std::get<1>(neuron), 0.907397467091521));
static_assert(near(std::get<2>(neuron), -0.03442729375674225));
static_assert(near(std::get<3>(neuron), -0.08606823439185562));

// A network 2-3-1 with tanh.
constexpr auto x = input<"x", 2>;
constexpr auto w1 = param<"w1", 3, 2>;
constexpr auto b1 = param<"b1", 3>;
constexpr auto w2 = param<"w2", 1, 3>;
constexpr auto b2 = param<"b2", 1>;
constexpr auto out = w2 * tanh(w1 * x + b1) + b2;
constexpr auto loss = square(sum(out) - y);

constexpr auto theta = [] {
  auto p = parameters<double>(loss);
  p[w1] = {0.5, -0.25, 1, 0.75, -0.5, 0.125};
  p[b1] = {0.1, -0.2, 0.3};
  p[w2] = {1.5, -1, 0.5};
  p[b2] = {0.25};
  return p;
}();
constexpr std::array<double, 2> one{0.5, -1};
constexpr auto network = compile<double>(loss, gradient(loss))(theta, x = one, y = 0.5);
constexpr auto slopes = std::get<1>(network);
static_assert(near(std::get<0>(network), 0.8836818014513804));
static_assert(near(slopes[w1][0], 1.0033710868011405) &&
              near(slopes[w1][1], -2.006742173602281) &&
              near(slopes[w1][2], -0.7727169212119228) &&
              near(slopes[w1][3], 1.5454338424238456) &&
              near(slopes[w1][4], 0.46738776583986746) &&
              near(slopes[w1][5], -0.9347755316797349));
static_assert(near(slopes[b1][0], 2.006742173602281) &&
              near(slopes[b1][1], -1.5454338424238456) &&
              near(slopes[b1][2], 0.9347755316797349));
static_assert(near(slopes[w2][0], 1.0096999204428228) &&
              near(slopes[w2][1], -0.7932068438617651) &&
              near(slopes[w2][2], -0.14074273284316546));
static_assert(near(slopes[b2][0], 1.8800870208066227));

// The same in single precision.
constexpr auto in_float = evaluate(loss, theta, x = one, y = 0.5);
static_assert(near(in_float, 0.8836818014513804));
constexpr std::array<float, 2> one_float{0.5f, -1};
constexpr auto theta_float = [] {
  auto p = parameters<float>(loss);
  p[w1] = {0.5, -0.25, 1, 0.75, -0.5, 0.125};
  p[b1] = {0.1, -0.2, 0.3};
  p[w2] = {1.5, -1, 0.5};
  p[b2] = {0.25};
  return p;
}();
constexpr float rough =
    compile<float>(loss)(theta_float, x = one_float, y = 0.5f) / float(0.8836818014513804);
static_assert(rough > 0.999999f && rough < 1.000001f);

// A batch: the samples lie in one array, which batch_view divides.
constexpr std::array<double, 6> images{0.5, -1, 0.25, 2, -1.5, 0.75};
constexpr std::array<double, 3> targets{0.5, -0.5, 1};
constexpr batch_view<const double, 2> batch(images.data(), 3);
constexpr double mean_of_batch = evaluate(batch_mean(loss), theta, x = batch, y = targets);
constexpr double single = [] {
  double sum = 0;
  for (std::size_t i = 0; i < 3; ++i)
    sum += evaluate(loss, theta, x = std::array<double, 2>{images[2 * i], images[2 * i + 1]},
                    y = targets[i]);
  return sum / 3;
}();
static_assert(near(mean_of_batch, single) && near(mean_of_batch, 0.441913461534348));
constexpr auto batch_slope =
    evaluate(grad(batch_mean(loss), b1), theta, x = batch, y = targets);
static_assert(near(batch_slope[0], 0.03446098120037511) &&
              near(batch_slope[1], -0.34975728504803594) &&
              near(batch_slope[2], 0.14737685288234686));

// Softmax, maxima, products of matrices, two walks over the batch.
constexpr auto v = input<"v", 3>;
constexpr auto p = distribution<"p", 3>;
constexpr tensor<double, 3> scores{1000, -1000, 0}, label{0, 1, 0};
static_assert(evaluate(cross_entropy(softmax(v), p), v = scores, p = label) == 2000);
static_assert(evaluate(grad(cross_entropy(softmax(v), p), v), v = scores, p = label) ==
              tensor<double, 3>(1, -1, 0));
static_assert(evaluate(max(v) + sum(relu(v)), v = scores) == 2000);
constexpr auto m = param<"m", 2, 3>;
static_assert(evaluate(m * transpose(m), m = tensor<double, 2, 3>(1, 2, 3, 4, 5, 6)) ==
              tensor<double, 2, 2>(14, 32, 32, 77));
static_assert(evaluate(batch_mean(square(t - batch_mean(t))),
                       t = std::array<double, 4>{1, 2, 3, 6}) == 3.5);
static_assert(evaluate(batch_max(t), t = std::array<double, 4>{1, 7, 3, 6}) == 7);

// Descent: the error of a neuron falls with every step.
constexpr double error_after(int steps) {
  double weight = 0, bias = 0, left = 0;
  for (int i = 0; i <= steps; ++i) {
    const auto [e, by_w, by_b] = compile<double>(error, grad(error, w), grad(error, b))(
        t = 0.5, y = 1.0, w = weight, b = bias);
    weight -= 0.5 * by_w, bias -= 0.5 * by_b;
    left = e;
  }
  return left;
}
static_assert(error_after(0) == 0.25 && near(error_after(1), 0.2125364708075006) &&
              near(error_after(20), 0.032239219786563134));

int main() {}
