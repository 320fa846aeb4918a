// SPDX-License-Identifier: BSL-1.0
/// Calls that put elements in other places, reduce along an axis, or generate.
#pragma once

#include <etch/kernel/elementwise.hpp>
#include <etch/kernel/generate.hpp>
#include <etch/kernel/rearrange.hpp>
#include <etch/kernel/reduce_axis.hpp>
#include <etch/op/along_axis.hpp>
#include <etch/op/generator.hpp>
#include <etch/pass/schedule.hpp>
#include <etch/program/call_site.hpp>

#include <array>
#include <cstddef>

namespace etch::program {

/// What the code of any other call depends on.
struct shaped_key {
  pass::call_kind kind{};
  const graph::operation* op = nullptr;
  std::size_t detail = 0;
  bool batched[2]{};  ///< the operands
  graph::extents from[2]{};
  graph::extents to{};
};

/// Where a rearrangement puts the elements of operand `Which`.
template <shaped_key Key, int Which>
struct moves_of {
  static constexpr graph::list<graph::move> make() {
    constexpr shaped_key key = Key;
    return key.op->moves(key.from[Which], key.to, key.detail, Which);
  }
  static constexpr std::size_t count = make().size();
  static constexpr std::array<graph::move, count> all = [] {
    std::array<graph::move, count> result{};
    const graph::list<graph::move> made = make();
    for (std::size_t i = 0; i < count; ++i) result[i] = made[i].in_few_axes();
    return result;
  }();
  static constexpr std::size_t elements = [] {
    std::size_t sum = 0;
    for (const graph::move& one : all) sum += one.size();
    return sum;
  }();
};

template <class T, shaped_key Key, int Which>
[[gnu::always_inline]] constexpr void perform_moves(const call_site<T>& site) {
  using moves = moves_of<Key, Which>;
  constexpr shaped_key key = Key;
  constexpr std::size_t from_stride = key.batched[Which] ? key.from[Which].size() : 0;
  constexpr std::size_t to_stride = key.to.size();
  constexpr bool accumulates = key.op->accumulates;
  for (std::size_t sample = 0; sample < site.samples.count; ++sample) {
    T* to = site.out(0) + sample * to_stride;
    const T* from = site.in(Which) + sample * from_stride;
    if constexpr (moves::count == 1) {
      constexpr graph::move box = moves::all[0];
      kernel::put_box<accumulates>(to, from, box);
    } else {
      for (const graph::move& box : moves::all) kernel::put_box<accumulates>(to, from, box);
    }
  }
}

template <class T, shaped_key Key>
[[gnu::always_inline]] constexpr void perform_rearrangement(const call_site<T>& site) {
  constexpr shaped_key key = Key;
  constexpr bool two = key.op->arity > 1;
  constexpr std::size_t size = key.to.size();
  constexpr std::size_t moved = moves_of<Key, 0>::elements + (two ? size : 0);
  if constexpr (moved < size || key.op->accumulates) {
    T* const to = site.out(0);
    for (std::size_t i = 0; i < site.samples.count * size; ++i) to[i] = 0;
  }
  perform_moves<T, Key, 0>(site);
  if constexpr (two) perform_moves<T, Key, 1>(site);
}

template <class T, shaped_key Key>
[[gnu::always_inline]] constexpr void perform_axis_reduction(const call_site<T>& site) {
  using kernel::axis_result;
  constexpr shaped_key key = Key;
  constexpr graph::extents from = key.from[0];
  constexpr int axis = static_cast<int>(key.detail);
  constexpr std::size_t outer = static_cast<std::size_t>(from.elements_between(0, axis));
  constexpr std::size_t length = static_cast<std::size_t>(from[axis]);
  constexpr std::size_t inner =
      static_cast<std::size_t>(from.elements_between(axis + 1, from.rank));
  constexpr axis_result kind = *key.op == operation_of<op::sum_along> ? axis_result::sum
                               : *key.op == operation_of<op::greatest_along>
                                   ? axis_result::greatest
                                   : axis_result::place_of_greatest;
  const std::size_t rows = site.samples.count * outer;
  if constexpr (inner == 1 && kind != axis_result::place_of_greatest) {
    // Rows of numbers next to each other: a group that reduces as many samples.
    constexpr auto result =
        kind == axis_result::sum ? kernel::result::summed : kernel::result::greatest;
    constexpr kernel::recipe<1, 0, 1> recipe{{kernel::access::element}, {}, {{0, result}}};
    const T* const in[]{site.in(0)};
    T* const out[]{site.out(0)};
    kernel::elementwise<T, recipe, length>(rows, in, out);
  } else {
    kernel::reduce_axis<T, kind, length, inner>(rows, site.out(0), site.in(0));
  }
}

template <class T, shaped_key Key>
[[gnu::always_inline]] constexpr void perform_generator(const call_site<T>& site) {
  constexpr shaped_key key = Key;
  constexpr std::size_t size = key.to.size();
  T* const to = site.out(0);
  if constexpr (*key.op == operation_of<op::positions>) {
    for (std::size_t i = 0; i < size; ++i) to[i] = static_cast<T>(i);
  } else {
    const T* const seed = site.in(0);
    for (std::size_t sample = 0; sample < site.samples.count; ++sample) {
      const double own = static_cast<double>(seed[key.batched[0] ? sample : 0]);
      for (std::size_t i = 0; i < size; ++i) {
        const std::size_t place = (site.samples.first + sample) * size + i;
        to[sample * size + i] = kernel::uniform<T, key.detail>(own, place);
      }
    }
  }
}

}  // namespace etch::program
