// SPDX-License-Identifier: BSL-1.0
/// What a chart of a lesson shows, without a word on how it is drawn.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace lesson {

struct point {
  double x = 0, y = 0;
};

enum class mark { line, dashes, dots, spots, bars };

/// Whether a line goes from point to point.
constexpr bool joins(mark drawn_as) {
  return drawn_as == mark::line || drawn_as == mark::dashes;
}

/// Points in the order in which a line joins them. What is not finite has no place, and parts a
/// line; so does what is not positive on a logarithmic axis. Without a name, not in the legend.
struct series {
  std::string name = {};
  std::vector<point> points = {};
  mark drawn_as = mark::line;
};

/// An axis of numbers, or with `names` one of things, of which bars stand at 0, 1, 2, ...
struct axis {
  std::string label = {};
  bool logarithmic = false;
  std::vector<std::string> names = {};
};

struct chart {
  std::string title = {};
  axis x = {}, y = {};
  std::vector<series> drawn = {};

  void add(std::string name, std::vector<point> points, mark drawn_as = mark::line) {
    drawn.push_back({std::move(name), std::move(points), drawn_as});
  }
};

/// Small charts in rows. They share the legend of the first.
struct sheet {
  std::string title = {};
  std::size_t columns = 1;
  double width = 640, height = 400;  // of one chart, in pixels
  std::vector<chart> charts = {};
};

/// The points of a function at `count` places from `low` to `high`.
std::vector<point> curve(auto function, double low, double high, int count = 201) {
  std::vector<point> points;
  for (int i = 0; i < count; ++i) {
    const double at = low + (high - low) * i / (count - 1);
    points.push_back({at, function(at)});
  }
  return points;
}

/// Points with these coordinates.
std::vector<point> joined(const auto& across, const auto& up) {
  std::vector<point> points;
  for (std::size_t i = 0; i < up.size(); ++i) points.push_back({across[i], up[i]});
  return points;
}

/// Numbers over their places, from `first` on: one a step, a layer, a bar.
std::vector<point> numbered(const auto& numbers, double first = 0) {
  std::vector<point> points;
  for (const double number : numbers) points.push_back({first++, number});
  return points;
}

}  // namespace lesson
