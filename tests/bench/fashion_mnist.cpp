// SPDX-License-Identifier: BSL-1.0
/// Five epochs of Fashion-MNIST, 784-128-10: samples a second, and the accuracy that is
/// reached. Batches of 64 in the order of the data set; rate 0.1.
#include "by_etch.hpp"
#include "hand/training.hpp"
#include "ratio_table.hpp"
#include <etch/data/fashion_mnist.hpp>

#ifdef BENCH_OPENBLAS
#include "openblas.hpp"
#endif

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace bench;

constexpr auto x = etch::input<"x", 784>;
constexpr auto y = etch::distribution<"y", 10>;
constexpr auto net =
    etch::nn::linear<"a", 128> | etch::nn::relu | etch::nn::linear<"b", 10> | etch::nn::softmax;
constexpr auto loss = batch_mean(cross_entropy(net(x), y));
using parameters = symbols<etch::param<"a.w", 128, 784>, etch::param<"a.b", 128>,
                           etch::param<"b.w", 10, 128>, etch::param<"b.b", 10>>;

/// What trains, and classifies with what it has learned.
class classifier_by_etch : public trained_by_etch<x, y, loss, parameters> {
 public:
  using trained_by_etch::trained_by_etch;
  void operator()(const float (&images)[batch_size][784], float (&scores)[batch_size][10]) {
    constexpr auto program = etch::compile<float>(net(x));
    program.into(scores, theta(), x = images);
  }
};

using images = float[batch_size][784];

/// Whole batches, as arrays.
struct samples {
  explicit samples(const auto& from)
      : pixels(from[x].data(), from[x].data() + from.size() / batch_size * sizeof(images) / 4),
        classes(from.labels.begin(), from.labels.end()) {}
  size_t batches() const { return pixels.size() / 784 / batch_size; }
  const images& x_of(size_t batch) const {
    return *reinterpret_cast<const images*>(&pixels[batch * batch_size * 784]);
  }
  const labels& y_of(size_t batch) const {
    return *reinterpret_cast<const labels*>(&classes[batch * batch_size]);
  }

  std::vector<float> pixels;
  std::vector<int> classes;
};

struct data_set {
  samples train, test;
};
const data_set& data() {
  static const data_set both = [] {
    const auto read = etch::data::fashion_mnist<float>(x, y);
    return data_set{samples(read.train), samples(read.test)};
  }();
  return both;
}

const numbers& first_parameters() {
  static const numbers all = drawn_layers<784, 128, 10>();
  return all;
}

template <class Network>
void train(Network& network, size_t batches) {
  for (size_t b = 0; b < batches; ++b)
    network.step(data().train.x_of(b), data().train.y_of(b), rate);
}

template <class Network>
double accuracy(Network& network) {
  size_t right = 0;
  alignas(64) float scores[batch_size][10];
  for (size_t b = 0; b < data().test.batches(); ++b) {
    network(data().test.x_of(b), scores);
    for (size_t s = 0; s < batch_size; ++s) {
      const auto best = std::max_element(scores[s], scores[s] + 10) - scores[s];
      right += best == data().test.y_of(b)[s];
    }
  }
  return static_cast<double>(right) / static_cast<double>(data().test.batches() * batch_size);
}

template <class Network>
void five_epochs(benchmark::State& state) {
  constexpr int epochs = 5;
  const auto network = std::make_unique<Network>(first_parameters());
  for (auto _ : state)
    for (int epoch = 0; epoch < epochs; ++epoch) train(*network, data().train.batches());
  state.counters["samples"] = static_cast<double>(epochs * data().train.batches() * batch_size);
  state.counters["accuracy"] = accuracy(*network);
}

template <class Network>
numbers after_steps() {
  const auto network = std::make_unique<Network>(first_parameters());
  train(*network, 10);
  return network->parameters();
}

template <class Network>
bool enter(const char* name) {
  // Each repetition begins anew, or the second would go on with what is learned.
  benchmark::RegisterBenchmark((std::string("five epochs of Fashion-MNIST/") + name).c_str(),
                               five_epochs<Network>)
      ->Iterations(1)
      ->Repetitions(4);
  static const numbers ours = after_steps<classifier_by_etch>();
  return agree(name, ours, after_steps<Network>(), 1e-5);
}

}  // namespace

int main(int argc, char** argv) {
  if (!std::filesystem::exists(etch::data::fashion_mnist_directory)) {
    std::puts("no data set (Debian: dataset-fashion-mnist): not measured");
    return 0;
  }
  bool same = enter<classifier_by_etch>("etch");
  same = enter<hand::trained_classifier>("hand") && same;
#ifdef BENCH_OPENBLAS
  same = enter<openblas::classifier>("OpenBLAS") && same;
#endif
  return same ? run(argc, argv) : 1;
}
