// SPDX-License-Identifier: BSL-1.0
/// Columns of the tables that are printed.
#pragma once

#include <cstddef>
#include <ostream>
#include <string>

namespace etch::io {

/// `text`, filled with spaces to `width`; one at least follows it.
inline void put_cell(std::ostream& out, const std::string& text, std::size_t width) {
  out << text << std::string(text.size() < width ? width - text.size() : 1, ' ');
}

}  // namespace etch::io
