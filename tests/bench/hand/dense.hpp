// SPDX-License-Identifier: BSL-1.0
/// A dense layer whose parameters are stored as its products read them, and these products.
#pragma once

#include "pack.hpp"

#include <algorithm>
#include <cstddef>
#include <type_traits>
#include <vector>

namespace bench::hand {

template <size_t Value>
using constant = std::integral_constant<size_t, Value>;

/// Weights lie input-major in panels of `Panel` outputs, `[Out / Panel][In][Panel]`: a panel is
/// read from front to back, and nothing is packed when it is used.
template <size_t In, size_t Out, size_t Panel = 16>
struct dense {
  static constexpr size_t width = (Out + Panel - 1) / Panel * Panel;
  alignas(64) float w[width * In]{}, b[width]{};

  static constexpr size_t place(size_t in, size_t out) {
    return (out / Panel * In + in) * Panel + out % Panel;
  }
  const float* panel(size_t p) const { return w + p * In * Panel; }
  float* panel(size_t p) { return w + p * In * Panel; }

  /// From weights `[Out][In]` and biases; returns what follows them.
  const float* load(const float* from) {
    for (size_t i = 0; i < Out * In; ++i) w[place(i % In, i / In)] = *from++;
    std::copy_n(from, Out, b);
    return from + Out;
  }
  void save(std::vector<float>& to) const {
    for (size_t i = 0; i < Out * In; ++i) to.push_back(w[place(i % In, i / In)]);
    to.insert(to.end(), b, b + Out);
  }
};

/// `sums += W x` for one sample and one panel of `8 Packs` outputs. Eight inputs a turn: the
/// end of a short loop is mispredicted, which the next call waits for.
template <size_t Inputs, size_t Packs>
[[gnu::always_inline]] inline void add_columns(v8 (&sums)[Packs], const float* w,
                                               const float* x) {
#pragma GCC unroll 8
  for (size_t i = 0; i < Inputs; ++i) {
    const v8 xi = all(x[i]);
#pragma GCC unroll 16
    for (size_t p = 0; p < Packs; ++p) sums[p] += xi * load(w + (i * Packs + p) * 8);
  }
}

/// The same for a panel of 16 outputs: sums of every fourth input, or each addition would wait
/// for the one before.
[[gnu::always_inline]] inline void add_columns_of_16(v8& low, v8& high, const float* w,
                                                     const float* x, size_t inputs) {
  v8 sums[8] = {low, high};
  for (size_t i = 0; i < inputs; i += 4) {
#pragma GCC unroll 4
    for (size_t k = 0; k < 4; ++k) {
      const v8 xi = all(x[i + k]);
      sums[2 * k] += xi * load(w + (i + k) * 16);
      sums[2 * k + 1] += xi * load(w + (i + k) * 16 + 8);
    }
  }
  low = (sums[0] + sums[2]) + (sums[4] + sums[6]);
  high = (sums[1] + sums[3]) + (sums[5] + sums[7]);
}

/// A tile of `Rows` rows and 16 columns in registers: `first(row)` is what each half begins
/// with, to which come the products of element (row, k) of A, at `a[row * row_step + k *
/// step]`, with the rows of the panel `b`; `last(row, low, high)` takes the sums.
template <size_t Rows, class First, class Last>
[[gnu::always_inline]] inline void tile(size_t depth, const float* a, size_t row_step,
                                        size_t step, const float* b, First&& first,
                                        Last&& last) {
  v8 low[Rows], high[Rows];
#pragma GCC unroll 8
  for (size_t row = 0; row < Rows; ++row) {
    low[row] = load(first(row));
    high[row] = load(first(row) + 8);
  }
  for (size_t k = 0; k < depth; ++k) {
    const v8 b_low = load(b + 16 * k), b_high = load(b + 16 * k + 8);
#pragma GCC unroll 8
    for (size_t row = 0; row < Rows; ++row) {
      const v8 element = all(a[row * row_step + k * step]);
      low[row] += element * b_low;
      high[row] += element * b_high;
    }
  }
#pragma GCC unroll 8
  for (size_t row = 0; row < Rows; ++row) last(row, low[row], high[row]);
}

/// `visit(rows, first)`: `Count` rows, six at a time, then the rest.
template <size_t Count, class Visit>
[[gnu::always_inline]] inline void by_six(Visit&& visit) {
  for (size_t row = 0; row + 6 <= Count; row += 6) visit(constant<6>{}, row);
  if constexpr (Count % 6 != 0) visit(constant<Count % 6>{}, Count / 6 * 6);
}

/// Gradient descent in one panel of a layer, `w += x^T d`, of a batch of `Samples`: `d`,
/// `[Samples][16]`, is already multiplied by the negative rate. No gradient is stored.
template <size_t Samples, size_t In>
inline void descend(float* w, const float* x, size_t row_step, const float* d) {
  by_six<In>([&](auto rows, size_t first) {
    tile<rows>(
        Samples, x + first, 1, row_step, d, [&](size_t row) { return w + (first + row) * 16; },
        [&](size_t row, v8 low, v8 high) {
          store(w + (first + row) * 16, low);
          store(w + (first + row) * 16 + 8, high);
        });
  });
}
/// The same of its biases.
template <size_t Samples>
inline void descend(float* b, const float* d) {
  static_assert(Samples % 4 == 0);
  v8 sums[8] = {load(b), load(b + 8)};
  for (size_t s = 0; s < Samples; s += 4)
#pragma GCC unroll 8
    for (size_t k = 0; k < 8; ++k) sums[k] += load(d + s * 16 + k * 8);
  store(b, (sums[0] + sums[2]) + (sums[4] + sums[6]));
  store(b + 8, (sums[1] + sums[3]) + (sums[5] + sums[7]));
}

}  // namespace bench::hand
