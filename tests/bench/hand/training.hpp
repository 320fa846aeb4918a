// SPDX-License-Identifier: BSL-1.0
/// Training steps written by hand, for batches of 64: forward, backward and gradient descent in
/// one, so that no gradient of a weight is ever stored.
#pragma once

#include "dense.hpp"

#include <vector>

namespace bench::hand {

inline constexpr size_t samples = 64;

/// `d += ...` of a layer's input: `d_in[.., 16 columns]` from `d_out`, `[samples][Out]`, and
/// the weights `[Out][16]`; `last(sample, low, high)` takes it.
template <size_t Out, class Last>
[[gnu::always_inline]] inline void go_back(const float* d_out, const float* weights,
                                           Last&& last) {
  alignas(64) static constexpr float zeros[16]{};
  by_six<samples>([&](auto rows, size_t sample) {
    tile<rows>(
        Out, d_out + sample * 16, 16, 1, weights, [&](size_t) { return zeros; },
        [&](size_t row, v8 low, v8 high) { last(sample + row, low, high); });
  });
}

/// 784-128-10, relu, softmax and cross-entropy with the number of a class.
class trained_classifier {
 public:
  explicit trained_classifier(const std::vector<float>& parameters) {
    second_.load(first_.load(parameters.data()));
  }
  std::vector<float> parameters() const {
    std::vector<float> all;
    first_.save(all);
    second_.save(all);
    return all;
  }
  /// Probabilities.
  void operator()(const float (&x)[samples][784], float (&y)[samples][10]) {
    forward(x, [&](size_t sample, v8 low, v8 high) { store_ten(y[sample], low, high); });
  }

  void step(const float (&x)[samples][784], const int (&labels)[samples], float rate) {
    const float scale = -rate / samples;
    forward(x, [&](size_t sample, v8 low, v8 high) {
      store(d2_ + 16 * sample, low * scale);
      store(d2_ + 16 * sample + 8, high * scale);
    });
    for (size_t s = 0; s < samples; ++s) d2_[16 * s + static_cast<size_t>(labels[s])] -= scale;
    // Before the second layer changes.
    for (size_t p = 0; p < 8; ++p) {
      alignas(64) float weights[10 * 16];
      for (size_t i = 0; i < 16; ++i)
        for (size_t o = 0; o < 10; ++o) weights[o * 16 + i] = second_.w[(16 * p + i) * 16 + o];
      float* d = d1_ + p * samples * 16;
      go_back<10>(d2_, weights, [&](size_t sample, v8 low, v8 high) {
        const float* h = h_ + sample * 128 + 16 * p;
        store(d + sample * 16, load(h) > 0.f ? low : v8{});
        store(d + sample * 16 + 8, load(h + 8) > 0.f ? high : v8{});
      });
    }
    descend<samples, 128>(second_.w, h_, 128, d2_);
    descend<samples>(second_.b, d2_);
    for (size_t p = 0; p < 8; ++p) {
      const float* d = d1_ + p * samples * 16;
      descend<samples, 784>(first_.panel(p), &x[0][0], 784, d);
      descend<samples>(first_.b + 16 * p, d);
    }
  }

 private:
  /// `last(sample, low, high)` takes the probabilities. The inputs come in two parts, so that a
  /// part of a panel stays in the first-level cache while all samples pass.
  template <class Last>
  [[gnu::always_inline]] void forward(const float (&x)[samples][784], Last&& last) {
    constexpr size_t part = 392;
    for (size_t p = 0; p < 8; ++p) {
      const auto add = [&](size_t input, auto&& first, auto&& end) {
        by_six<samples>([&](auto rows, size_t sample) {
          tile<rows>(
              part, &x[sample][input], 784, 1, first_.panel(p) + input * 16,
              [&](size_t row) { return first(sample + row); },
              [&](size_t row, v8 low, v8 high) {
                float* h = h_ + (sample + row) * 128 + 16 * p;
                store(h, end(low));
                store(h + 8, end(high));
              });
        });
      };
      add(0, [&](size_t) { return first_.b + 16 * p; }, [](v8 sums) { return sums; });
      add(part, [&](size_t sample) { return h_ + sample * 128 + 16 * p; }, relu);
    }
    by_six<samples>([&](auto rows, size_t sample) {
      tile<rows>(
          128, h_ + sample * 128, 128, 1, second_.w, [&](size_t) { return second_.b; },
          [&](size_t row, v8 low, v8 high) {
            softmax_of_ten(low, high);
            last(sample + row, low, high);
          });
    });
  }

