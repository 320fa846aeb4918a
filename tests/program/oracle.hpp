// SPDX-License-Identifier: BSL-1.0
/// What programs are compared with: plain loops and central differences in long double.
#pragma once

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstddef>
#include <iterator>
#include <type_traits>
#include <vector>

namespace oracle {

using real = long double;
using numbers = std::vector<real>;

/// Fills any array with reproducible numbers of (-1, 1), and returns a copy for the oracle.
/// They are exact in float.
class source {
 public:
  explicit source(unsigned seed) : state_(seed) {}

  template <class Array>
  numbers fill(Array& array) {
    numbers copy;
    for (auto& element : array) {
      state_ = state_ * 1664525u + 1013904223u;
      const int drawn = static_cast<int>(state_ >> 20) - 2048;
      element = static_cast<std::remove_reference_t<decltype(element)>>(drawn + 0.5) / 2048;
      copy.push_back(static_cast<real>(element));
    }
    return copy;
  }

 private:
  unsigned state_;
};

/// `left right`, row-major: [rows x depth] by [depth x columns].
inline numbers multiplied(const numbers& left, const numbers& right, std::size_t depth) {
  const std::size_t rows = left.size() / depth, columns = right.size() / depth;
  numbers result(rows * columns, 0);
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t j = 0; j < columns; ++j)
      for (std::size_t k = 0; k < depth; ++k)
        result[i * columns + j] += left[i * depth + k] * right[k * columns + j];
  return result;
}

inline numbers transposed(const numbers& m, std::size_t columns) {
  const std::size_t rows = m.size() / columns;
  numbers result(m.size());
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t j = 0; j < columns; ++j) result[j * rows + i] = m[i * columns + j];
  return result;
}

inline numbers added(numbers a, const numbers& b) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] += b[i];
  return a;
}

template <class F>
numbers mapped(F f, numbers a) {
  for (real& element : a) element = f(element);
  return a;
}

inline real dot(const numbers& a, const numbers& b) {
  real sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

inline numbers softmax(const numbers& z) {
  real sum = 0;
  for (const real element : z) sum += std::exp(element);
  return mapped([&](real element) { return std::exp(element) / sum; }, z);
}

/// `W x + b`.
inline numbers affine(const numbers& w, const numbers& x, const numbers& b) {
  return added(multiplied(w, x, x.size()), b);
}

/// The slopes of `f()` by the elements of `at`, which `f` reads; error of order 1e-12.
template <class F>
numbers slopes(F f, numbers& at) {
  constexpr real step = 1e-4L;
  numbers result;
  for (real& element : at) {
    const real kept = element;
    const auto difference = [&](real reach) {
      element = kept + reach;
      const real above = f();
      element = kept - reach;
      const real below = f();
      element = kept;
      return (above - below) / (2 * reach);
    };
    result.push_back((4 * difference(step) - difference(2 * step)) / 3);
  }
  return result;
}

/// The largest difference between two arrays, relative to their size where that is above 1, in
/// units of the rounding that is granted to `T`.
template <class T, class Found>
double error(const Found& found, const numbers& expected) {
  if (static_cast<std::size_t>(std::distance(std::begin(found), std::end(found))) !=
      expected.size())
    return HUGE_VAL;
  const real granted = sizeof(T) == 4 ? 3e-5L : 1e-11L;
  real worst = 0;
  std::size_t i = 0;
  for (const T element : found) {
    const real wanted = expected[i++];
    const real here = std::fabs(static_cast<real>(element) - wanted) / (1 + std::fabs(wanted));
    if (!(here <= worst)) worst = here;  // NaN is the worst
  }
  return std::isnan(worst) ? HUGE_VAL : static_cast<double>(worst / granted);
}

template <class T>
double error(T found, real expected) {
  const T one[] = {found};
  return error<T>(one, numbers{expected});
}

}  // namespace oracle
