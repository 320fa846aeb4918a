// SPDX-License-Identifier: BSL-1.0
/// Values with all their gradients, written by hand in double precision.
///
/// Each is made from parameters, in order and weights `[out][in]`, and from samples. The
/// functions exp and tanh come from `libm`, or from `vectors`, four at a time.
#pragma once

#include "functions.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

namespace bench::hand {

using numbers = std::vector<double>;

/// One neuron, squared error.
class neuron {
 public:
  neuron(const numbers& parameters, const numbers& x, const numbers& y)
      : w_(parameters[0]), b_(parameters[1]), x_(x[0]), y_(y[0]) {}
  void operator()() {
    const double s = 1 / (1 + std::exp(-(w_ * x_ + b_))), error = y_ - s;
    const double d = -2 * error * s * (1 - s);
    answer_ = {error * error, d * x_, d};
  }
  auto answer() {
    (*this)();
    return answer_;
  }

 private:
  double w_, b_, x_, y_;
  std::array<double, 3> answer_;
};

/// 2-16-16-1, tanh, mean squared error of `Samples` samples.
template <class Functions, size_t Samples>
class perceptron {
 public:
  perceptron(const numbers& parameters, const numbers& x, const numbers& y) {
    const double* from = parameters.data();
    for (size_t i = 0; i < 32; ++i) at_.w1[i % 2][i / 2] = *from++;
    for (double& b : at_.b1) b = *from++;
    for (size_t i = 0; i < 256; ++i) at_.w2[i % 16][i / 16] = *from++;
    for (double& b : at_.b2) b = *from++;
    for (double& w : at_.w3) w = *from++;
    at_.b3 = *from;
    std::copy_n(x.data(), 2 * Samples, &x_[0][0]);
    std::copy_n(y.data(), Samples, y_);
  }
  void operator()() {
    value_ = 0;
    sample<false>(0);
    for (size_t s = 1; s < Samples; ++s) sample<true>(s);
  }
  numbers answer() {
    (*this)();
    numbers all{value_};
    for (size_t i = 0; i < 32; ++i) all.push_back(g_.w1[i % 2][i / 2]);
    all.insert(all.end(), g_.b1, g_.b1 + 16);
    for (size_t i = 0; i < 256; ++i) all.push_back(g_.w2[i % 16][i / 16]);
    all.insert(all.end(), g_.b2, g_.b2 + 16);
    all.insert(all.end(), g_.w3, g_.w3 + 16);
    all.push_back(g_.b3);
    return all;
  }

 private:
  /// Weights `[in][out]`, so that outputs are neighbours.
  struct layers {
    alignas(32) double w1[2][16], b1[16], w2[16][16], b2[16], w3[16], b3;
  };

  template <bool Add>
  [[gnu::always_inline]] static void put(double* to, d4 v) {
    if constexpr (Add) v += load(to);
    store(to, v);
  }

  /// One sample's share of the value and of the gradients.
  template <bool Add>
  void sample(size_t s) {
    const double x0 = x_[s][0], x1 = x_[s][1];
    alignas(32) double h1[16];
    d4 h[4], sums[8]{};
#pragma GCC unroll 4
    for (size_t p = 0; p < 4; ++p)
      h[p] = load(at_.b1 + 4 * p) + x0 * load(at_.w1[0] + 4 * p) + x1 * load(at_.w1[1] + 4 * p);
    Functions::template tanh<16>(h);
#pragma GCC unroll 4
    for (size_t p = 0; p < 4; ++p) {
      store(h1 + 4 * p, h[p]);
      sums[p] = load(at_.b2 + 4 * p);
    }
    // clang would unroll the loop and spill all that is broadcast.
#pragma GCC unroll 1
    for (size_t i = 0; i < 16; i += 2)
#pragma GCC unroll 8
      for (size_t p = 0; p < 8; ++p)
        sums[p] += h1[i + p / 4] * load(at_.w2[i + p / 4] + p % 4 * 4);
#pragma GCC unroll 4
    for (size_t p = 0; p < 4; ++p) h[p] = sums[p] + sums[p + 4];
    Functions::template tanh<16>(h);
    d4 products{};
#pragma GCC unroll 4
    for (size_t p = 0; p < 4; ++p) products += h[p] * load(at_.w3 + 4 * p);

    const double error = sum(products) + at_.b3 - y_[s];
    value_ += error * error / Samples;
    const double d3 = 2 * error / Samples;
    g_.b3 = Add ? g_.b3 + d3 : d3;
    d4 d2[4];
#pragma GCC unroll 4
    for (size_t p = 0; p < 4; ++p) {
      put<Add>(g_.w3 + 4 * p, d3 * h[p]);
      d2[p] = d3 * load(at_.w3 + 4 * p) * (1 - h[p] * h[p]);
      put<Add>(g_.b2 + 4 * p, d2[p]);
    }
    alignas(32) double back[16];
    for (size_t i = 0; i < 16; ++i) {
      d4 parts[4];
#pragma GCC unroll 4
      for (size_t p = 0; p < 4; ++p) {
        put<Add>(g_.w2[i] + 4 * p, h1[i] * d2[p]);
        parts[p] = load(at_.w2[i] + 4 * p) * d2[p];
      }
      back[i] = sum((parts[0] + parts[1]) + (parts[2] + parts[3]));
    }
#pragma GCC unroll 4
    for (size_t p = 0; p < 4; ++p) {
      const d4 h_p = load(h1 + 4 * p), d1 = load(back + 4 * p) * (1 - h_p * h_p);
      put<Add>(g_.b1 + 4 * p, d1);
      put<Add>(g_.w1[0] + 4 * p, x0 * d1);
      put<Add>(g_.w1[1] + 4 * p, x1 * d1);
    }
  }

