// SPDX-License-Identifier: BSL-1.0
/// Values with all their gradients, one sample in double precision: etch, and loops by hand.
#include "ratio_table.hpp"
#include <etch/etch.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <span>

namespace {

using std::size_t;

/// The value, then the gradients in the order of the parameters.
template <size_t Parameters>
using answer = std::array<double, Parameters + 1>;

// ---- etch
// ------------------------------------------------------------------------------------

namespace neuron {
constexpr auto x = etch::input<"x">;
constexpr auto y = etch::input<"y">;
constexpr auto w = etch::param<"w">;
constexpr auto b = etch::param<"b">;
constexpr auto loss = square(sigmoid(w * x + b) - y);
}  // namespace neuron

namespace perceptron {
constexpr auto x = etch::input<"x", 2>;
constexpr auto y = etch::input<"y", 1>;
constexpr auto w1 = etch::param<"w1", 16, 2>;
constexpr auto b1 = etch::param<"b1", 16>;
constexpr auto w2 = etch::param<"w2", 16, 16>;
constexpr auto b2 = etch::param<"b2", 16>;
constexpr auto w3 = etch::param<"w3", 1, 16>;
constexpr auto b3 = etch::param<"b3", 1>;
constexpr auto output = w3 * tanh(w2 * tanh(w1 * x + b1) + b2) + b3;
constexpr auto loss = mean_squared_error(output, y);
}  // namespace perceptron

namespace classifier {
constexpr auto x = etch::input<"x", 64>;
constexpr auto y = etch::distribution<"y", 10>;
constexpr auto w = etch::param<"w", 10, 64>;
constexpr auto b = etch::param<"b", 10>;
constexpr auto loss = cross_entropy(softmax(w * x + b), y);
}  // namespace classifier

/// Parameters and the sample's `x` and `y`, drawn once.
template <auto X, auto Y, auto Loss, auto... Parameters>
class by_etch {
 public:
  by_etch() {
    bench::generator next;
    theta.for_each([&](auto, auto& values) {
      for (double& element : values) element = 0.5 * next();
    });
    for (double& element : x) element = next();
    y[0] = 1;
  }
  void operator()() {
    constexpr auto f = etch::compile<double>(Loss, etch::gradient(Loss));
    if constexpr (X.self.shape.rank == 0)
      f.into(value, gradient, theta, x_ = x[0], y_ = y[0]);
    else
      f.into(value, gradient, theta, x_ = x, y_ = y);
  }
  auto result() const {
    answer<parameters::size()> all{value};
    size_t at = 1;
    for (const auto values : {std::span<const double>(gradient[Parameters])...})
      for (const double element : values) all[at++] = element;
    return all;
  }

  using parameters = decltype(etch::parameters<double>(Loss));
  parameters theta, gradient;
  std::array<double, X.self.shape.size()> x{};
  std::array<double, Y.self.shape.size()> y{};
  double value = 0;

 private:
  static constexpr auto x_ = X;
  static constexpr auto y_ = Y;
};

using etch_neuron = by_etch<neuron::x, neuron::y, neuron::loss, neuron::w, neuron::b>;
using etch_perceptron =
    by_etch<perceptron::x, perceptron::y, perceptron::loss, perceptron::w1, perceptron::b1,
            perceptron::w2, perceptron::b2, perceptron::w3, perceptron::b3>;
using etch_classifier =
    by_etch<classifier::x, classifier::y, classifier::loss, classifier::w, classifier::b>;

// ---- loops by hand
// ---------------------------------------------------------------------------

struct hand_neuron {
  explicit hand_neuron(const etch_neuron& from)
      : w(from.theta[neuron::w][0]), b(from.theta[neuron::b][0]), x(from.x[0]), y(from.y[0]) {}
  void operator()() {
    const double s = 1 / (1 + std::exp(-(w * x + b)));
    const double d = 2 * (s - y) * s * (1 - s);
    all = {(s - y) * (s - y), d * x, d};
  }
  answer<2> result() const { return all; }

