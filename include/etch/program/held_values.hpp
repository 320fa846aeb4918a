// SPDX-License-Identifier: BSL-1.0
/// What a program has computed before it is called.
#pragma once

#include <etch/program/pipeline.hpp>

#include <array>
#include <cstddef>

namespace etch::program {

/// The values that the graph of the stage `Late` reads as its leaves from `First` on, one
/// behind the other.
template <class T, class Late, std::size_t First = frozen<Late>::value.first_held()>
class held_values {
  static constexpr std::size_t line = 64 / sizeof(T);  ///< elements; values begin with a line

 public:
  static constexpr std::size_t count = frozen<Late>::sizes.leaves - First;

  static constexpr const graph::leaf& leaf(std::size_t i) {
    return frozen<Late>::value.leaves[First + i];
  }
  constexpr const T* address(std::size_t i) const { return numbers_ + first_[i]; }
  constexpr std::array<T*, count> addresses() {
    std::array<T*, count> all{};
    for (std::size_t i = 0; i < count; ++i) all[i] = numbers_ + first_[i];
    return all;
  }

 private:
  static constexpr std::array<std::size_t, count + 1> first_ = [] {
    std::array<std::size_t, count + 1> first{};
    for (std::size_t i = 0; i < count; ++i) {
      first[i + 1] = first[i] + (leaf(i).shape.size() + line - 1) / line * line;
    }
    return first;
  }();

  alignas(64) T numbers_[first_[count] + 1]{};
};

template <class V>
inline constexpr bool is_held_values = false;
template <class T, class Late, std::size_t First>
inline constexpr bool is_held_values<held_values<T, Late, First>> = true;

}  // namespace etch::program
