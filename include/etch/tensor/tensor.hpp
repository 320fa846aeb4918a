// SPDX-License-Identifier: BSL-1.0
/// The value type users hold: numbers of a static shape, stored in place, row-major.
#pragma once

#include <etch/graph/extents.hpp>

#include <concepts>
#include <cstddef>

namespace etch {

/// Asks for storage whose elements the caller writes before anybody reads them.
struct uninitialised_t {};
inline constexpr uninitialised_t uninitialised{};

/// A tensor is made from exactly as many elements as its shape has.
template <std::size_t Elements, std::size_t Wanted>
concept elements_are_as_many_as_the_shape_has = Elements == Wanted;

/// A dense row-major array of `Extents...` numbers, without heap. `tensor<float, 10, 784>` has
/// 10 rows of 784 columns; `tensor<float>` is one number.
template <std::floating_point T, int... Extents>
class tensor {
 public:
  using value_type = T;
  static constexpr graph::extents extents = graph::make_extents(Extents...);
  static constexpr std::size_t element_count = extents.size();

  /// All zeros.
  constexpr tensor() : values_{} {}
  constexpr explicit tensor(uninitialised_t) {}
  /// Elements in row-major order, exactly as many as the shape has.
  template <std::convertible_to<T>... Elements>
    requires elements_are_as_many_as_the_shape_has<sizeof...(Elements), element_count> &&
             (sizeof...(Extents) > 0)
  constexpr tensor(Elements... elements) : values_{static_cast<T>(elements)...} {}

  /// A scalar parameter is set like a number: `theta[b] = 0.5`.
  constexpr tensor& operator=(T number)
    requires(sizeof...(Extents) == 0)
  {
    values_[0] = number;
    return *this;
  }

  static constexpr std::size_t size() { return element_count; }
  constexpr T* data() { return values_; }
  constexpr const T* data() const { return values_; }
  constexpr T* begin() { return values_; }
  constexpr const T* begin() const { return values_; }
  constexpr T* end() { return values_ + element_count; }
  constexpr const T* end() const { return values_ + element_count; }

  /// The element at a flat, row-major position.
  constexpr T& operator[](std::size_t place) { return values_[place]; }
  constexpr const T& operator[](std::size_t place) const { return values_[place]; }

  /// The element at one index per axis: `w(row, column)`.
  template <std::integral... Index>
    requires(sizeof...(Index) == sizeof...(Extents))
  constexpr T& operator()(Index... index) {
    return values_[place_of(index...)];
  }
  template <std::integral... Index>
    requires(sizeof...(Index) == sizeof...(Extents))
  constexpr const T& operator()(Index... index) const {
    return values_[place_of(index...)];
  }

  constexpr void fill(T value) {
    for (T& element : values_) element = value;
  }

  constexpr bool operator==(const tensor& other) const {
    for (std::size_t i = 0; i < element_count; ++i) {
      if (values_[i] != other.values_[i]) return false;
    }
    return true;
  }

 private:
  static constexpr std::size_t place_of(std::integral auto... index) {
    std::size_t place = 0;
    ((place = place * static_cast<std::size_t>(Extents) + static_cast<std::size_t>(index)),
     ...);
    return place;
  }

  /// The strictest alignment, up to a cache line, that leaves no padding in arrays of tensors.
  static constexpr std::size_t alignment() {
    std::size_t bytes = 64;
    while (element_count * sizeof(T) % bytes != 0) bytes /= 2;
    return bytes;
  }

  alignas(alignment()) T values_[element_count];
};

}  // namespace etch
