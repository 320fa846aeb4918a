// SPDX-License-Identifier: BSL-1.0
/// One step of recurrent networks and of a convolution, written by hand.
#pragma once

#include "dense.hpp"

#include <cstring>
#include <vector>

namespace bench::hand {

/// What an LSTM and a GRU of 24 units for one input have in common, and the dense output.
template <size_t Gates>
struct recurrent {
  static constexpr size_t units = 24, rows = Gates * units, packs = rows / 8;
  alignas(64) float w_x[rows], w_h[units * rows], b_x[rows], b_h[rows], w_out[units], b_out;
  alignas(64) float h[units]{};

  /// In PyTorch's order: w_ih, w_hh, b_ih, b_hh, then the output's weights and bias.
  explicit recurrent(const std::vector<float>& parameters) {
    const float* from = parameters.data();
    std::copy_n(from, rows, w_x);
    from += rows;
    for (size_t row = 0; row < rows; ++row)
      for (size_t i = 0; i < units; ++i) w_h[i * rows + row] = *from++;
    std::copy_n(from, rows, b_x);
    std::copy_n(from + rows, rows, b_h);
    std::copy_n(from + 2 * rows, units, w_out);
    b_out = from[2 * rows + units];
  }
};

class lstm : recurrent<4> {
 public:
  explicit lstm(const std::vector<float>& parameters) : recurrent(parameters) {
    for (size_t row = 0; row < rows; ++row) b_x[row] += b_h[row];
  }
  void operator()(const float (&x)[1], float (&y)[1]) {
    v8 gates[packs];
#pragma GCC unroll 16
    for (size_t p = 0; p < packs; ++p) gates[p] = x[0] * load(w_x + 8 * p) + load(b_x + 8 * p);
    add_columns<units>(gates, w_h, h);
    v8 out{};
#pragma GCC unroll 3
    for (size_t p = 0; p < 3; ++p) {
      const v8 input = sigmoid(gates[p]), forget = sigmoid(gates[3 + p]);
      const v8 next = forget * load(c + 8 * p) + input * tanh(gates[6 + p]);
      const v8 state = sigmoid(gates[9 + p]) * tanh(next);
      store(c + 8 * p, next);
      store(h + 8 * p, state);
      out += state * load(w_out + 8 * p);
    }
    y[0] = sum(out) + b_out;
  }

 private:
  alignas(64) float c[units]{};
};

class gru : recurrent<3> {
 public:
  using recurrent::recurrent;
  void operator()(const float (&x)[1], float (&y)[1]) {
    v8 gates[packs];
#pragma GCC unroll 16
    for (size_t p = 0; p < packs; ++p) gates[p] = load(b_h + 8 * p);
    add_columns<units>(gates, w_h, h);
    const auto of_input = [&](size_t p) {
      return x[0] * load(w_x + 8 * p) + load(b_x + 8 * p);
    };
    // All resets first: candidates wait for them.
    v8 reset[3], out{};
#pragma GCC unroll 3
    for (size_t p = 0; p < 3; ++p) reset[p] = sigmoid(gates[p] + of_input(p));
#pragma GCC unroll 3
    for (size_t p = 0; p < 3; ++p) {
      const v8 candidate = tanh(reset[p] * gates[6 + p] + of_input(6 + p));
      const v8 update = sigmoid(gates[3 + p] + of_input(3 + p));
      const v8 state = update * (load(h + 8 * p) - candidate) + candidate;
      store(h + 8 * p, state);
      out += state * load(w_out + 8 * p);
    }
    y[0] = sum(out) + b_out;
  }
};

/// A causal convolution, 8 channels to 16, kernel 5, then tanh: one time step a call.
class convolution {
 public:
  /// Weights `[16][8][5]`, the oldest step first, then biases.
  explicit convolution(const std::vector<float>& parameters) {
    for (size_t out = 0; out < 16; ++out) {
      for (size_t in = 0; in < 8; ++in)
        for (size_t k = 0; k < 5; ++k)
          w_[(k * 8 + in) * 16 + out] = parameters[(out * 8 + in) * 5 + k];
      b_[out] = parameters[640 + out];
    }
  }
  void operator()(const float (&x)[8], float (&y)[16]) {
    v8 low = load(b_), high = load(b_ + 8);
    add_columns_of_16(low, high, w_, past_, 32);
    add_columns_of_16(low, high, w_ + 32 * 16, x, 8);
    std::memmove(past_, past_ + 8, 24 * sizeof(float));
    std::memcpy(past_ + 24, x, sizeof x);
    store(y, tanh(low));
    store(y + 8, tanh(high));
  }

 private:
  alignas(64) float w_[40 * 16], b_[16];
  /// The four time steps before this one.
  alignas(64) float past_[32]{};
};

}  // namespace bench::hand
