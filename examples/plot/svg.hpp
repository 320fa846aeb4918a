// SPDX-License-Identifier: BSL-1.0
/// A chart, or a sheet of them, as an SVG picture.
#pragma once

#include "chart.hpp"
#include "scale.hpp"

#include <algorithm>
#include <cstddef>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace lesson {

/// Text as it stands in XML.
inline std::string escaped(std::string_view text) {
  std::string result;
  for (const char letter : text) {
    switch (letter) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      default:
        result += letter;
    }
  }
  return result;
}

/// The colour of a chart's series. Source: Okabe & Ito 2008, told apart by the colour-blind.
inline const char* colour_of(std::size_t number) {
  constexpr const char* colours[] = {"#0072b2", "#d55e00", "#009e73", "#cc79a7",
                                     "#e69f00", "#56b4e9", "#000000"};
  return colours[number % std::size(colours)];
}

/// The places of a drawing: a rectangle, y downwards.
struct rectangle {
  double left, top, width, height;

  double x(double place) const { return left + place * width; }
  double y(double place) const { return top + (1 - place) * height; }
};

class svg_writer {
 public:
  svg_writer(double width, double height) {
    out_ << "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" << width << "\" height=\""
         << height << "\" viewBox=\"0 0 " << width << ' ' << height
         << "\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#222222\">\n"
         << "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n";
  }
  std::string finish() {
    out_ << "</svg>\n";
    return out_.str();
  }

  /// `style` holds further attributes.
  void write(double x, double y, std::string_view text, std::string_view style) {
    out_ << "<text x=\"" << x << "\" y=\"" << y << "\" " << style << ">" << escaped(text)
         << "</text>\n";
  }
  void line(double x1, double y1, double x2, double y2, std::string_view style) {
    out_ << "<line x1=\"" << x1 << "\" y1=\"" << y1 << "\" x2=\"" << x2 << "\" y2=\"" << y2
         << "\" " << style << "/>\n";
  }
  void box(double x, double y, double width, double height, std::string_view style) {
    out_ << "<rect x=\"" << x << "\" y=\"" << y << "\" width=\"" << width << "\" height=\""
         << height << "\" " << style << "/>\n";
  }
  void dot(double x, double y, double radius, std::string_view colour) {
    out_ << "<circle cx=\"" << x << "\" cy=\"" << y << "\" r=\"" << radius << "\" fill=\""
         << colour << "\"/>\n";
  }
  void path(const std::vector<point>& points, std::string_view style) {
    if (points.empty()) return;
    out_ << "<polyline fill=\"none\" stroke-width=\"1.8\" stroke-linejoin=\"round\" " << style
         << " points=\"";
    for (const point& at : points) out_ << at.x << ',' << at.y << ' ';
    out_ << "\"/>\n";
  }

 private:
  std::ostringstream out_;
};

inline double radius_of(mark drawn_as) { return drawn_as == mark::spots ? 6 : 2.5; }

inline std::string stroke_of(std::size_t number, mark drawn_as) {
  return std::string("stroke=\"") + colour_of(number) + "\"" +
         (drawn_as == mark::dashes ? " stroke-dasharray=\"6 4\"" : "");
}

inline void draw_axes(svg_writer& out, const chart& picture, const scale& x, const scale& y,
                      const rectangle& area) {
  constexpr const char* grid = "stroke=\"#e3e3e3\"";
  const double bottom = area.top + area.height;
  for (const tick& at : ticks_of(x, picture.x)) {
    const double place = area.x(at.place);
    if (picture.x.names.empty()) out.line(place, area.top, place, bottom, grid);
    out.write(place, bottom + 16, at.text, "text-anchor=\"middle\"");
  }
  for (const tick& at : ticks_of(y, picture.y)) {
    out.line(area.left, area.y(at.place), area.left + area.width, area.y(at.place), grid);
    out.write(area.left - 6, area.y(at.place) + 4, at.text, "text-anchor=\"end\"");
  }
  out.box(area.left, area.top, area.width, area.height, "fill=\"none\" stroke=\"#888888\"");
  if (!picture.x.label.empty()) {
    out.write(area.x(0.5), bottom + 36, picture.x.label, "text-anchor=\"middle\"");
  }
  if (!picture.y.label.empty()) {
    std::ostringstream turned;
    turned << "text-anchor=\"middle\" transform=\"rotate(-90 " << area.left - 48 << ' '
           << area.y(0.5) << ")\"";
    out.write(area.left - 48, area.y(0.5), picture.y.label, turned.str());
  }
}

