// SPDX-License-Identifier: BSL-1.0
/// What a random program computes against what it must.
#pragma once

#include <etch/activation/registry.hpp>
#include <etch/etch.hpp>
#include <etch/loss/binary_cross_entropy.hpp>
#include <etch/loss/binary_cross_entropy_with_logits.hpp>
#include <etch/loss/cross_entropy_with_logits.hpp>
#include <etch/loss/hinge.hpp>
#include <etch/loss/huber.hpp>
#include <etch/loss/kl_divergence.hpp>
#include <etch/loss/label_smoothing.hpp>
#include <etch/loss/log_cosh.hpp>
#include <etch/loss/mean_absolute_error.hpp>
#include <etch/loss/negative_log_likelihood.hpp>
#include <etch/loss/penalty.hpp>
#include <etch/loss/poisson.hpp>

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <string_view>

namespace random_programs {

/// The numbers that one output must have, and how far off they may be.
struct wanted {
  const double* numbers;
  std::size_t count;
  double tolerance;  ///< absolute, of what rounding may do
  double relative;
};

/// The first number of an output, a number or an array.
template <class T>
constexpr const auto* first_of(const T& value) {
  if constexpr (std::is_arithmetic_v<T>)
    return &value;
  else if constexpr (std::is_array_v<T>)
    return first_of(value[0]);
  else
    return value.data();
}

/// Storage that nobody has written.
template <class T>
void spoil(T& storage) {
  if constexpr (std::is_arithmetic_v<T>)
    storage = std::numeric_limits<T>::quiet_NaN();
  else
    for (auto& element : storage) spoil(element);
}

constexpr bool is_near(double found, double number, double tolerance) {
  const double off = found - number;
  return (off < 0 ? -off : off) <= tolerance;
}

/// Prints what differs, three elements at most.
template <class T>
bool agrees(const char* program, int output, const T& value, const wanted& must) {
  const auto* found = first_of(value);
  int wrong = 0;
  for (std::size_t i = 0; i < must.count; ++i) {
    const double number = must.numbers[i];
    const double size = number < 0 ? -number : number;
    if (is_near(static_cast<double>(found[i]), number, must.tolerance + must.relative * size))
      continue;
    if (++wrong <= 3)
      std::printf(
          "WRONG %s output %d element %zu: expected %.17g, found %.17g, tolerance %.1e\n",
          program, output, i, number, static_cast<double>(found[i]), must.tolerance);
  }
  return wrong == 0;
}

/// For static_asserts.
template <class T>
constexpr bool all_near(const T& value, const wanted& must) {
  const auto* found = first_of(value);
  for (std::size_t i = 0; i < must.count; ++i) {
    const double number = must.numbers[i];
    const double size = number < 0 ? -number : number;
    if (!is_near(found[i], number, must.tolerance + must.relative * size)) return false;
  }
  return true;
}

struct entry {
  std::string_view name;
  bool (*run)();
};

/// Runs those named, or all.
template <std::size_t N>
int run(const entry (&programs)[N], int count, char** names) {
  int failures = 0;
  for (const entry& each : programs) {
    bool chosen = count < 2;
    for (int i = 1; i < count; ++i) chosen = chosen || each.name == names[i];
    if (!chosen) continue;
    if (!each.run()) {
      ++failures;
      std::printf("FAIL %s\n", each.name.data());
    } else {
      std::printf("PASS %s\n", each.name.data());
    }
    std::fflush(stdout);
  }
  return failures != 0;
}

}  // namespace random_programs
