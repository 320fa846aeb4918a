// SPDX-License-Identifier: BSL-1.0
/// The networks with libtorch.
#pragma once

#include "inference.hpp"
#include "torch/network.hpp"

namespace bench::torch {

struct curve : network {
  explicit curve(const numbers& p)
      : network(p, {1, 8, 8, 1}, activation::tanh, activation::none) {}
  void operator()(const float (&x)[1], float (&y)[1]) { infer(x, 1, y); }
};
struct small_classifier : network {
  explicit small_classifier(const numbers& p)
      : network(p, {16, 64, 64, 10}, activation::relu, activation::softmax) {}
  void operator()(const float (&x)[16], float (&y)[10]) { infer(x, 1, y); }
  void operator()(const float (&x)[batch_size][16], float (&y)[batch_size][10]) {
    infer(&x[0][0], batch_size, &y[0][0]);
  }
};
struct classifier : network {
  explicit classifier(const numbers& p)
      : network(p, {784, 128, 10}, activation::relu, activation::softmax) {}
  void operator()(const float (&x)[784], float (&y)[10]) { infer(x, 1, y); }
  void operator()(const float (&x)[batch_size][784], float (&y)[batch_size][10]) {
    infer(&x[0][0], batch_size, &y[0][0]);
  }
};
/// Its cross-entropy takes logits.
struct trained_classifier : network {
  explicit trained_classifier(const numbers& p)
      : network(p, {784, 128, 10}, activation::relu, activation::none) {}
  void step(const float (&x)[batch_size][784], const labels& y, float by) {
    descend(&x[0][0], y, batch_size, by);
  }
};
struct trained_regressor : network {
  explicit trained_regressor(const numbers& p)
      : network(p, {2, 16, 16, 1}, activation::tanh, activation::none) {}
  void step(const float (&x)[batch_size][2], const targets& y, float by) {
    descend(&x[0][0], &y[0][0], batch_size, by);
  }
};

template <long Gates>
struct stepping : recurrent {
  explicit stepping(const numbers& p) : recurrent(p, Gates) {}
  void operator()(const float (&x)[1], float (&y)[1]) { y[0] = step(x[0]); }
};
using lstm = stepping<4>;
using gru = stepping<3>;

}  // namespace bench::torch
