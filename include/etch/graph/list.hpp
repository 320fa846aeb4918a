// SPDX-License-Identifier: BSL-1.0
/// A growing array for constant evaluation: what `std::vector` is, in a fraction of its steps.
#pragma once

#include <cstddef>

namespace etch::graph {

template <class T>
class list {
 public:
  constexpr list() = default;
  constexpr explicit list(std::size_t count, const T& value = T{}) : list() {
    reserve(count);
    for (std::size_t i = 0; i < count; ++i) push(value);
  }
  constexpr list(const list& other) : list() { append(other); }
  constexpr list(list&& other) noexcept { swap(other); }
  constexpr list& operator=(list other) noexcept {
    swap(other);
    return *this;
  }
  constexpr ~list() { delete[] items_; }

  constexpr void swap(list& other) noexcept {
    T* items = items_;
    items_ = other.items_;
    other.items_ = items;
    const std::size_t size = size_, capacity = capacity_;
    size_ = other.size_;
    capacity_ = other.capacity_;
    other.size_ = size;
    other.capacity_ = capacity;
  }

  constexpr void reserve(std::size_t capacity) {
    if (capacity <= capacity_) return;
    T* grown = new T[capacity];
    for (std::size_t i = 0; i < size_; ++i) grown[i] = items_[i];
    delete[] items_;
    items_ = grown;
    capacity_ = capacity;
  }

  constexpr void push(const T& item) {
    if (size_ == capacity_) {
      const T kept = item;  // `item` may live in the array that is about to be replaced
      reserve(2 * capacity_ + 8);
      items_[size_++] = kept;
    } else {
      items_[size_++] = item;
    }
  }

  constexpr void append(const list& other) {
    reserve(size_ + other.size_);
    for (const T& item : other) push(item);
  }

  constexpr T pop() { return items_[--size_]; }
  constexpr void clear() { size_ = 0; }

  constexpr std::size_t size() const { return size_; }
  constexpr bool empty() const { return size_ == 0; }
  constexpr T& operator[](std::size_t i) { return items_[i]; }
  constexpr const T& operator[](std::size_t i) const { return items_[i]; }
  constexpr T& back() { return items_[size_ - 1]; }
  constexpr const T* data() const { return items_; }
  constexpr const T* begin() const { return items_; }
  constexpr const T* end() const { return items_ + size_; }
  constexpr T* begin() { return items_; }
  constexpr T* end() { return items_ + size_; }

 private:
  T* items_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace etch::graph
