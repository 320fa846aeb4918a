// SPDX-License-Identifier: BSL-1.0
/// A name as a template argument.
#pragma once

#include <cstddef>
#include <string_view>

namespace etch {

/// `Size` counts the terminating zero, as the literal's array does.
template <std::size_t Size>
struct fixed_string {
  char text[Size]{};

  constexpr fixed_string() = default;
  constexpr fixed_string(const char (&literal)[Size]) {
    for (std::size_t i = 0; i < Size; ++i) text[i] = literal[i];
  }

  constexpr std::string_view view() const { return {text, Size - 1}; }
  constexpr std::size_t size() const { return Size - 1; }
};

}  // namespace etch
