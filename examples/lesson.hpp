// SPDX-License-Identifier: BSL-1.0
/// What the lessons share: they state figures, and fail where one is wrong.
#pragma once

#include <cmath>
#include <cstdio>
#include <string>

namespace lesson {

inline int wrong_figures = 0;

/// Says what went wrong, and lets the lesson fail.
inline void fail(const std::string& what) {
  std::fprintf(stderr, "%s\n", what.c_str());
  ++wrong_figures;
}

/// States a figure and notes when it is not so.
inline void expect(const char* what, double found, double expected, double tolerance = 1e-12) {
  const bool right = std::abs(found - expected) <= tolerance;
  std::printf("  %-44s %.12g%s\n", what, found, right ? "" : "   WRONG");
  if (!right) {
    std::printf("  %-44s %.12g\n", "expected", expected);
    ++wrong_figures;
  }
}

/// States a figure and notes when it is not from `low` to `high`.
inline void expect_between(const char* what, double found, double low, double high) {
  const bool right = found >= low && found <= high;
  std::printf("  %-44s %.6g%s\n", what, found, right ? "" : "   WRONG");
  if (!right) {
    std::printf("  %-44s %.6g to %.6g\n", "expected", low, high);
    ++wrong_figures;
  }
}

/// States a claim and notes when it is not so.
inline void expect_that(const char* claim, bool right) {
  std::printf("  %-44s %s\n", claim, right ? "yes" : "no   WRONG");
  if (!right) ++wrong_figures;
}

/// The exit status of a lesson.
inline int result() { return wrong_figures == 0 ? 0 : 1; }

}  // namespace lesson