inline void draw_series(svg_writer& out, const chart& picture, const scale& x, const scale& y,
                        const rectangle& area) {
  const bar_layout bars(picture);
  int bar = 0;
  for (std::size_t i = 0; i < picture.drawn.size(); ++i) {
    const series& one = picture.drawn[i];
    std::vector<point> joined;
    for (const point& at : one.points) {
      if (!x.shows(at.x) || !y.shows(at.y)) {
        out.path(joined, stroke_of(i, one.drawn_as));
        joined.clear();
        continue;
      }
      const point here{area.x(x.place(at.x)), area.y(y.place(at.y))};
      if (joins(one.drawn_as)) {
        joined.push_back(here);
      } else if (one.drawn_as == mark::bars) {
        const double left = area.x(x.place(at.x + bars.left(bar))), base = area.y(y.base());
        const double width = area.width * bars.width() / (x.high - x.low);
        out.box(left, std::min(base, here.y), width,
                std::max(base, here.y) - std::min(base, here.y),
                std::string("fill=\"") + colour_of(i) + "\"");
      } else {
        out.dot(here.x, here.y, radius_of(one.drawn_as), colour_of(i));
      }
    }
    out.path(joined, stroke_of(i, one.drawn_as));
    bar += one.drawn_as == mark::bars;
  }
}

/// Names beside samples of their marks, in rows from `left` to `right`. Returns the height.
inline double draw_legend(svg_writer& out, const chart& picture, double left, double right,
                          double top) {
  constexpr double row = 18, sample = 22, letter = 6.6;
  double x = left, y = top;
  for (std::size_t i = 0; i < picture.drawn.size(); ++i) {
    const series& one = picture.drawn[i];
    if (one.name.empty()) continue;
    const double width = sample + letter * static_cast<double>(one.name.size()) + 24;
    if (x > left && x + width > right) x = left, y += row;
    const double middle = y + row / 2;
    if (joins(one.drawn_as)) {
      out.path({{x, middle}, {x + sample, middle}}, stroke_of(i, one.drawn_as));
    } else if (one.drawn_as == mark::bars) {
      out.box(x + 5, middle - 5, 12, 10, std::string("fill=\"") + colour_of(i) + "\"");
    } else {
      out.dot(x + sample / 2, middle, radius_of(one.drawn_as), colour_of(i));
    }
    out.write(x + sample + 6, middle + 4, one.name, "");
    x += width;
  }
  return x > left || y > top ? y + row - top : 0;
}

inline void draw_chart(svg_writer& out, const chart& picture, rectangle place,
                       bool with_legend) {
  const double left = picture.y.label.empty() ? 44 : 66,
               below = picture.x.label.empty() ? 26 : 46;
  double top = place.top + 26;
  out.write(place.left + left, place.top + 18, picture.title, "font-weight=\"bold\"");
  if (with_legend) {
    top += draw_legend(out, picture, place.left + left, place.left + place.width - 16, top) + 4;
  }
  const auto [x, y] = scales_of(picture);
  const rectangle area{place.left + left, top, place.width - left - 20,
                       place.top + place.height - below - top};
  draw_axes(out, picture, x, y, area);
  draw_series(out, picture, x, y, area);
}

inline std::string svg(const chart& picture, double width = 640, double height = 420) {
  svg_writer out(width, height);
  draw_chart(out, picture, {0, 0, width, height}, true);
  return out.finish();
}

inline std::string svg(const sheet& pictures) {
  constexpr double head = 56;
  const std::size_t rows = (pictures.charts.size() + pictures.columns - 1) / pictures.columns;
  const double width = pictures.width * static_cast<double>(pictures.columns);
  svg_writer out(width, head + pictures.height * static_cast<double>(rows));
  out.write(20, 24, pictures.title, "font-weight=\"bold\" font-size=\"16\"");
  if (!pictures.charts.empty()) draw_legend(out, pictures.charts.front(), 20, width, 34);
  for (std::size_t i = 0; i < pictures.charts.size(); ++i) {
    const auto column = static_cast<double>(i % pictures.columns);
    const auto row = static_cast<double>(i / pictures.columns);
    draw_chart(out, pictures.charts[i],
               {column * pictures.width, head + row * pictures.height, pictures.width,
                pictures.height},
               false);
  }
  return out.finish();
}

}  // namespace lesson