  double w, b, x, y;
  answer<2> all{};
};

/// `[In][Out]`, so that the compiler can use packs without changing the order of any sum.
template <size_t In, size_t Out>
using input_major = std::array<std::array<double, Out>, In>;

template <size_t In, size_t Out>
input_major<In, Out> transposed(const auto& weights) {
  input_major<In, Out> w;
  for (size_t i = 0; i < In; ++i)
    for (size_t o = 0; o < Out; ++o) w[i][o] = weights[o * In + i];
  return w;
}

template <size_t In, size_t Out>
void append(double*& to, const input_major<In, Out>& gradient) {
  for (size_t o = 0; o < Out; ++o)
    for (size_t i = 0; i < In; ++i) *to++ = gradient[i][o];
}
template <size_t Count>
void append(double*& to, const std::array<double, Count>& gradient) {
  for (const double element : gradient) *to++ = element;
}

struct hand_perceptron {
  explicit hand_perceptron(const etch_perceptron& from)
      : w1(transposed<2, 16>(from.theta[perceptron::w1])),
        w2(transposed<16, 16>(from.theta[perceptron::w2])),
        b3(from.theta[perceptron::b3][0]),
        x(from.x),
        y(from.y[0]) {
    for (size_t i = 0; i < 16; ++i) {
      b1[i] = from.theta[perceptron::b1][i];
      b2[i] = from.theta[perceptron::b2][i];
      w3[i] = from.theta[perceptron::w3][i];
    }
  }
  void operator()() {
    std::array<double, 16> h1, h2 = b2;
    for (size_t i = 0; i < 16; ++i)
      h1[i] = std::tanh(b1[i] + w1[0][i] * x[0] + w1[1][i] * x[1]);
    for (size_t i = 0; i < 16; ++i)
      for (size_t o = 0; o < 16; ++o) h2[o] += w2[i][o] * h1[i];
    double out = b3;
    for (size_t i = 0; i < 16; ++i) {
      h2[i] = std::tanh(h2[i]);
      out += w3[i] * h2[i];
    }
    value = (out - y) * (out - y);
    g_b3 = 2 * (out - y);
    for (size_t i = 0; i < 16; ++i) {
      g_w3[i] = g_b3 * h2[i];
      g_b2[i] = g_b3 * w3[i] * (1 - h2[i] * h2[i]);
    }
    for (size_t i = 0; i < 16; ++i) {
      double sums[4]{};
      for (size_t o = 0; o < 16; o += 4)
        for (size_t k = 0; k < 4; ++k) sums[k] += w2[i][o + k] * g_b2[o + k];
      for (size_t o = 0; o < 16; ++o) g_w2[i][o] = h1[i] * g_b2[o];
      g_b1[i] = ((sums[0] + sums[1]) + (sums[2] + sums[3])) * (1 - h1[i] * h1[i]);
    }
    for (size_t k = 0; k < 2; ++k)
      for (size_t i = 0; i < 16; ++i) g_w1[k][i] = x[k] * g_b1[i];
  }
  answer<337> result() const {
    answer<337> all{value};
    double* to = &all[1];
    append(to, g_w1);
    append(to, g_b1);
    append(to, g_w2);
    append(to, g_b2);
    append(to, g_w3);
    *to = g_b3;
    return all;
  }

  input_major<2, 16> w1, g_w1{};
  input_major<16, 16> w2, g_w2{};
  std::array<double, 16> b1{}, b2{}, w3{}, g_b1{}, g_b2{}, g_w3{};
  double b3, g_b3 = 0, value = 0;
  std::array<double, 2> x;
  double y;
};

struct hand_classifier {
  explicit hand_classifier(const etch_classifier& from)
      : w(transposed<64, 10>(from.theta[classifier::w])), x(from.x), y(from.y) {
    for (size_t i = 0; i < 10; ++i) b[i] = from.theta[classifier::b][i];
  }
  void operator()() {
    std::array<double, 10> z = b;
    for (size_t i = 0; i < 64; ++i)
      for (size_t o = 0; o < 10; ++o) z[o] += w[i][o] * x[i];
    double greatest = z[0], sum = 0, picked = 0;
    for (size_t o = 1; o < 10; ++o) greatest = z[o] > greatest ? z[o] : greatest;
    for (size_t o = 0; o < 10; ++o) {
      picked += y[o] * z[o];
      z[o] = std::exp(z[o] - greatest);
      sum += z[o];
    }
    value = std::log(sum) + greatest - picked;
    for (size_t o = 0; o < 10; ++o) g_b[o] = z[o] * (1 / sum) - y[o];
    for (size_t i = 0; i < 64; ++i)
      for (size_t o = 0; o < 10; ++o) g_w[i][o] = x[i] * g_b[o];
  }
  answer<650> result() const {
    answer<650> all{value};
    double* to = &all[1];
    append(to, g_w);
    append(to, g_b);
    return all;
  }

  input_major<64, 10> w, g_w{};
  std::array<double, 10> b{}, g_b{};
  std::array<double, 64> x;
  std::array<double, 10> y;
  double value = 0;
};

// ---- what is measured
// ------------------------------------------------------------------------

template <class Etch, class Hand>
bool agree(const char* what) {
  Etch etch;
  Hand hand(etch);
  etch();
  hand();
  return bench::agree(what, etch.result(), hand.result(), 1e-12);
}

bool all_agree() {
  // Not &&: all that differs is to be told.
  const bool same[] = {
      agree<etch_neuron, hand_neuron>("one neuron"),
      agree<etch_perceptron, hand_perceptron>("2-16-16-1"),
      agree<etch_classifier, hand_classifier>("softmax cross-entropy"),
  };
  return std::ranges::find(same, false) == std::end(same);
}

template <class Etch, class Contender>
void gradients(benchmark::State& state) {
  Etch source;
  Contender contender(source);
  // Its numbers may have changed, for all the compiler knows.
  benchmark::DoNotOptimize(&contender);
  for (auto _ : state) {
    benchmark::ClobberMemory();
    contender();
  }
  benchmark::ClobberMemory();
}

BENCHMARK(gradients<etch_neuron, etch_neuron>)->Name("one neuron/etch");
BENCHMARK(gradients<etch_neuron, hand_neuron>)->Name("one neuron/hand");
BENCHMARK(gradients<etch_perceptron, etch_perceptron>)->Name("2-16-16-1/etch");
BENCHMARK(gradients<etch_perceptron, hand_perceptron>)->Name("2-16-16-1/hand");
BENCHMARK(gradients<etch_classifier, etch_classifier>)
    ->Name("softmax cross-entropy 64 to 10/etch");
BENCHMARK(gradients<etch_classifier, hand_classifier>)
    ->Name("softmax cross-entropy 64 to 10/hand");

}  // namespace

int main(int argc, char** argv) {
  if (!all_agree()) return 1;
  return bench::run(argc, argv);
}
