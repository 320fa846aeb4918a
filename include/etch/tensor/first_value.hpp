// SPDX-License-Identifier: BSL-1.0
/// Where what is not drawn at random begins.
#pragma once

#include <etch/expr/symbols.hpp>

#include <string_view>

namespace etch {

/// A dotted name ends in `last`: "norm.scale" in "scale".
constexpr bool is_named(std::string_view name, std::string_view last) {
  return name.ends_with(last) &&
         (name.size() == last.size() || name[name.size() - last.size() - 1] == '.');
}

/// 1 for scales and variances, which multiply or divide, and 0 for everything else.
template <class T, Symbol S>
constexpr T first_value(S) {
  return is_named(S::self.name, "scale") || is_named(S::self.name, "variance") ? T(1) : T(0);
}

}  // namespace etch
