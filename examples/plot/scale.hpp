// SPDX-License-Identifier: BSL-1.0
/// From numbers to places along an axis, and where its ticks stand.
#pragma once

#include "chart.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace lesson {

/// `low`, `high` and `step` are numbers, or the decimal logarithms of numbers.
struct scale {
  bool logarithmic = false;
  double low = 0, high = 1, step = 1;

  bool shows(double number) const {
    return std::isfinite(number) && (!logarithmic || number > 0);
  }
  /// 0 at the low end of the axis, 1 at the high one.
  double place(double number) const {
    const double at = ((logarithmic ? std::log10(number) : number) - low) / (high - low);
    return std::clamp(at, 0.0, 1.0);
  }
  /// Where bars begin: at 0 where that is on the axis.
  double base() const { return logarithmic ? 0 : place(0); }
};

/// The least of 1, 2, 5, 10, 20, ... and their tenths that is not below `least`.
inline double round_step(double least) {
  const double decade = std::pow(10, std::floor(std::log10(least)));
  for (const double digit : {1.0, 2.0, 5.0}) {
    if (digit * decade >= least * (1 - 1e-9)) return digit * decade;
  }
  return 10 * decade;
}

/// A scale from tick to tick, on which all of the numbers that it can show lie.
inline scale scale_of(const axis& shown, const std::vector<double>& numbers) {
  if (!shown.names.empty())
    return {false, -0.5, static_cast<double>(shown.names.size()) - 0.5, 1};
  constexpr double infinity = std::numeric_limits<double>::infinity();
  scale result{shown.logarithmic, infinity, -infinity, 1};
  for (const double number : numbers) {
    if (!result.shows(number)) continue;
    const double at = shown.logarithmic ? std::log10(number) : number;
    result.low = std::min(result.low, at);
    result.high = std::max(result.high, at);
  }
  if (result.low > result.high) result.low = 0, result.high = 1;
  if (result.low == result.high) --result.low, ++result.high;
  result.step = round_step((result.high - result.low) / 5);
  if (shown.logarithmic) result.step = std::max(1.0, result.step);
  // What lies beyond a tick by no more than this needs no further one.
  constexpr double little = 0.01;
  const double unit = shown.logarithmic ? 1 : result.step;
  result.low = unit * std::floor(result.low / unit + little);
  result.high = unit * std::ceil(result.high / unit - little);
  return result;
}

/// The scales of a chart's two axes.
inline std::pair<scale, scale> scales_of(const chart& picture) {
  std::vector<double> x, y;
  for (const series& one : picture.drawn) {
    for (const point& at : one.points) {
      x.push_back(at.x);
      y.push_back(at.y);
    }
    if (one.drawn_as == mark::bars) y.push_back(0);
  }
  return {scale_of(picture.x, x), scale_of(picture.y, y)};
}

struct tick {
  double place;
  std::string text;
};

inline std::vector<tick> ticks_of(const scale& along, const axis& shown) {
  std::vector<tick> ticks;
  if (!shown.names.empty()) {
    for (const std::string& name : shown.names)
      ticks.push_back({along.place(static_cast<double>(ticks.size())), name});
    return ticks;
  }
  const double first = std::ceil(along.low / along.step - 1e-9);
  const double last = std::floor(along.high / along.step + 1e-9);
  for (double i = first; i <= last; ++i) {
    const double at = i * along.step + 0.0;  // and not -0
    std::ostringstream text;
    text << (along.logarithmic ? std::pow(10, at) : at);
    ticks.push_back({(at - along.low) / (along.high - along.low), text.str()});
  }
  return ticks;
}

/// How far from its place the bar of one series stands, and how wide bars are, in units of x.
struct bar_layout {
  int bars = 0;

  explicit bar_layout(const chart& picture) {
    for (const series& one : picture.drawn) bars += one.drawn_as == mark::bars;
  }
  double width() const { return 0.8 / bars; }
  double left(int number) const { return -0.4 + number * width(); }
};

}  // namespace lesson
