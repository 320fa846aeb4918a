// SPDX-License-Identifier: BSL-1.0
/// Inference of small dense networks, written by hand.
///
/// Each is made from its parameters, layer by layer, weights `[out][in]` before biases, and is
/// called with a sample or a batch of 64, and with what to write.
#pragma once

#include "dense.hpp"

#include <utility>
#include <vector>

namespace bench::hand {

/// 1-8-8-1, tanh.
class curve {
 public:
  explicit curve(const std::vector<float>& parameters) {
    third_.load(second_.load(first_.load(parameters.data())));
  }
  void operator()(const float (&x)[1], float (&y)[1]) const {
    const v8 h = tanh(x[0] * load(first_.w) + load(first_.b));
    v8 even = load(second_.b), odd{};
    [&]<size_t... I>(std::index_sequence<I...>) {
      ((even += lane<2 * I>(h) * load(second_.w + 16 * I),
        odd += lane<2 * I + 1>(h) * load(second_.w + 16 * I + 8)),
       ...);
    }(std::make_index_sequence<4>{});
    y[0] = sum(tanh(even + odd) * load(third_.w)) + third_.b[0];
  }

 private:
  template <int I>
  [[gnu::always_inline]] static v8 lane(v8 h) {
    return __builtin_shufflevector(h, h, I, I, I, I, I, I, I, I);
  }

  dense<1, 8, 8> first_;
  dense<8, 8, 8> second_;
  // One output: its weights are a row, as they are given.
  dense<8, 1, 1> third_;
};

/// 16-64-64-10, relu and softmax.
class small_classifier {
 public:
  explicit small_classifier(const std::vector<float>& parameters) {
    third_.load(second_.load(first_.load(parameters.data())));
  }
  void operator()(const float (&x)[16], float (&y)[10]) const {
    alignas(64) float h1[64], h2[64];
    rectified(first_, x, h1);
    rectified(second_, h1, h2);
    v8 low = load(third_.b), high = load(third_.b + 8);
    add_columns_of_16(low, high, third_.w, h2, 64);
    softmax_of_ten(low, high);
    store_ten(y, low, high);
  }

 private:
  template <size_t In>
  [[gnu::always_inline]] static void rectified(const dense<In, 64, 64>& layer, const float* x,
                                               float* h) {
    v8 sums[8];
#pragma GCC unroll 8
    for (size_t p = 0; p < 8; ++p) sums[p] = load(layer.b + 8 * p);
    add_columns<In>(sums, layer.w, x);
#pragma GCC unroll 8
    for (size_t p = 0; p < 8; ++p) store(h + 8 * p, relu(sums[p]));
  }

  dense<16, 64, 64> first_;
  dense<64, 64, 64> second_;
  dense<64, 10> third_;
};

/// The same for a batch: six samples pass through all layers, then the next six.
class small_classifier_of_batch {
 public:
  explicit small_classifier_of_batch(const std::vector<float>& parameters) {
    third_.load(second_.load(first_.load(parameters.data())));
  }
  void operator()(const float (&x)[64][16], float (&y)[64][10]) const {
    by_six<64>([&](auto rows, size_t sample) {
      alignas(64) float h1[rows * 64], h2[rows * 64];
      rectified<rows>(first_, &x[sample][0], h1);
      rectified<rows>(second_, h1, h2);
      tile<rows>(
          64, h2, 64, 1, third_.w, [&](size_t) { return third_.b; },
          [&](size_t row, v8 low, v8 high) {
            softmax_of_ten(low, high);
            store_ten(y[sample + row], low, high);
          });
    });
  }

 private:
  template <size_t Rows, size_t In>
  [[gnu::always_inline]] static void rectified(const dense<In, 64>& layer, const float* x,
                                               float* h) {
    for (size_t p = 0; p < 4; ++p)
      tile<Rows>(
          In, x, In, 1, layer.panel(p), [&](size_t) { return layer.b + 16 * p; },
          [&](size_t row, v8 low, v8 high) {
            store(h + row * 64 + 16 * p, relu(low));
            store(h + row * 64 + 16 * p + 8, relu(high));
          });
  }

  dense<16, 64> first_;
  dense<64, 64> second_;
  dense<64, 10> third_;
};

/// 784-128-10, relu and softmax.
class classifier {
 public:
  explicit classifier(const std::vector<float>& parameters) {
    second_.load(first_.load(parameters.data()));
  }
  void operator()(const float (&x)[784], float (&y)[10]) const {
    alignas(64) float h[128];
    for (size_t half = 0; half < 2; ++half) {
      v8 sums[8];
#pragma GCC unroll 8
      for (size_t p = 0; p < 8; ++p) sums[p] = load(first_.b + 64 * half + 8 * p);
      add_columns<784>(sums, first_.panel(half), x);
#pragma GCC unroll 8
      for (size_t p = 0; p < 8; ++p) store(h + 64 * half + 8 * p, relu(sums[p]));
    }
    v8 low = load(second_.b), high = load(second_.b + 8);
    add_columns_of_16(low, high, second_.w, h, 128);
    softmax_of_ten(low, high);
    store_ten(y, low, high);
  }

 private:
  dense<784, 128, 64> first_;
  dense<128, 10> second_;
};

}  // namespace bench::hand
