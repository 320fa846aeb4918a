// SPDX-License-Identifier: BSL-1.0
/// The larger networks with OpenBLAS for products, and what is elementwise written by hand.
#pragma once

#include "hand/pack.hpp"
#include "inference.hpp"

#include <cblas.h>

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace bench::openblas {

/// Weights `[Out][In]`, as BLAS's row-major matrices.
template <size_t In, size_t Out>
struct layer {
  static constexpr int in = In, out = Out;
  alignas(64) float w[Out * In], b[Out];

  layer() { openblas_set_num_threads(1); }
  const float* load(const float* from) {
    std::copy_n(from, Out * In, w);
    std::copy_n(from + Out * In, Out, b);
    return from + Out * (In + 1);
  }
  void save(numbers& to) const {
    to.insert(to.end(), w, w + Out * In);
    to.insert(to.end(), b, b + Out);
  }
  template <size_t Samples>
  void forward(const float* x, float* z) const {
    for (size_t s = 0; s < Samples; ++s) std::memcpy(z + s * Out, b, sizeof b);
    if constexpr (Samples == 1)
      cblas_sgemv(CblasRowMajor, CblasNoTrans, out, in, 1, w, in, x, 1, 1, z, 1);
    else
      cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, static_cast<int>(Samples), out, in,
                  1, x, in, w, in, 1, z, out);
  }
  /// `dx` of the output's `d`.
  template <size_t Samples>
  void backward(const float* d, float* dx) const {
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, static_cast<int>(Samples), in, out,
                1, d, out, w, in, 0, dx, in);
  }
  /// Of `d`, which is already multiplied by the negative rate.
  template <size_t Samples>
  void descend(const float* d, const float* x) {
    cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, out, in, static_cast<int>(Samples), 1,
                d, out, x, in, 1, w, in);
    for (size_t s = 0; s < Samples; ++s)
      for (size_t o = 0; o < Out; ++o) b[o] += d[s * Out + o];
  }
};

template <size_t Count>
void rectify(float* z) {
  for (size_t i = 0; i < Count; i += 8) hand::store(z + i, hand::relu(hand::load(z + i)));
}
template <size_t Samples>
void softmax(float* z) {
  for (size_t s = 0; s < Samples; ++s, z += 10) {
    float padded[16];
    std::memcpy(padded, z, 10 * sizeof(float));
    hand::v8 low = hand::load(padded), high = hand::load(padded + 8);
    hand::softmax_of_ten(low, high);
    hand::store_ten(z, low, high);
  }
}

/// 16-64-64-10, relu and softmax.
class small_classifier {
 public:
  explicit small_classifier(const numbers& parameters) {
    third_.load(second_.load(first_.load(parameters.data())));
  }
  void operator()(const float (&x)[16], float (&y)[10]) { infer<1>(x, y); }
  void operator()(const float (&x)[batch_size][16], float (&y)[batch_size][10]) {
    infer<batch_size>(&x[0][0], &y[0][0]);
  }

 private:
  template <size_t Samples>
  void infer(const float* x, float* y) {
    first_.forward<Samples>(x, h1_);
    rectify<Samples * 64>(h1_);
    second_.forward<Samples>(h1_, h2_);
    rectify<Samples * 64>(h2_);
    third_.forward<Samples>(h2_, y);
    softmax<Samples>(y);
  }

  layer<16, 64> first_;
  layer<64, 64> second_;
  layer<64, 10> third_;
  alignas(64) float h1_[batch_size * 64], h2_[batch_size * 64];
};

/// 784-128-10, relu, softmax and cross-entropy.
class classifier {
 public:
  explicit classifier(const numbers& parameters) {
    second_.load(first_.load(parameters.data()));
  }
  numbers parameters() const {
    numbers all;
    first_.save(all);
    second_.save(all);
    return all;
  }
  void operator()(const float (&x)[784], float (&y)[10]) { infer<1>(x, y); }
  void operator()(const float (&x)[batch_size][784], float (&y)[batch_size][10]) {
    infer<batch_size>(&x[0][0], &y[0][0]);
  }
  void step(const float (&x)[batch_size][784], const labels& y, float by) {
    infer<batch_size>(&x[0][0], z_);
    for (size_t s = 0; s < batch_size; ++s) z_[s * 10 + static_cast<size_t>(y[s])] -= 1;
    for (float& z : z_) z *= -by / batch_size;
    second_.backward<batch_size>(z_, d_);
    for (size_t i = 0; i < batch_size * 128; i += 8)
      hand::store(d_ + i, hand::load(h_ + i) > 0.f ? hand::load(d_ + i) : hand::v8{});
    second_.descend<batch_size>(z_, h_);
    first_.descend<batch_size>(d_, &x[0][0]);
  }

 private:
  template <size_t Samples>
  void infer(const float* x, float* y) {
    first_.forward<Samples>(x, h_);
    rectify<Samples * 128>(h_);
    second_.forward<Samples>(h_, y);
    softmax<Samples>(y);
  }

  layer<784, 128> first_;
  layer<128, 10> second_;
  alignas(64) float h_[batch_size * 128], d_[batch_size * 128], z_[batch_size * 10];
};
using trained_classifier = classifier;

}  // namespace bench::openblas
