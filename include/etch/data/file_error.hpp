// SPDX-License-Identifier: BSL-1.0
/// The error of a file that is not what its format asks for.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <utility>

namespace etch::data {

/// A file is missing, broken, or of another kind: which one, what was expected, what was found.
class file_error : public std::runtime_error {
 public:
  file_error(std::filesystem::path path, std::string expected, std::string found)
      : std::runtime_error(path.string() + ": expected " + expected + ", found " + found),
        path_(std::move(path)),
        expected_(std::move(expected)),
        found_(std::move(found)) {}

  const std::filesystem::path& path() const noexcept { return path_; }
  const std::string& expected() const noexcept { return expected_; }
  const std::string& found() const noexcept { return found_; }

 private:
  std::filesystem::path path_;
  std::string expected_, found_;
};

}  // namespace etch::data
