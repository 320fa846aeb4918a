// SPDX-License-Identifier: BSL-1.0
/// Data sets: samples in memory, one column for each symbol they are bound to.
#pragma once

#include <etch/program/binding.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <stdexcept>
#include <utility>
#include <vector>

namespace etch::data {

/// What a data set holds is bound to inputs and distributions. (A parameter is shared by all
/// samples.)
template <class S>
concept symbol_has_one_value_per_sample = Symbol<S> && !graph::is_shared(S::self.role);

/// The values of one symbol, sample after sample: `column(x, std::move(pixels))`.
template <symbol_has_one_value_per_sample S, std::floating_point T>
struct column {
  static constexpr std::size_t sample_size = S::self.shape.size();

  column(S, std::vector<T> values) : numbers(std::move(values)) {}

  /// The number of samples.
  ///
  /// Errors  `extent_error` where the last sample is not complete.
  std::size_t size() const {
    const std::size_t samples = numbers.size() / sample_size;
    const std::size_t complete = samples * sample_size;
    expect_extent(S::self.name, "elements",
                  complete == numbers.size() ? complete : complete + sample_size,
                  numbers.size());
    return samples;
  }

  std::vector<T> numbers;
};

/// `count` samples of a symbol's extents that begin at `first`.
template <class T, graph::role Role, fixed_string Name, int... Extents>
constexpr batch_view<const T, Extents...> samples_of(symbol<Role, Name, Extents...>,
                                                     const T* first, std::size_t count) {
  return {first, count};
}

/// Samples in memory: for each symbol one column, all of as many samples.
template <std::floating_point T, symbol_has_one_value_per_sample... Symbols>
class dataset {
 public:
  using element = T;
  static constexpr std::size_t column_count = sizeof...(Symbols);
  /// The numbers that one sample takes in each column.
  static constexpr std::array<std::size_t, column_count> sample_sizes{
      column<Symbols, T>::sample_size...};

  /// Errors  `extent_error` where a column has fewer or more samples than the first, or is not
  ///         made of whole samples.
  explicit dataset(column<Symbols, T>... columns)
    requires(column_count > 0)
  {
    const std::array<std::size_t, column_count> sizes{columns.size()...};
    size_ = sizes[0];
    std::size_t next = 0;
    (expect_extent(Symbols::self.name, "samples", size_, sizes[next++]), ...);
    columns_ = {std::move(columns.numbers)...};
  }

  /// The number of samples.
  std::size_t size() const { return size_; }

  /// The samples of one symbol, for programs that need no other: `f(theta, x = set[x])`.
  template <class S>
    requires(std::same_as<S, Symbols> || ...)
  auto operator[](S s) const& {
    constexpr std::array<bool, column_count> is_it{std::same_as<S, Symbols>...};
    constexpr auto place = std::find(is_it.begin(), is_it.end(), true) - is_it.begin();
    return samples_of(s, data(static_cast<std::size_t>(place)), size_);
  }
  template <class S>
  void operator[](S) const&& = delete;

  /// The numbers of one column, sample after sample.
  const T* data(std::size_t place) const { return columns_[place].data(); }

  /// `count` samples from `first` on, as an argument of a call: `f(theta, set.samples(0, 64))`.
  /// It refers to the data set.
  ///
  /// Errors  `std::out_of_range`.
  auto samples(std::size_t first, std::size_t count) const& {
    if (first > size_ || count > size_ - first) {
      throw std::out_of_range("the data set has fewer samples than asked for");
    }
    std::array<const T*, column_count> from{};
    for (std::size_t i = 0; i < column_count; ++i) from[i] = data(i) + first * sample_sizes[i];
    return bound(from, count);
  }
  auto samples(std::size_t first, std::size_t count) const&& = delete;

  /// All samples, as an argument of a call.
  auto all() const& { return samples(0, size_); }
  auto all() const&& = delete;

  /// `count` samples from elsewhere, bound to this data set's symbols: one place per column.
  static constexpr auto bound(const std::array<const T*, column_count>& from,
                              std::size_t count) {
    return [&]<std::size_t... Column>(std::index_sequence<Column...>) {
      return bindings((Symbols{} = samples_of(Symbols{}, from[Column], count))...);
    }(std::make_index_sequence<column_count>{});
  }

 private:
  std::array<std::vector<T>, column_count> columns_;
  std::size_t size_ = 0;
};

template <std::floating_point T, class... Symbols>
dataset(column<Symbols, T>...) -> dataset<T, Symbols...>;

}  // namespace etch::data
