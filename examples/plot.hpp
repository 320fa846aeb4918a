// SPDX-License-Identifier: BSL-1.0
/// Charts of the lessons: in letters on the terminal, and as SVG files.
///
///     lesson::chart picture{.title = "Descent", .x = {"step"}, .y = {"loss"}};
///     picture.add("sigmoid", lesson::numbered(losses));
///     lesson::show(picture, "09_descents.svg", argument_count, arguments);
#pragma once

#include "lesson.hpp"
#include "plot/chart.hpp"
#include "plot/svg.hpp"
#include "plot/text.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

namespace lesson {

/// Writes a picture and says where. The lesson fails where that cannot be done.
inline void write_svg(const std::string& path, const auto& picture) {
  const std::string content = svg(picture);
  std::FILE* file = std::fopen(path.c_str(), "w");
  bool written = file != nullptr && std::fputs(content.c_str(), file) >= 0;
  if (file != nullptr && std::fclose(file) != 0) written = false;
  if (written) {
    std::printf("\nThe picture is in %s\n", path.c_str());
  } else {
    fail("cannot write " + path + ": " + std::strerror(errno));
  }
}

/// A file's path in the folder that the first argument of the command line names, if any.
inline std::string path_of(const char* file, int argument_count, char** arguments) {
  return argument_count > 1 ? std::string(arguments[1]) + "/" + file : file;
}

/// Prints a chart, and writes it to a file.
inline void show(const chart& picture, const char* file, int argument_count, char** arguments) {
  std::fputs(text(picture).c_str(), stdout);
  write_svg(path_of(file, argument_count, arguments), picture);
}

}  // namespace lesson
