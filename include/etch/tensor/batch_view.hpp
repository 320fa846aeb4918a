// SPDX-License-Identifier: BSL-1.0
/// Many samples of one static shape, one after the other, that somebody else owns.
#pragma once

#include <etch/graph/extents.hpp>

#include <cstddef>

namespace etch {

/// `samples` values of `Extents...` numbers each; `T` is const where they are only read.
template <class T, int... Extents>
class batch_view {
 public:
  static constexpr graph::extents extents = graph::make_extents(Extents...);

  constexpr batch_view() = default;
  constexpr batch_view(T* first, std::size_t samples) : first_(first), samples_(samples) {}
  constexpr operator batch_view<const T, Extents...>() const { return {first_, samples_}; }

  constexpr T* data() const { return first_; }
  /// The number of samples.
  constexpr std::size_t size() const { return samples_; }
  constexpr bool empty() const { return samples_ == 0; }

  /// The first element of one sample.
  constexpr T* operator[](std::size_t sample) const { return first_ + sample * extents.size(); }

  /// `count` samples from `first` on.
  constexpr batch_view slice(std::size_t first, std::size_t count) const {
    return {(*this)[first], count};
  }

 private:
  T* first_ = nullptr;
  std::size_t samples_ = 0;
};

}  // namespace etch
