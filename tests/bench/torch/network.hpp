// SPDX-License-Identifier: BSL-1.0
/// libtorch behind a header of our own, which alone needs neither libtorch's nor C++20: clang
/// does not compile libtorch 1.13 as C++20. One thread; nothing is recorded except in training.
#pragma once

#include <memory>
#include <vector>

namespace bench::torch {

using numbers = std::vector<float>;

enum class activation { none, tanh, relu, softmax };

/// Dense layers of the given sizes.
class network {
 public:
  network(const numbers& parameters, const std::vector<long>& sizes, activation between,
          activation last);
  ~network();
  numbers parameters() const;
  void infer(const float* x, long samples, float* y);
  void descend(const float* x, const int* labels, long samples, float rate);
  void descend(const float* x, const float* targets, long samples, float rate);

 private:
  struct tensors;
  std::unique_ptr<tensors> own_;
};

/// One step of an LSTM (four gates) or a GRU (three) of 24 units, then a dense output.
class recurrent {
 public:
  recurrent(const numbers& parameters, long gates);
  ~recurrent();
  float step(float x);

 private:
  struct tensors;
  std::unique_ptr<tensors> own_;
};

}  // namespace bench::torch
