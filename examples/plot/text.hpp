// SPDX-License-Identifier: BSL-1.0
/// A chart in letters, for a terminal.
#pragma once

#include "chart.hpp"
#include "scale.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iomanip>
#include <sstream>
#include <string>
#include <vector>

namespace lesson {

/// Rows of letters, of which places from (0, 0) to (1, 1) are on the canvas.
class canvas {
 public:
  canvas(int columns, int rows)
      : lines_(static_cast<std::size_t>(rows),
               std::string(static_cast<std::size_t>(columns), ' ')) {}

  int columns() const { return static_cast<int>(lines_.front().size()); }
  int rows() const { return static_cast<int>(lines_.size()); }
  int column(double x) const { return static_cast<int>(std::lround(x * (columns() - 1))); }
  int row(double y) const { return static_cast<int>(std::lround((1 - y) * (rows() - 1))); }
  const std::string& line(int row) const { return lines_[static_cast<std::size_t>(row)]; }

  void put(double x, double y, char letter) {
    lines_[static_cast<std::size_t>(row(y))][static_cast<std::size_t>(column(x))] = letter;
  }
  /// Letters from one place to another; with a `stride` of 2 in every second place.
  void join(point from, point to, char letter, int stride) {
    const int across = std::abs(column(to.x) - column(from.x));
    const int down = std::abs(row(to.y) - row(from.y));
    const int steps = std::max({across, down, 1});
    for (int i = 0; i <= steps; ++i) {
      const double share = static_cast<double>(i) / steps;
      const double x = from.x + share * (to.x - from.x), y = from.y + share * (to.y - from.y);
      if ((across >= down ? column(x) : row(y)) % stride == 0) put(x, y, letter);
    }
  }
  void fill(double left, double right, double low, double high, char letter) {
    const int last = std::max(column(left), column(right) - 1);
    for (int c = column(left); c <= last; ++c) {
      for (int r = row(high); r <= row(low); ++r)
        lines_[static_cast<std::size_t>(r)][static_cast<std::size_t>(c)] = letter;
    }
  }

 private:
  std::vector<std::string> lines_;
};

/// The letter of a chart's series.
inline char letter_of(std::size_t number) {
  constexpr char letters[] = "*o+x#@%&";
  return letters[number % (sizeof letters - 1)];
}

inline void draw(const chart& picture, const scale& x, const scale& y, canvas& on) {
  const bar_layout bars(picture);
  int bar = 0;
  for (std::size_t i = 0; i < picture.drawn.size(); ++i) {
    const series& one = picture.drawn[i];
    const char letter = letter_of(i);
    bool joined = false;
    point last;
    for (const point& at : one.points) {
      const bool shown = x.shows(at.x) && y.shows(at.y);
      const point here = shown ? point{x.place(at.x), y.place(at.y)} : point{};
      if (shown && one.drawn_as == mark::bars) {
        const double left = at.x + bars.left(bar);
        on.fill(x.place(left), x.place(left + bars.width()), std::min(here.y, y.base()),
                std::max(here.y, y.base()), letter);
      } else if (shown && joined && joins(one.drawn_as)) {
        on.join(last, here, letter, one.drawn_as == mark::dashes ? 2 : 1);
      } else if (shown) {
        on.put(here.x, here.y, letter);
      }
      joined = shown;
      last = here;
    }
    bar += one.drawn_as == mark::bars;
  }
}

/// The chart on `columns` x `rows` letters, with a margin for the numbers of its axes.
inline std::string text(const chart& picture, int columns = 72, int rows = 20) {
  constexpr int margin = 8;
  const auto [x, y] = scales_of(picture);
  canvas on(columns - margin - 2, rows);
  draw(picture, x, y, on);

  const std::string indent(margin + 2, ' ');
  std::ostringstream out;
  out << '\n' << indent << picture.title << '\n';
  if (!picture.y.label.empty()) out << "  " << picture.y.label << '\n';
  std::vector<std::string> numbers(static_cast<std::size_t>(rows));
  for (const tick& at : ticks_of(y, picture.y)) {
    numbers[static_cast<std::size_t>(on.row(at.place))] = at.text;
  }
  for (int row = 0; row < rows; ++row) {
    const std::string& line = on.line(row);
    out << std::setw(margin - 1) << numbers[static_cast<std::size_t>(row)] << " | "
        << line.substr(0, line.find_last_not_of(' ') + 1) << '\n';
  }
  out << std::string(margin, ' ') << '+'
      << std::string(static_cast<std::size_t>(columns - margin - 1), '-') << '\n';

  std::string names;
  for (const tick& at : ticks_of(x, picture.x)) {
    const int centre = margin + 2 + on.column(at.place);
    const int begin = std::max(0, centre - static_cast<int>(at.text.size()) / 2);
    if (!names.empty() && static_cast<std::size_t>(begin) <= names.size()) continue;
    names.resize(static_cast<std::size_t>(begin), ' ');
    names += at.text;
  }
  out << names << '\n';
  if (!picture.x.label.empty()) out << indent << picture.x.label << '\n';
  for (std::size_t i = 0; i < picture.drawn.size(); ++i) {
    const std::string& name = picture.drawn[i].name;
    if (!name.empty()) out << indent << letter_of(i) << "  " << name << '\n';
  }
  return out.str();
}

}  // namespace lesson