  dense<784, 128> first_;
  dense<128, 10> second_;
  /// `[samples][128]`; its gradient in panels, `[8][samples][16]`; that of the logits.
  alignas(64) float h_[samples * 128], d1_[samples * 128], d2_[samples * 16];
};

/// 2-16-16-1, tanh, mean squared error.
class trained_regressor {
 public:
  explicit trained_regressor(const std::vector<float>& parameters) {
    third_.load(second_.load(first_.load(parameters.data())));
  }
  std::vector<float> parameters() const {
    std::vector<float> all;
    first_.save(all);
    second_.save(all);
    third_.save(all);
    return all;
  }

  void step(const float (&x)[samples][2], const float (&y)[samples][1], float rate) {
    forward(x);
    descend_third(y, -2 * rate / samples);
    alignas(64) float weights[16 * 16];
    for (size_t i = 0; i < 16; ++i)
      for (size_t o = 0; o < 16; ++o) weights[o * 16 + i] = second_.w[i * 16 + o];
    go_back<16>(d2_, weights, [&](size_t sample, v8 low, v8 high) {
      const v8 h_low = load(h1_ + sample * 16), h_high = load(h1_ + sample * 16 + 8);
      store(d1_ + sample * 16, low * (1.f - h_low * h_low));
      store(d1_ + sample * 16 + 8, high * (1.f - h_high * h_high));
    });
    descend<samples, 16>(second_.w, h1_, 16, d2_);
    descend<samples>(second_.b, d2_);
    descend<samples, 2>(first_.w, &x[0][0], 2, d1_);
    descend<samples>(first_.b, d1_);
  }

 private:
  [[gnu::always_inline]] void forward(const float (&x)[samples][2]) {
    const v8 w[] = {load(first_.w), load(first_.w + 8), load(first_.w + 16),
                    load(first_.w + 24)};
    const v8 b[] = {load(first_.b), load(first_.b + 8)};
    for (size_t s = 0; s < samples; ++s) {
      store(h1_ + 16 * s, tanh(x[s][0] * w[0] + (x[s][1] * w[2] + b[0])));
      store(h1_ + 16 * s + 8, tanh(x[s][0] * w[1] + (x[s][1] * w[3] + b[1])));
    }
    by_six<samples>([&](auto rows, size_t sample) {
      tile<rows>(
          16, h1_ + sample * 16, 16, 1, second_.w, [&](size_t) { return second_.b; },
          [&](size_t row, v8 low, v8 high) {
            store(h2_ + (sample + row) * 16, low);
            store(h2_ + (sample + row) * 16 + 8, high);
          });
    });
  }
  /// Its output, and what its gradient sends back through the second tanh.
  [[gnu::always_inline]] void descend_third(const float (&y)[samples][1], float scale) {
    const v8 w_low = load(third_.w), w_high = load(third_.w + 8);
    const float b = third_.b[0];
    v8 low = w_low, high = w_high;
    float bias = b;
    for (size_t s = 0; s < samples; ++s) {
      const v8 h_low = tanh(load(h2_ + 16 * s)), h_high = tanh(load(h2_ + 16 * s + 8));
      const float d = scale * (sum(h_low * w_low + h_high * w_high) + b - y[s][0]);
      bias += d;
      low += d * h_low;
      high += d * h_high;
      store(d2_ + 16 * s, d * w_low * (1.f - h_low * h_low));
      store(d2_ + 16 * s + 8, d * w_high * (1.f - h_high * h_high));
    }
    store(third_.w, low);
    store(third_.w + 8, high);
    third_.b[0] = bias;
  }

  dense<2, 16> first_;
  dense<16, 16> second_;
  dense<16, 1, 1> third_;
  alignas(64) float h1_[samples * 16], h2_[samples * 16], d1_[samples * 16], d2_[samples * 16];
};

}  // namespace bench::hand
