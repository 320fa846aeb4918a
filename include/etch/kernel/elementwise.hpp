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

  constexpr bool reads(access kind) const {
    for (std::size_t i = 0; i < Inputs; ++i) {
      if (from[i] == kind) return true;
    }
    return false;
  }
  constexpr std::size_t functions() const {
    std::size_t count = 0;
    for (std::size_t i = 0; i < Steps; ++i) count += body[i].op->is_function();
    return count;
  }
  constexpr bool reduces() const {
    for (std::size_t i = 0; i < Outputs; ++i) {
      if (to[i].kind != result::stored) return true;
    }
    return false;
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

/// In a group with more functions of single numbers than these they are called. In line each
/// would keep its constants in registers for the next, and g++ would move what is waited for
/// to and fro.
inline constexpr std::size_t functions_in_line = 4;

/// A function of one number, not in line.
template <const graph::operation& Op, class V>
[[gnu::noinline]] constexpr V call(V x) {
  constexpr graph::evaluator<V> evaluate = Op.template value<V>();
  const V operands[] = {x, x, x};
  return evaluate(operands);
}

template <step Step, bool InLine, class V>
[[gnu::always_inline]] constexpr V perform(const V* slots) {
  if constexpr (Step.op->kind == graph::family::constant) {
    return constant<V>(Step.number);
  } else if constexpr (!InLine && Step.op->is_function() && Step.op->arity == 1) {
    return call<*Step.op>(slots[Step.operands[0]]);
  } else {
    constexpr graph::evaluator<V> evaluate = Step.op->template value<V>();
    const V operands[] = {slots[Step.operands[0]], slots[Step.operands[1]],
                          slots[Step.operands[2]]};
    return evaluate(operands);
  }
}

template <auto Recipe, class V>
[[gnu::always_inline]] constexpr void evaluate(V* slots) {
  constexpr bool in_line = Pack<V> || Recipe.functions() <= functions_in_line;
  [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
    ((slots[Recipe.inputs + I] = perform<Recipe.body[I], in_line>(slots)), ...);
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

/// All lanes of a pack.
struct every_lane {
  template <class T>
  [[gnu::always_inline]] pack<T> read(const T* from) const {
    return load(from);
  }
  template <class T>
  [[gnu::always_inline]] void write(T* to, pack<T> v) const {
    store(to, v);
  }
  template <class V>
  [[gnu::always_inline]] V kept(V v, V) const {
    return v;
  }
};

/// The first `Count` lanes.
template <std::size_t Count>
struct some_lanes {
  template <class T>
  [[gnu::always_inline]] pack<T> read(const T* from) const {
    return load_lanes<lanes<T>, Count>(from);
  }
  template <class T>
  [[gnu::always_inline]] void write(T* to, pack<T> v) const {
    store_lanes<0, Count>(to, v);
  }
  /// `v` in these lanes.
  template <class V>
  [[gnu::always_inline]] V kept(V v, V elsewhere) const {
    constexpr std::size_t all = sizeof(V) / sizeof(v[0]);
    return shuffle<blended<Count, all>>(v, elsewhere, std::make_index_sequence<all>());
  }
};

/// As many lanes as there are elements.
struct first_lanes {
  std::size_t count;
  template <class T>
  [[gnu::always_inline]] pack<T> read(const T* from) const {
    return load(from, count);
  }
  template <class T>
  [[gnu::always_inline]] void write(T* to, pack<T> v) const {
    store(to, v, count);
  }
};

/// All lanes combined: the upper half with the lower, until one is left.
template <result Kind, class V>
[[gnu::always_inline]] inline auto fold(V v) {
  constexpr std::size_t half = sizeof(V) / sizeof(v[0]) / 2;
  if constexpr (half == 1)
    return combine<Kind>(v[0], v[1]);
  else
    return fold<Kind>(combine<Kind>(lanes_from<0, half>(v), lanes_from<half, half>(v)));
}

/// The kernel's loops over scalars `V = T` or packs.
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
  [[gnu::always_inline]] static constexpr void start(reductions<V>& total) {
    [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
      ((total[I] = initial<Recipe.to[I].kind, V>()), ...);
    }(outputs_sequence{});
  }

  /// One element.
  [[gnu::always_inline]] constexpr void one(position at, reductions<T>& total) const {
    T slot[slots > 0 ? slots : 1];
    [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
      ((slot[I] = in[I][offset<Recipe.from[I]>(at)]), ...);
    }(inputs_sequence{});
    evaluate<Recipe>(slot);
    [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
      (
          [&]() __attribute__((always_inline)) {
            constexpr outcome to = Recipe.to[I];
            if constexpr (to.kind == result::stored)
              out[I][at.flat] = slot[to.slot];
            else
              total[I] = combine<to.kind>(total[I], slot[to.slot]);
          }(),
          ...);
    }(outputs_sequence{});
  }

  /// A pack of elements.
  template <class Lanes>
  [[gnu::always_inline]] void many(position at, Lanes lanes, reductions<pack<T>>& total) const {
    using V = pack<T>;
    V slot[slots > 0 ? slots : 1];
    [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
      (
          [&]() __attribute__((always_inline)) {
            const T* from = in[I] + offset<Recipe.from[I]>(at);
            if constexpr (Recipe.from[I] == access::column || Recipe.from[I] == access::scalar)
              slot[I] = broadcast<V>(*from);
            else
              slot[I] = lanes.read(from);
          }(),
          ...);
    }(inputs_sequence{});
    evaluate<Recipe>(slot);
    [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
      (put<I>(at, lanes, slot, total[I]), ...);
    }(outputs_sequence{});
  }

  /// A pack of output `I`: to memory, or to what is reduced.
  template <std::size_t I, class Lanes>
  [[gnu::always_inline]] void put(position at, Lanes lanes, const pack<T>* slot,
                                  pack<T>& total) const {
    constexpr outcome to = Recipe.to[I];
    if constexpr (to.kind == result::stored)
      lanes.write(out[I] + at.flat, slot[to.slot]);
    else
      total = combine<to.kind>(total, lanes.kept(slot[to.slot], initial<to.kind, pack<T>>()));
  }

  /// The reductions of one sample, once all its elements are done.
  template <class V>
  [[gnu::always_inline]] constexpr void finish(std::size_t sample,
                                               const reductions<V>& total) const {
    [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
      (
          [&]() __attribute__((always_inline)) {
            constexpr result kind = Recipe.to[I].kind;
            if constexpr (kind == result::stored)
              ;
            else if constexpr (Pack<V>)
              out[I][sample] = fold<kind>(total[I]);
            else
              out[I][sample] = total[I];
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

  /// Copies of where operands and results are, which no store can change: clang (19) would read
  /// them again for every pack.
  struct places {
    const T* in[Recipe.inputs + 1];
    T* out[Recipe.outputs + 1];

    [[gnu::always_inline]] explicit places(const loops& from) {
#pragma GCC unroll 32
      for (std::size_t k = 0; k < Recipe.inputs; ++k) in[k] = from.in[k];
#pragma GCC unroll 32
      for (std::size_t k = 0; k < Recipe.outputs; ++k) out[k] = from.out[k];
    }
  };

  /// All elements of all samples in one run, nothing being reduced; the last pack may overlap
  /// the one before it. `place` is where in its row an element stands: rows repeat with every
  /// `N` elements, beyond which `lanes<T>` more can be read.
  void flat(std::size_t elements) const {
    constexpr std::size_t turn = lanes<T> % N;
    const places kept(*this);
    const loops own{kept.in, kept.out};
    reductions<pack<T>> none;
    std::size_t i = 0, place = 0;
    for (; i + lanes<T> <= elements; i += lanes<T>) {
      own.many({i, place, i}, every_lane{}, none);
      place = place + turn < N ? place + turn : place + turn - N;
    }
    if (i == elements) return;
    // (A constant, for g++ warns of paths that it could know are none.)
    if constexpr (N < lanes<T>)
      if (elements < lanes<T>) return own.many({0, 0, 0}, first_lanes{elements}, none);
    i = elements - lanes<T>;
    own.many({i, (N - turn) % N, i}, every_lane{}, none);
  }

  /// The same with rows, copied to where they can be read beyond their ends.
  void flat_with_rows(std::size_t elements) const {
    T rows[Recipe.inputs][N + lanes<T>];
    const T* from[Recipe.inputs];
    for (std::size_t k = 0; k < Recipe.inputs; ++k) {
      from[k] = in[k];
      if (Recipe.from[k] != access::row) continue;
      for (std::size_t i = 0; i < N + lanes<T>; ++i) rows[k][i] = in[k][i % N];
      from[k] = rows[k];
    }
    loops{from, out}.flat(elements);
  }

  /// All elements of one sample.
  [[gnu::always_inline]] void of_sample(std::size_t sample) const {
    constexpr std::size_t width = lanes<T>, rest = N % width;
    // Where little is done to an element, the sums would wait for each other.
    constexpr std::size_t chains =
        Recipe.reduces() && Recipe.steps <= 4 && N >= 8 * width ? 4 : 1;
    constexpr std::size_t whole = N - rest, chained = whole - whole % (chains * width);
    reductions<pack<T>> total[chains];
    for (auto& chain : total) start<pack<T>>(chain);
    const auto at = [&](std::size_t place) __attribute__((always_inline)) {
      return position{sample, place, sample * N + place};
    };
    for (std::size_t place = 0; place < chained; place += chains * width) {
#pragma GCC unroll 4
      for (std::size_t u = 0; u < chains; ++u)
        many(at(place + u * width), every_lane{}, total[u]);
    }
    for (std::size_t place = chained; place < whole; place += width)
      many(at(place), every_lane{}, total[0]);
    if constexpr (rest != 0) many(at(whole), some_lanes<rest>{}, total[0]);
    for (std::size_t u = 1; u < chains; ++u) {
      [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
        ((total[0][I] = combine<Recipe.to[I].kind>(total[0][I], total[u][I])), ...);
      }(outputs_sequence{});
    }
    finish<pack<T>>(sample, total[0]);
  }

  void sample_by_sample(std::size_t samples) const {
    const places kept(*this);
    const loops own{kept.in, kept.out};
    for (std::size_t sample = 0; sample < samples; ++sample) own.of_sample(sample);
  }
};

}  // namespace group

/// Runs a group over `samples` samples of `N` elements each. `in` and `out` point to the first
/// sample's data of each input and output, in the recipe's order. An output may lie where an
/// input does that is read element by element, if `N` is a multiple of a pack or there is one
/// sample, and overlaps no other.
template <class T, auto Recipe, std::size_t N>
constexpr void elementwise(std::size_t samples, const T* const* in, T* const* out) {
  const group::loops<T, Recipe, N> loops{in, out};
  if (std::is_constant_evaluated()) return loops.scalars(samples);
  constexpr bool alike = !Recipe.reduces() && !Recipe.reads(access::column);
  if constexpr (alike && !Recipe.reads(access::row))
    loops.flat(samples * N);
  else if constexpr (alike && N % lanes<T> != 0 && N < 4 * lanes<T>)
    loops.flat_with_rows(samples * N);
  else
    loops.sample_by_sample(samples);
}

/// The same for one sample; for a single number it is straight-line code.
template <class T, auto Recipe, std::size_t N>
constexpr void elementwise_of_one(const T* const* in, T* const* out) {
  const group::loops<T, Recipe, N> loops{in, out};
  if constexpr (N == 1) {
    loops.scalars(1);
  } else {
    if (std::is_constant_evaluated()) return loops.scalars(1);
    if constexpr (N <= lanes<T>)
      loops.of_sample(0);
    else
      loops.sample_by_sample(1);
  }
}

}  // namespace etch::kernel
