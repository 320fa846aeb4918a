// SPDX-License-Identifier: BSL-1.0
/// A list of types, in which registries name all of a kind.
#pragma once

#include <cstddef>

namespace etch::op {

template <class... Types>
struct list {
  static constexpr std::size_t size = sizeof...(Types);
};

}  // namespace etch::op
