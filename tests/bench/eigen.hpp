// SPDX-License-Identifier: BSL-1.0
/// The networks with Eigen's matrices of fixed sizes, samples as columns.
#pragma once

#include "inference.hpp"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <tuple>
#include <utility>

namespace bench::eigen {

template <size_t Rows, size_t Columns = 1>
using matrix = Eigen::Matrix<float, static_cast<int>(Rows), static_cast<int>(Columns)>;
template <size_t Columns>
using row = Eigen::Matrix<float, 1, static_cast<int>(Columns)>;

/// Storage seen as a matrix: large ones may not be members.
template <size_t Rows, size_t Columns = 1>
struct stored {
  alignas(64) float storage[Rows * Columns];
  auto view() { return Eigen::Map<matrix<Rows, Columns>, Eigen::Aligned64>(storage); }
};
template <size_t Samples, size_t Size>
auto view(const float (&from)[Samples][Size]) {
  return Eigen::Map<const matrix<Size, Samples>, Eigen::Aligned64>(&from[0][0]);
}
template <size_t Samples, size_t Size>
auto view(float (&from)[Samples][Size]) {
  return Eigen::Map<matrix<Size, Samples>, Eigen::Aligned64>(&from[0][0]);
}
template <size_t Size>
auto view(const float (&from)[Size]) {
  return Eigen::Map<const matrix<Size>>(from);
}
template <size_t Size>
auto view(float (&from)[Size]) {
  return Eigen::Map<matrix<Size>>(from);
}

template <size_t In, size_t Out>
struct layer {
  static constexpr size_t in = In, out = Out;
  stored<Out, In> w;
  stored<Out> b;

  const float* load(const float* from) {
    for (size_t i = 0; i < Out * In; ++i) w.storage[i % In * Out + i / In] = *from++;
    std::copy_n(from, Out, b.storage);
    return from + Out;
  }
  void save(numbers& to) const {
    for (size_t i = 0; i < Out * In; ++i) to.push_back(w.storage[i % In * Out + i / In]);
    to.insert(to.end(), b.storage, b.storage + Out);
  }
  template <class X, class Z>
  void operator()(const X& x, Z&& z) {
    z.noalias() = w.view() * x;
    z.colwise() += b.view();
  }
  /// Of `d`, which is already multiplied by the rate.
  template <class D, class X>
  void descend(const D& d, const X& x) {
    w.view().noalias() -= d * x.transpose();
    b.view() -= d.rowwise().sum();
  }
};

struct tanh {
  template <class Z>
  static void apply(Z&& z) {
    z = z.array().tanh();
  }
};
struct relu {
  template <class Z>
  static void apply(Z&& z) {
    z = z.cwiseMax(0.f);
  }
};
struct identity {
  template <class Z>
  static void apply(Z&&) {}
};
struct softmax {
  template <class Z>
  static void apply(Z&& z) {
    constexpr int samples = std::remove_cvref_t<Z>::ColsAtCompileTime;
    const Eigen::Matrix<float, 1, samples> greatest = z.colwise().maxCoeff();
    z.rowwise() -= greatest;
    z = z.array().exp();
    const Eigen::Array<float, 1, samples> total = z.colwise().sum();
    z.array().rowwise() /= total;
  }
};

/// Dense layers, `Between` after each but the last, `Last` after that.
template <size_t Samples, class Between, class Last, class... Layers>
class network {
 public:
  explicit network(const numbers& parameters) {
    const float* from = parameters.data();
    std::apply([&](auto&... each) { ((from = each.load(from)), ...); }, layers_);
  }
  template <class X, class Y>
  void operator()(const X& x, Y& y) {
    go<0>(view(x), view(y));
  }

 private:
  template <size_t I, class X, class Y>
  void go(const X& x, Y&& y) {
    auto& dense = std::get<I>(layers_);
    if constexpr (I + 1 == sizeof...(Layers)) {
      dense(x, y);
      Last::apply(y);
    } else {
      auto h = std::get<I>(hidden_).view();
      dense(x, h);
      Between::apply(h);
      go<I + 1>(h, y);
    }
  }

  std::tuple<Layers...> layers_;
  std::tuple<stored<Layers::out, Samples>...> hidden_;
};

/// 784-128-10, relu, softmax and cross-entropy.
class trained_classifier {
 public:
  explicit trained_classifier(const numbers& parameters) {
    second_.load(first_.load(parameters.data()));
  }
  numbers parameters() const {
    numbers all;
    first_.save(all);
    second_.save(all);
    return all;
  }
  void step(const float (&x)[batch_size][784], const labels& y, float by) {
    auto h = h_.view(), d = d_.view();
    auto z = z_.view();
    first_(view(x), h);
    relu::apply(h);
    second_(h, z);
    softmax::apply(z);
    for (int s = 0; s < static_cast<int>(batch_size); ++s) z(y[s], s) -= 1;
    z *= by / batch_size;
    d.noalias() = second_.w.view().transpose() * z;
    d = (h.array() > 0).select(d, 0.f);
    second_.descend(z, h);
    first_.descend(d, view(x));
  }

