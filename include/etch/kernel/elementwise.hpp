// SPDX-License-Identifier: BSL-1.0
/// A group of elementwise operations as one loop, all intermediates in registers.
#pragma once

#include <etch/graph/operation.hpp>
#include <etch/kernel/pack.hpp>

#include <cstddef>
#include <limits>
#include <type_traits>
#include <utility>

namespace etch::kernel {

/// Where the elements of a group's operand lie, seen from one element of one sample.
enum class access : unsigned char {
  element,  ///< at the same place of the same sample
  row,      ///< at the same place, one row for all samples
  column,   ///< one number per sample
  scalar,   ///< one number
};

/// What becomes of a value of the group.
enum class result : unsigned char { stored, summed, greatest };

/// One operation on slots: first the group's inputs, then the steps' own values.
struct step {
  const graph::operation* op = nullptr;
  unsigned char operands[3]{};
  double number = 0;  ///< of a constant
};

struct outcome {
  unsigned char slot = 0;
  result kind{};
};

/// A group as a value. Equal groups of any programs share one kernel.
template <std::size_t Inputs, std::size_t Steps, std::size_t Outputs>
struct recipe {
  static constexpr std::size_t inputs = Inputs, steps = Steps, outputs = Outputs;
  access from[Inputs > 0 ? Inputs : 1]{};
  step body[Steps > 0 ? Steps : 1]{};
  outcome to[Outputs > 0 ? Outputs : 1]{};

  /// Every input has one number per element, and nothing is reduced: samples need no loop.
  constexpr bool is_flat() const {
    for (std::size_t i = 0; i < Inputs; ++i) {
      if (from[i] == access::row || from[i] == access::column) return false;
    }
    for (std::size_t i = 0; i < Outputs; ++i) {
      if (to[i].kind != result::stored) return false;
    }
    return true;
  }
};

namespace group {

template <class V>
constexpr V constant(double number) {
  if constexpr (Pack<V>)
    return broadcast<V>(static_cast<std::remove_cvref_t<decltype(V{}[0])>>(number));
  else
    return static_cast<V>(number);
}

template <step Step, class V>
[[gnu::always_inline]] constexpr V perform(const V* slots) {
  if constexpr (Step.op->kind == graph::family::constant) {
    return constant<V>(Step.number);
  } else {
    constexpr graph::evaluator<V> evaluate = Step.op->template value<V>();
    const V operands[] = {slots[Step.operands[0]], slots[Step.operands[1]],
                          slots[Step.operands[2]]};
    return evaluate(operands);
  }
}

template <auto Recipe, class V>
[[gnu::always_inline]] constexpr void evaluate(V* slots) {
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    ((slots[Recipe.inputs + I] = perform<Recipe.body[I]>(slots)), ...);
  }(std::make_index_sequence<Recipe.steps>{});
}

template <result Kind, class V>
constexpr V initial() {
  return constant<V>(Kind == result::greatest ? -std::numeric_limits<double>::infinity() : 0.0);
}

template <result Kind, class V>
[[gnu::always_inline]] constexpr V combine(V a, V b) {
  if constexpr (Kind == result::greatest)
    return a > b ? a : b;
  else
    return a + b;
}

/// Position of one element: its sample, its place in the sample, and the two combined.
struct position {
  std::size_t sample, place, flat;
};

template <access From>
constexpr std::size_t offset(position at) {
  return From == access::element  ? at.flat
         : From == access::row    ? at.place
         : From == access::column ? at.sample
                                  : 0;
}

/// The kernel's loops over scalars `V = T` or packs of `count` lanes in use.
template <class T, auto Recipe, std::size_t N>
struct loops {
  static constexpr std::size_t slots = Recipe.inputs + Recipe.steps;
  using inputs_sequence = std::make_index_sequence<Recipe.inputs>;
  using outputs_sequence = std::make_index_sequence<Recipe.outputs>;

  template <class V>
  using reductions = V[Recipe.outputs > 0 ? Recipe.outputs : 1];

  const T* const* in;
  T* const* out;

  template <class V>
  [[gnu::always_inline]] constexpr void start(reductions<V>& total) const {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      ((total[I] = initial<Recipe.to[I].kind, V>()), ...);
    }(outputs_sequence{});
  }

