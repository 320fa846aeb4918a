// SPDX-License-Identifier: BSL-1.0
/// Numbers for programs whose results are compared with each other.
#pragma once

#include <type_traits>

/// Fills arrays with numbers in [-0.5, 0.5), always the same.
class drawing {
 public:
  void operator()(auto& values) {
    for (auto& value : values)
      value = static_cast<std::remove_reference_t<decltype(value)>>(
          (state_ = state_ * 1664525u + 1013904223u) / 4294967296.0 - 0.5);
  }

 private:
  unsigned state_ = 1;
};
