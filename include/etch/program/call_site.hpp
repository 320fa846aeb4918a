// SPDX-License-Identifier: BSL-1.0
/// Where a kernel call finds its operands.
#pragma once

#include <etch/kernel/blocked_product.hpp>
#include <etch/pass/plan_memory.hpp>

#include <cstddef>

namespace etch::program {

/// The samples that a call is looking at: a tile, or a part of one.
struct tile_of_samples {
  std::size_t first = 0;
  std::size_t count = 1;
  std::size_t before = 0;  ///< samples of the tile that the part leaves to others before it
};

/// What a call is made with: where every space begins.
template <class T>
struct memory {
  const T* const* inputs;
  T* const* outputs;
  T* shared;
  T* tile;
};

template <class T>
[[gnu::always_inline]] constexpr const T* address(const memory<T>& m, pass::location at,
                                                  tile_of_samples samples,
                                                  std::size_t tile_size) {
  switch (at.space) {
    case pass::space::input:
      return m.inputs[at.place] + at.first + (at.batched ? samples.first * at.elements : 0);
    case pass::space::output:
      return m.outputs[at.place] + at.first + (at.batched ? samples.first * at.elements : 0);
    case pass::space::shared:
      return m.shared + at.place + at.first;
    case pass::space::tile:
      break;
  }
  return m.tile + at.place * tile_size + samples.before * at.elements;
}

/// The same for a value that the call writes.
template <class T>
[[gnu::always_inline]] constexpr T* address_to_write(const memory<T>& m, pass::location at,
                                                     tile_of_samples samples,
                                                     std::size_t tile_size) {
  switch (at.space) {
    case pass::space::output:
      return m.outputs[at.place] + (at.batched ? samples.first * at.elements : 0);
    case pass::space::shared:
      return m.shared + at.place;
    default:
      break;
  }
  return m.tile + at.place * tile_size + samples.before * at.elements;
}

/// Where one call finds its operands.
template <class T>
struct call_site {
  const memory<T>& at;
  const pass::location* inputs;
  const pass::location* outputs;
  tile_of_samples samples;
  std::size_t tile_size;
  kernel::share part{};  ///< of a product that is cut by columns

  [[gnu::always_inline]] constexpr const T* in(std::size_t k) const {
    return address(at, inputs[k], samples, tile_size);
  }
  [[gnu::always_inline]] constexpr T* out(std::size_t k) const {
    return address_to_write(at, outputs[k], samples, tile_size);
  }
};

}  // namespace etch::program