  /// One element.
  [[gnu::always_inline]] constexpr void one(position at, reductions<T>& total) const {
    T slot[slots > 0 ? slots : 1];
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      ((slot[I] = in[I][offset<Recipe.from[I]>(at)]), ...);
    }(inputs_sequence{});
    evaluate<Recipe>(slot);
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (
          [&] {
            constexpr outcome to = Recipe.to[I];
            if constexpr (to.kind == result::stored)
              out[I][at.flat] = slot[to.slot];
            else
              total[I] = combine<to.kind>(total[I], slot[to.slot]);
          }(),
          ...);
    }(outputs_sequence{});
  }

  /// A pack of elements, of which the first `count` exist.
  template <class Count>
  [[gnu::always_inline]] void many(position at, Count count, reductions<pack<T>>& total) const {
    using V = pack<T>;
    V slot[slots > 0 ? slots : 1];
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (
          [&] {
            const T* from = in[I] + offset<Recipe.from[I]>(at);
            if constexpr (Recipe.from[I] == access::column ||
                          Recipe.from[I] == access::scalar) {
              slot[I] = broadcast<V>(*from);
            } else if (count == lanes<T>) {
              slot[I] = load(from);
            } else {
              slot[I] = load(from, count);
            }
          }(),
          ...);
    }(inputs_sequence{});
    evaluate<Recipe>(slot);
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (
          [&] {
            constexpr outcome to = Recipe.to[I];
            V value = slot[to.slot];
            if constexpr (to.kind == result::stored) {
              if (count == lanes<T>)
                store(out[I] + at.flat, value);
              else
                store(out[I] + at.flat, value, count);
            } else {
              if (count != lanes<T>) {
                for (std::size_t lane = count; lane < lanes<T>; ++lane) {
                  value[lane] = initial<to.kind, T>();
                }
              }
              total[I] = combine<to.kind>(total[I], value);
            }
          }(),
          ...);
    }(outputs_sequence{});
  }

  /// The reductions of one sample, once all its elements are done.
  template <class V>
  [[gnu::always_inline]] constexpr void finish(std::size_t sample,
                                               const reductions<V>& total) const {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (
          [&] {
            constexpr result kind = Recipe.to[I].kind;
            if constexpr (kind != result::stored) {
              if constexpr (Pack<V>) {
                T sum = total[I][0];
                for (std::size_t lane = 1; lane < lanes<T>; ++lane) {
                  sum = combine<kind>(sum, total[I][lane]);
                }
                out[I][sample] = sum;
              } else {
                out[I][sample] = total[I];
              }
            }
          }(),
          ...);
    }(outputs_sequence{});
  }

  constexpr void scalars(std::size_t samples) const {
    for (std::size_t sample = 0; sample < samples; ++sample) {
      reductions<T> total;
      start<T>(total);
      for (std::size_t place = 0; place < N; ++place) {
        one({sample, place, sample * N + place}, total);
      }
      finish<T>(sample, total);
    }
  }

  /// All elements of all samples in one run; the last pack may overlap the one before it.
  void flat(std::size_t elements) const {
    reductions<pack<T>> none;
    std::size_t i = 0;
    for (; i + lanes<T> <= elements; i += lanes<T>) {
      many({i, i, i}, std::integral_constant<std::size_t, lanes<T>>{}, none);
    }
    if (i == elements) return;
    if (elements >= lanes<T>) {
      i = elements - lanes<T>;
      many({i, i, i}, std::integral_constant<std::size_t, lanes<T>>{}, none);
    } else {
      many({i, i, i}, elements - i, none);
    }
  }

  void sample_by_sample(std::size_t samples) const {
    constexpr std::size_t whole = N / lanes<T> * lanes<T>;
    for (std::size_t sample = 0; sample < samples; ++sample) {
      reductions<pack<T>> total;
      start<pack<T>>(total);
      for (std::size_t place = 0; place < whole; place += lanes<T>) {
        many({sample, place, sample * N + place},
             std::integral_constant<std::size_t, lanes<T>>{}, total);
      }
      if constexpr (whole < N) {
        many({sample, whole, sample * N + whole},
             std::integral_constant<std::size_t, N - whole>{}, total);
      }
      finish<pack<T>>(sample, total);
    }
  }
};

}  // namespace group

/// Runs a group over `samples` samples of `N` elements each. `in` and `out` point to the first
/// sample's data of each input and output, in the recipe's order; outputs overlap no input.
template <class T, auto Recipe, std::size_t N>
constexpr void elementwise(std::size_t samples, const T* const* in, T* const* out) {
  const group::loops<T, Recipe, N> loops{in, out};
  if (std::is_constant_evaluated()) return loops.scalars(samples);
  if constexpr (Recipe.is_flat())
    loops.flat(samples * N);
  else
    loops.sample_by_sample(samples);
}

/// The group of a single sample that is a single number: straight-line code.
template <class T, auto Recipe>
constexpr void elementwise_scalar(const T* const* in, T* const* out) {
  group::loops<T, Recipe, 1>{in, out}.scalars(1);
}

}  // namespace etch::kernel