 private:
  layer<784, 128> first_;
  layer<128, 10> second_;
  stored<128, batch_size> h_, d_;
  stored<10, batch_size> z_;
};

/// 2-16-16-1, tanh, mean squared error.
class trained_regressor {
 public:
  explicit trained_regressor(const numbers& parameters) {
    third_.load(second_.load(first_.load(parameters.data())));
  }
  numbers parameters() const {
    numbers all;
    first_.save(all);
    second_.save(all);
    third_.save(all);
    return all;
  }
  void step(const float (&x)[batch_size][2], const targets& y, float by) {
    auto h1 = h1_.view(), h2 = h2_.view(), d1 = d1_.view(), d2 = d2_.view();
    auto d3 = Eigen::Map<row<batch_size>, Eigen::Aligned64>(d3_.storage);
    first_(view(x), h1);
    tanh::apply(h1);
    second_(h1, h2);
    tanh::apply(h2);
    d3.noalias() = third_.w.view() * h2;
    d3.array() += third_.b.storage[0];
    d3 = (d3 - Eigen::Map<const row<batch_size>>(&y[0][0])) * (2 * by / batch_size);
    d2.noalias() = third_.w.view().transpose() * d3;
    d2.array() *= 1 - h2.array().square();
    d1.noalias() = second_.w.view().transpose() * d2;
    d1.array() *= 1 - h1.array().square();
    third_.w.view().noalias() -= d3 * h2.transpose();
    third_.b.storage[0] -= d3.sum();
    second_.descend(d2, h1);
    first_.descend(d1, view(x));
  }

 private:
  layer<2, 16> first_;
  layer<16, 16> second_;
  layer<16, 1> third_;
  stored<16, batch_size> h1_, h2_, d1_, d2_;
  stored<1, batch_size> d3_;
};

/// Of all gates at once.
template <class Z>
auto sigmoid(const Z& z) {
  return (z.array() * 0.5f).tanh() * 0.5f + 0.5f;
}

/// An LSTM or a GRU of 24 units for one input, and a dense output. In PyTorch's order: w_ih,
/// w_hh, b_ih, b_hh, then the output's weights and bias.
template <size_t Gates>
struct recurrent {
  static constexpr int units = 24;
  static constexpr size_t rows = Gates * 24;
  matrix<rows> w_x, b_x, b_h;
  matrix<rows, 24> w_h;
  row<24> w_out;
  float b_out;
  matrix<24> h = matrix<24>::Zero();

  explicit recurrent(const numbers& parameters) {
    const float* from = parameters.data();
    w_x = Eigen::Map<const matrix<rows>>(from);
    using rows_of_weights =
        Eigen::Matrix<float, static_cast<int>(rows), units, Eigen::RowMajor>;
    w_h = Eigen::Map<const rows_of_weights>(from + rows);
    from += 25 * rows;
    b_x = Eigen::Map<const matrix<rows>>(from);
    b_h = Eigen::Map<const matrix<rows>>(from + rows);
    w_out = Eigen::Map<const row<24>>(from + 2 * rows);
    b_out = from[2 * rows + 24];
  }
};

class lstm : recurrent<4> {
 public:
  explicit lstm(const numbers& parameters) : recurrent(parameters) { b_x += b_h; }
  void operator()(const float (&x)[1], float (&y)[1]) {
    matrix<96> z = w_x * x[0] + b_x;
    z.noalias() += w_h * h;
    c_ = sigmoid(z.segment<units>(units)) * c_ +
         sigmoid(z.head<units>()) * z.segment<units>(2 * units).array().tanh();
    h = sigmoid(z.tail<units>()) * c_.tanh();
    y[0] = w_out.dot(h) + b_out;
  }

 private:
  Eigen::Array<float, 24, 1> c_ = Eigen::Array<float, 24, 1>::Zero();
};

class gru : recurrent<3> {
 public:
  using recurrent::recurrent;
  void operator()(const float (&x)[1], float (&y)[1]) {
    const matrix<72> of_input = w_x * x[0] + b_x;
    matrix<72> of_state = b_h;
    of_state.noalias() += w_h * h;
    const Eigen::Array<float, 48, 1> gates =
        sigmoid(of_input.head<2 * units>() + of_state.head<2 * units>());
    const Eigen::Array<float, 24, 1> candidate =
        (of_input.tail<units>().array() + gates.head<units>() * of_state.tail<units>().array())
            .tanh();
    h = candidate + gates.tail<units>() * (h.array() - candidate);
    y[0] = w_out.dot(h) + b_out;
  }
};

/// A causal convolution, 8 channels to 16, kernel 5, then tanh.
class convolution {
 public:
  explicit convolution(const numbers& parameters) {
    for (int out = 0; out < 16; ++out) {
      for (int in = 0; in < 8; ++in)
        for (int k = 0; k < 5; ++k)
          w_(out, k * 8 + in) = parameters[static_cast<size_t>((out * 8 + in) * 5 + k)];
      b_[out] = parameters[static_cast<size_t>(640 + out)];
    }
  }
  void operator()(const float (&x)[8], float (&y)[16]) {
    std::copy_n(past_.data() + 8, 32, past_.data());
    past_.tail<8>() = view(x);
    matrix<16> z = b_;
    z.noalias() += w_ * past_;
    view(y) = z.array().tanh();
  }

 private:
  matrix<16, 40> w_;
  matrix<16> b_;
  matrix<40> past_ = matrix<40>::Zero();
};

}  // namespace bench::eigen