  layers at_, g_;
  double x_[Samples][2], y_[Samples], value_;
};

/// Softmax and cross-entropy, 64 to 10; `y` is a distribution.
template <class Functions>
class softmax_cross_entropy {
 public:
  softmax_cross_entropy(const numbers& parameters, const numbers& x, const numbers& y) {
    for (size_t i = 0; i < 640; ++i) w_[i % 64][i / 64] = parameters[i];
    std::copy_n(&parameters[640], 10, b_);
    std::copy_n(x.data(), 64, x_);
    std::copy_n(y.data(), 10, y_);
  }
  void operator()() {
    d4 z[3] = {load(b_), load(b_ + 4), load(b_ + 8)}, odd[3]{};
    for (size_t i = 0; i < 64; i += 2) {
#pragma GCC unroll 3
      for (size_t p = 0; p < 3; ++p) {
        z[p] += x_[i] * load(w_[i] + 4 * p);
        odd[p] += x_[i + 1] * load(w_[i + 1] + 4 * p);
      }
    }
    const d4 y[3] = {load(y_), load(y_ + 4), load(y_ + 8)};
    d4 picked{};
#pragma GCC unroll 3
    for (size_t p = 0; p < 3; ++p) {
      z[p] += odd[p];
      picked += y[p] * z[p];
    }
    // The last two lanes are no classes.
    z[2] = __builtin_shufflevector(z[2], all(-1e300), 0, 1, 4, 5);
    const double top = greatest(greater(greater(z[0], z[1]), z[2]));
#pragma GCC unroll 3
    for (size_t p = 0; p < 3; ++p) z[p] -= top;
    Functions::template exp<10>(z);
    z[2] = __builtin_shufflevector(z[2], d4{}, 0, 1, 4, 5);
    const double total = sum(z[0] + z[1] + z[2]), scale = 1 / total;
    value_ = std::log(total) + top - sum(picked);
#pragma GCC unroll 3
    for (size_t p = 0; p < 3; ++p) {
      z[p] = z[p] * scale - y[p];
      store(g_b_ + 4 * p, z[p]);
    }
    for (size_t i = 0; i < 64; ++i)
#pragma GCC unroll 3
      for (size_t p = 0; p < 3; ++p) store(g_w_[i] + 4 * p, x_[i] * z[p]);
  }
  numbers answer() {
    (*this)();
    numbers all{value_};
    for (size_t i = 0; i < 640; ++i) all.push_back(g_w_[i % 64][i / 64]);
    all.insert(all.end(), g_b_, g_b_ + 10);
    return all;
  }

 private:
  // Ten columns and two of zeros.
  alignas(64) double w_[64][12]{}, g_w_[64][12], b_[12]{}, g_b_[12], x_[64], y_[12]{};
  double value_;
};

/// sin(x) x through 25 times sigmoid and tanh.
template <bool TanhByExp>
class nested {
 public:
  explicit nested(const numbers& parameters) : x_(parameters[0]) {}
  void operator()() {
    const double s = std::sin(x_);
    double u = s * x_, slope = s + x_ * std::cos(x_);
    for (int i = 0; i < 25; ++i) {
      u = 1 / (1 + std::exp(-u));
      slope *= u * (1 - u);
      u = TanhByExp ? 2 / (1 + std::exp(-2 * u)) - 1 : std::tanh(u);
      slope *= 1 - u * u;
    }
    answer_ = {u, slope};
  }
  auto answer() {
    (*this)();
    return answer_;
  }

 private:
  double x_;
  std::array<double, 2> answer_;
};

/// The logarithm of the sum of a thousand exponentials.
template <class Functions>
class log_sum_exp {
 public:
  explicit log_sum_exp(const numbers& parameters) { std::copy_n(parameters.data(), count, x_); }
  void operator()() {
    d4 tops[8];
#pragma GCC unroll 8
    for (size_t p = 0; p < 8; ++p) tops[p] = load(x_ + 4 * p);
    size_t i = 32;
    for (; i + 32 <= count; i += 32)
#pragma GCC unroll 8
      for (size_t p = 0; p < 8; ++p) tops[p] = greater(tops[p], load(x_ + i + 4 * p));
    for (; i < count; i += 4) tops[0] = greater(tops[0], load(x_ + i));
#pragma GCC unroll 7
    for (size_t p = 1; p < 8; ++p) tops[0] = greater(tops[0], tops[p]);
    const double top = greatest(tops[0]);

    d4 totals[2]{};
    for (i = 0; i < count; i += 8) {
      d4 e[2] = {load(x_ + i) - top, load(x_ + i + 4) - top};
      Functions::template exp<8>(e);
      totals[0] += e[0];
      totals[1] += e[1];
      store(g_ + i, e[0]);
      store(g_ + i + 4, e[1]);
    }
    const double total = sum(totals[0] + totals[1]), scale = 1 / total;
    for (i = 0; i < count; i += 4) store(g_ + i, load(g_ + i) * scale);
    value_ = std::log(total) + top;
  }
  numbers answer() {
    (*this)();
    numbers all{value_};
    all.insert(all.end(), g_, g_ + count);
    return all;
  }

 private:
  static constexpr size_t count = 1000;
  alignas(64) double x_[count], g_[count];
  double value_;
};

}  // namespace bench::hand
