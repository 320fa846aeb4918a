// SPDX-License-Identifier: BSL-1.0
/// The errors that only a run can find.
#pragma once

#include <cstddef>
#include <exception>
#include <string_view>

namespace etch {

/// A value whose extents are known only at run time does not have the extents its symbol asks
/// for. Thrown before anything is computed or changed.
class extent_error : public std::exception {
 public:
  extent_error(std::string_view name, std::string_view what, std::size_t expected,
               std::size_t found) noexcept
      : expected_(expected), found_(found) {
    write(name), write(": expected "), write(expected), write(" "), write(what);
    write(", found "), write(found);
  }

  const char* what() const noexcept override { return text_; }
  std::size_t expected() const noexcept { return expected_; }
  std::size_t found() const noexcept { return found_; }

 private:
  void write(std::string_view part) noexcept {
    for (const char letter : part) {
      if (length_ + 1 < sizeof text_) text_[length_++] = letter;
    }
  }
  void write(std::size_t number) noexcept {
    if (number >= 10) write(number / 10);
    const char digit = static_cast<char>('0' + number % 10);
    write(std::string_view(&digit, 1));
  }

  char text_[160]{};
  std::size_t length_ = 0;
  std::size_t expected_, found_;
};

/// Throws `extent_error` if the extents differ. Where exceptions are off, the program stops.
constexpr void expect_extent(std::string_view name, std::string_view what, std::size_t expected,
                             std::size_t found) {
  if (expected == found) return;
#if defined(__cpp_exceptions)
  throw extent_error(name, what, expected, found);
#else
  (void)name, (void)what;
  __builtin_trap();
#endif
}

}  // namespace etch
