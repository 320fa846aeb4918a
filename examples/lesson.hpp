// SPDX-License-Identifier: BSL-1.0
/// What the lessons share: they state figures, and fail where one is wrong.
#pragma once

#include <cmath>
#include <cstdio>

namespace lesson {

inline int wrong_figures = 0;

/// States a figure and notes when it is not so.
inline void expect(const char* what, double found, double expected, double tolerance = 1e-12) {
  const bool right = std::abs(found - expected) <= tolerance;
  std::printf("  %-44s %.12g%s\n", what, found, right ? "" : "   WRONG");
  if (!right) {
    std::printf("  %-44s %.12g\n", "expected", expected);
    ++wrong_figures;
  }
}

/// The exit status of a lesson.
inline int result() { return wrong_figures == 0 ? 0 : 1; }

}  // namespace lesson
