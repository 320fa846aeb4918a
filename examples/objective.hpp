// SPDX-License-Identifier: BSL-1.0
/// What the lessons on objectives share: their inputs, and how gradients are compared.
#pragma once

#include "lesson.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace lesson {

/// Spread over (-1/2, 1/2), without any order.
constexpr double fraction(std::size_t i) {
  return static_cast<double>(i * 7919 % 10007) / 10007 - 0.5;
}

/// The largest error of `found`, relative to the largest magnitude expected.
template <std::size_t Size>
double relative_error(const auto& found, const double (&expected)[Size]) {
  double error = 0, size = 0;
  const double* next = found.data();
  for (const double number : expected) {
    error = std::max(error, std::abs(*next++ - number));
    size = std::max(size, std::abs(number));
  }
  return error / size;
}

/// States a gradient's error and notes when it is above 1e-9.
template <std::size_t Size>
void expect_gradient(const char* what, const auto& found, const double (&expected)[Size]) {
  expect(what, found.size() == Size ? relative_error(found, expected) : 1, 0, 1e-9);
}

}  // namespace lesson
