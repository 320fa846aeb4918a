// SPDX-License-Identifier: BSL-1.0
/// Programs run on drawn numbers, of one sample and of many; results as numbers to compare.
#pragma once

#include "oracle.hpp"
#include <etch/etch.hpp>
#include <etch/tensor/batch_view.hpp>

#include <algorithm>
#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace oracle {

/// Arrays in the order of some symbols or outputs; and those of each sample.
using arrays = std::vector<numbers>;
using samples = std::vector<arrays>;

/// As `error`, of numbers that a program of scalar type `T` found.
template <class T>
double error_of(const numbers& found, const numbers& expected) {
  std::vector<T> exact(found.size());
  std::transform(found.begin(), found.end(), exact.begin(),
                 [](real x) { return static_cast<T>(x); });
  return error<T>(exact, expected);
}

/// Numbers for every symbol of a tuple, by sample; parameters and states have the same in all.
template <class... Symbols>
samples drawn(std::size_t count, const std::tuple<Symbols...>&) {
  source from(17);
  samples all(count);
  for (arrays& sample : all) {
    const auto draw = [&](auto symbol) {
      std::vector<double> array(symbol.self.shape.size());
      const numbers own = from.fill(array);
      const bool shared = etch::graph::is_shared(symbol.self.role);
      sample.push_back(shared && &sample != &all[0] ? all[0][sample.size()] : own);
    };
    (draw(Symbols{}), ...);
  }
  return all;
}

/// What a program reads or writes: one value for all samples.
template <class T, class E, bool PerSample>
struct storage {
  etch::program::result<T, E> value{};

  explicit storage(std::size_t) {}
  void set(std::size_t, const numbers& array) {
    if constexpr (std::is_same_v<etch::program::result<T, E>, T>)
      value = static_cast<T>(array[0]);
    else
      std::transform(array.begin(), array.end(), value.begin(),
                     [](real x) { return static_cast<T>(x); });
  }
  numbers get(std::size_t) const {
    if constexpr (std::is_same_v<etch::program::result<T, E>, T>)
      return {static_cast<real>(value)};
    else
      return numbers(value.begin(), value.end());
  }
  auto& argument() { return value; }
};

/// The same, of one value per sample.
template <class T, class E>
struct storage<T, E, true> {
  static constexpr std::size_t size = E::self.shape.size();
  std::vector<T> elements;

  explicit storage(std::size_t count) : elements(count * size) {}
  void set(std::size_t sample, const numbers& array) {
    std::transform(array.begin(), array.end(), &elements[sample * size],
                   [](real x) { return static_cast<T>(x); });
  }
  numbers get(std::size_t sample) const {
    const T* const first = elements.data() + sample * size;
    return numbers(first, first + size);
  }
  auto argument() {
    return [&]<std::size_t... Axis>(std::index_sequence<Axis...>) {
      return etch::batch_view<T, E::self.shape.extent[Axis]...>(elements.data(),
                                                                elements.size() / size);
    }(std::make_index_sequence<static_cast<std::size_t>(E::self.shape.rank)>{});
  }
};

/// The outputs' values for `in`, which holds the symbols' of each sample.
template <class T, bool Batched, class... Outputs, class... Symbols>
samples values(const std::tuple<Outputs...>& outputs, const std::tuple<Symbols...>&,
               const samples& in) {
  const std::size_t count = in.size();
  std::tuple bound{storage < T, Symbols,
                   Batched && !etch::graph::is_shared(Symbols::self.role) > (count)...};
  const auto bind = [&](auto... binding) {
    using lowered = etch::program::lowered<Outputs...>;
    using call = etch::program::call_of<T, lowered, 0, decltype(binding)...>;
    using last = typename etch::program::passes<lowered, call::batched>::last;
    auto results = [&]<std::size_t... I>(std::index_sequence<I...>) {
      return std::tuple{
          storage<T, Outputs, etch::program::frozen<last>::value.outputs[I].batched>(count)...};
    }(std::index_sequence_for<Outputs...>{});
    std::apply(
        [&](auto&... result) {
          etch::compile<T>(outputs).into(result.argument()..., binding...);
        },
        results);
    samples found;
    for (std::size_t sample = 0; sample < count; ++sample) {
      found.push_back(std::apply(
          [&](const auto&... result) { return arrays{result.get(sample)...}; }, results));
    }
    return found;
  };
  return [&]<std::size_t... I>(std::index_sequence<I...>) {
    for (std::size_t sample = 0; sample < count; ++sample) {
      (std::get<I>(bound).set(sample, in[sample][I]), ...);
    }
    return bind((Symbols{} = std::get<I>(bound).argument())...);
  }(std::index_sequence_for<Symbols...>{});
}

/// The same of one sample, bound as such.
template <class T, class... Outputs, class... Symbols>
arrays values_of_one(const std::tuple<Outputs...>& outputs,
                     const std::tuple<Symbols...>& symbols, const arrays& in) {
  return values<T, false>(outputs, symbols, {in})[0];
}

}  // namespace oracle
