// SPDX-License-Identifier: BSL-1.0
/// From a plan to code: the straight list of its kernel calls.
///
/// Only `run` knows the program. Everything it calls is keyed by small values (shapes, layouts,
/// the recipe of a group), so that equal parts of any programs share one kernel, with a short
/// name.
#pragma once

#include <etch/kernel/batch.hpp>
#include <etch/kernel/elementwise.hpp>
#include <etch/kernel/generate.hpp>
#include <etch/kernel/product.hpp>
#include <etch/kernel/rearrange.hpp>
#include <etch/kernel/reduce_axis.hpp>
#include <etch/op/along_axis.hpp>
#include <etch/op/generator.hpp>
#include <etch/op/product.hpp>
#include <etch/program/pipeline.hpp>

#include <cstddef>
#include <limits>
#include <utility>

namespace etch::program {

/// The samples that a walk is looking at.
struct tile_of_samples {
  std::size_t first = 0;
  std::size_t count = 1;
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
      return m.inputs[at.place] + (at.batched ? samples.first * at.elements : 0);
    case pass::space::output:
      return m.outputs[at.place] + (at.batched ? samples.first * at.elements : 0);
    case pass::space::shared:
      return m.shared + at.place;
    case pass::space::tile:
      break;
  }
  return m.tile + at.place * tile_size;
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
  return m.tile + at.place * tile_size;
}

/// A product as kernels see it, one for each place of the first axis of operands of rank 3.
struct product_shape {
  std::size_t m, n, k, products;
  kernel::layout a, b;
  graph::extents left, right;
  bool left_batched, right_batched;
};

constexpr kernel::layout layout_of(std::size_t layouts, std::size_t bit) {
  return layouts & bit ? kernel::layout::transposed : kernel::layout::plain;
}

consteval product_shape shape_of(const pass::call& c, bool left_batched, bool right_batched) {
  const bool left = c.detail & graph::left_transposed,
             right = c.detail & graph::right_transposed;
  const bool stacked = c.left.rank == 3;
  const graph::extents a = stacked ? c.left.without(0) : c.left;
  const graph::extents b = stacked ? c.right.without(0) : c.right;
  return {.m = static_cast<std::size_t>(op::product::rows(a, left)),
          .n = static_cast<std::size_t>(op::product::rows(b, !right)),
          .k = static_cast<std::size_t>(op::product::rows(a, !left)),
          .products = static_cast<std::size_t>(stacked ? c.left[0] : 1),
          .a = layout_of(c.detail, graph::left_transposed),
          .b = layout_of(c.detail, graph::right_transposed),
          .left = c.left,
          .right = c.right,
          .left_batched = left_batched,
          .right_batched = right_batched};
}

constexpr kernel::layout other(kernel::layout l) {
  return l == kernel::layout::plain ? kernel::layout::transposed : kernel::layout::plain;
}

/// One product for each place of the first axis, or just one.
template <class T, product_shape S, bool Accumulate>
constexpr void products_of_one_sample(T* c, const T* a, const T* b) {
  for (std::size_t i = 0; i < S.products; ++i) {
    kernel::product<T, S.m, S.n, S.k, S.a, S.b, Accumulate>(
        c + i * S.m * S.n, a + i * S.m * S.k, b + i * S.k * S.n);
  }
}

/// The same for each sample.
template <class T, product_shape S, bool Accumulate>
constexpr void product_per_sample(std::size_t samples, std::size_t stride, T* c, const T* a,
                                  const T* b) {
  // Constants, for clang (19) passes a wrong `this` to functions of a part of a template
  // argument.
  constexpr std::size_t left_stride = S.left_batched ? S.left.size() : 0;
  constexpr std::size_t right_stride = S.right_batched ? S.right.size() : 0;
  for (std::size_t sample = 0; sample < samples; ++sample) {
    products_of_one_sample<T, S, Accumulate>(c + sample * stride, a + sample * left_stride,
                                             b + sample * right_stride);
  }
}

/// A product whose result has one value per sample: all samples are rows of one larger product
/// where one operand is shared and the other's samples are rows.
template <class T, product_shape S>
constexpr void product_of_samples(std::size_t samples, T* c, const T* a, const T* b) {
  using kernel::layout;
  // W x per sample is X W^T over samples.
  constexpr bool one = S.products == 1;
  constexpr bool right_rows =
      one && !S.left_batched && (S.right.rank < 2 && S.b == layout::plain);
  // a B per sample, the sample's rows below each other, is A B over samples.
  constexpr bool left_rows =
      one && !S.right_batched &&
      (S.left.rank < 2 ? S.a == layout::transposed : S.a == layout::plain);
  if constexpr (right_rows) {
    kernel::product_of_rows<T, S.m, S.k, other(S.a), false>(samples, c, b, a);
  } else if constexpr (left_rows) {
    kernel::product_of_rows<T, S.n, S.k, S.b, false>(samples * S.m, c, a, b);
  } else {
    product_per_sample<T, S, false>(samples, S.products * S.m * S.n, c, a, b);
  }
}

/// The sum over samples of products, continued from the tile before unless this is the first.
template <class T, product_shape S>
constexpr void product_over_samples(std::size_t samples, bool first, T* c, const T* a,
                                    const T* b) {
  using kernel::layout;
  constexpr bool outer = S.k == 1 && S.left.rank < 2 && S.right.rank < 2;
  if constexpr (outer) {
    if (first)
      kernel::product_over_rows<T, S.m, S.n, false>(samples, c, a, b);
    else
      kernel::product_over_rows<T, S.m, S.n, true>(samples, c, a, b);
  } else {
    if (first) {
      for (std::size_t i = 0; i < S.products * S.m * S.n; ++i) c[i] = 0;
    }
    product_per_sample<T, S, true>(samples, 0, c, a, b);
  }
}

/// Numbers of a plan that an arena's size follows from.
struct arena_shape {
  std::size_t shared_elements, tile_elements, tile_size;
  constexpr std::size_t elements() const { return shared_elements + tile_elements * tile_size; }
};

/// The tile is as large as its values fit a first-level cache of 32 KiB, and at least 64
/// samples as long as they fit a second-level cache of 256 KiB.
template <class T>
consteval arena_shape arena_of(const auto& plan) {
  const std::size_t bytes = plan.tile_elements * sizeof(T);
  std::size_t tile = 256;
  while (tile > 64 && tile * bytes > 32 * 1024) tile /= 2;
  while (tile > 1 && tile * bytes > 256 * 1024) tile /= 2;
  return {plan.shared_elements, plan.tile_elements, tile};
}

/// What a group's code depends on.
template <std::size_t Inputs, std::size_t Steps, std::size_t Outputs>
struct group_key {
  kernel::recipe<Inputs, Steps, Outputs> recipe{};
  std::size_t elements = 0;
  bool single = false;  ///< one number of one sample
};

/// What the code of a product or of a reduction over samples depends on.
struct kernel_key {
  pass::call_kind kind{};
  bool batched = false;
  std::size_t elements = 0;
  product_shape shape{};
};

/// What the code of any other call depends on.
struct shaped_key {
  pass::call_kind kind{};
  const graph::operation* op = nullptr;
  std::size_t detail = 0;
  bool batched[2]{};  ///< the operands
  graph::extents from[2]{};
  graph::extents to{};
};

/// The key of a planned call. Nothing in it names the program.
template <pass::call_kind Kind, std::size_t Inputs, std::size_t Steps, std::size_t Outputs>
consteval auto key_of(const auto& plan, std::size_t number) {
  const pass::call& c = plan.calls[number];
  if constexpr (Kind == pass::call_kind::group) {
    group_key<Inputs, Steps, Outputs> key;
    for (std::size_t i = 0; i < c.inputs; ++i)
      key.recipe.from[i] = plan.accesses[c.first_input + i];
    for (std::size_t i = 0; i < c.steps; ++i) key.recipe.body[i] = plan.steps[c.first_step + i];
    for (std::size_t i = 0; i < c.outputs; ++i)
      key.recipe.to[i] = plan.outcomes[c.first_output + i];
    key.elements = c.elements;
    key.single = !c.batched && c.elements == 1;
    return key;
  } else if constexpr (Kind == pass::call_kind::rearrangement ||
                       Kind == pass::call_kind::axis_reduction ||
                       Kind == pass::call_kind::generator) {
    shaped_key key{c.kind, c.op, c.detail, {}, {c.left, c.right}, c.shape};
    for (std::size_t i = 0; i < c.inputs; ++i) {
      key.batched[i] = plan.inputs[c.first_input + i].batched;
    }
    return key;
  } else {
    kernel_key key{c.kind, c.batched, c.elements, {}};
    if (c.kind == pass::call_kind::product || c.kind == pass::call_kind::batch_product) {
      key.shape = shape_of(c, plan.inputs[c.first_input].batched,
                           plan.inputs[c.first_input + 1].batched);
    }
    return key;
  }
}

/// Where one call finds its operands.
template <class T>
struct call_site {
  const memory<T>& at;
  const pass::location* inputs;
  const pass::location* outputs;
  tile_of_samples samples;
  std::size_t tile_size;

  [[gnu::always_inline]] constexpr const T* in(std::size_t k) const {
    return address(at, inputs[k], samples, tile_size);
  }
  [[gnu::always_inline]] constexpr T* out(std::size_t k) const {
    return address_to_write(at, outputs[k], samples, tile_size);
  }
};

template <class T, auto Key>
[[gnu::always_inline]] constexpr void perform_group(const call_site<T>& site) {
  constexpr std::size_t input_count = Key.recipe.inputs, output_count = Key.recipe.outputs;
  const T* inputs[input_count + 1]{};
  T* outputs[output_count + 1]{};
  for (std::size_t k = 0; k < input_count; ++k) inputs[k] = site.in(k);
  for (std::size_t k = 0; k < output_count; ++k) outputs[k] = site.out(k);
  if constexpr (Key.single)
    kernel::elementwise_scalar<T, Key.recipe>(inputs, outputs);
  else
    kernel::elementwise<T, Key.recipe, Key.elements>(site.samples.count, inputs, outputs);
}

template <class T, kernel_key Key>
[[gnu::always_inline]] constexpr void perform_kernel(const call_site<T>& site) {
  using pass::call_kind;
  constexpr product_shape shape = Key.shape;
  const std::size_t count = site.samples.count;
  const bool first = site.samples.first == 0;
  if constexpr (Key.kind == call_kind::batch_product) {
    product_over_samples<T, shape>(count, first, site.out(0), site.in(0), site.in(1));
  } else if constexpr (Key.kind == call_kind::product && Key.batched) {
    product_of_samples<T, shape>(count, site.out(0), site.in(0), site.in(1));
  } else if constexpr (Key.kind == call_kind::product) {
    products_of_one_sample<T, shape, false>(site.out(0), site.in(0), site.in(1));
  } else {
    constexpr bool greatest = Key.kind == call_kind::batch_max;
    constexpr T initial = greatest ? -std::numeric_limits<T>::infinity() : T(0);
    kernel::reduce_samples<T, Key.elements, greatest>(count, first, site.out(0), site.in(0),
                                                      initial);
  }
}

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
  for (std::size_t sample = 0; sample < site.samples.count; ++sample) {
    T* to = site.out(0) + sample * to_stride;
    const T* from = site.in(Which) + sample * from_stride;
    if constexpr (moves::count == 1) {
      constexpr graph::move box = moves::all[0];
      kernel::copy_box(to, from, box);
    } else {
      for (const graph::move& box : moves::all) kernel::copy_box(to, from, box);
    }
  }
}

template <class T, shaped_key Key>
[[gnu::always_inline]] constexpr void perform_rearrangement(const call_site<T>& site) {
  constexpr shaped_key key = Key;
  constexpr bool two = key.op->arity > 1;
  constexpr std::size_t size = key.to.size();
  constexpr std::size_t moved = moves_of<Key, 0>::elements + (two ? size : 0);
  if constexpr (moved < size) {
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
        to[sample * size + i] = kernel::uniform<T>(own, place);
      }
    }
  }
}

template <class T, auto Key>
[[gnu::always_inline]] constexpr void perform_inlined(const call_site<T>& site) {
  using pass::call_kind;
  if constexpr (requires { Key.recipe; })
    perform_group<T, Key>(site);
  else if constexpr (Key.kind == call_kind::rearrangement)
    perform_rearrangement<T, Key>(site);
  else if constexpr (Key.kind == call_kind::axis_reduction)
    perform_axis_reduction<T, Key>(site);
  else if constexpr (Key.kind == call_kind::generator)
    perform_generator<T, Key>(site);
  else
    perform_kernel<T, Key>(site);
}

/// One copy for all calls with one key.
template <class T, auto Key>
[[gnu::noinline]] constexpr void perform_shared(const call_site<T>& site) {
  perform_inlined<T, Key>(site);
}

template <class T, bool Inlined, auto Key>
[[gnu::always_inline]] constexpr void perform(const call_site<T>& site) {
  if constexpr (Inlined)
    perform_inlined<T, Key>(site);
  else
    perform_shared<T, Key>(site);
}

/// Programs with more calls than this share out-of-line kernels; the compilers' time for one
/// large function grows faster than its length.
inline constexpr std::size_t most_inlined_calls = 24;

/// Calls listed in one function. (clang nests fold expressions no deeper than 256.)
inline constexpr std::size_t calls_per_list = 64;

/// `places` are the plan's: g++ copies a constant for each mention of it outside template
/// arguments, which is quadratic in long programs, but follows a pointer for free.
template <class T, const auto& Plan, std::size_t First, std::size_t... I>
[[gnu::always_inline]] constexpr void list_calls(const auto* places, const memory<T>& m,
                                                 tile_of_samples samples, std::size_t tile_size,
                                                 std::index_sequence<I...>) {
  constexpr bool inlined = Plan.used.calls <= most_inlined_calls;
  const auto site = [&](std::size_t number) {
    return call_site<T>{m, places->inputs + places->first_input[number],
                        places->outputs + places->first_output[number], samples, tile_size};
  };
  (perform<T, inlined,
           key_of<Plan.calls[First + I].kind, Plan.calls[First + I].inputs,
                  Plan.calls[First + I].steps, Plan.calls[First + I].outputs>(Plan, First + I)>(
       site(First + I)),
   ...);
}

/// Calls `First` to `Last`, a bounded number to a list.
template <class T, const auto& Plan, std::size_t First, std::size_t Last>
[[gnu::always_inline]] constexpr void run_calls(const auto* places, const memory<T>& m,
                                                tile_of_samples samples,
                                                std::size_t tile_size) {
  constexpr std::size_t count = Last - First < calls_per_list ? Last - First : calls_per_list;
  list_calls<T, Plan, First>(places, m, samples, tile_size, std::make_index_sequence<count>{});
  if constexpr (First + count < Last) {
    run_calls<T, Plan, First + count, Last>(places, m, samples, tile_size);
  }
}

/// Section `S`: once, or for every tile of the batch.
template <class T, const auto& Plan, std::size_t S>
[[gnu::always_inline]] constexpr void run_section(const auto* places, const memory<T>& m,
                                                  std::size_t samples, std::size_t tile_size) {
  constexpr pass::section part = Plan.sections[S];
  if constexpr (!part.batched) {
    run_calls<T, Plan, part.first, part.last>(places, m, {}, tile_size);
  } else {
    // A batch without samples is walked once, so that reductions over nothing are written.
    std::size_t first = 0;
    do {
      const std::size_t rest = samples - first;
      run_calls<T, Plan, part.first, part.last>(
          places, m, {first, rest < tile_size ? rest : tile_size}, tile_size);
      first += tile_size;
    } while (first < samples);
  }
}

template <class T, const auto& Plan, std::size_t... S>
[[gnu::always_inline]] constexpr void run_sections(const auto* places, const memory<T>& m,
                                                   std::size_t samples, std::size_t tile_size,
                                                   std::index_sequence<S...>) {
  (run_section<T, Plan, S>(places, m, samples, tile_size), ...);
}

/// Computes all outputs of `Plan` for `samples` samples.
template <class T, const auto& Plan, const auto& Places>
constexpr void run(const T* const* inputs, T* const* outputs, std::size_t samples) {
  constexpr arena_shape shape = arena_of<T>(Plan);
  alignas(64) T arena[shape.elements() + 1];
  const memory<T> m{inputs, outputs, arena, arena + shape.shared_elements};
  run_sections<T, Plan>(&Places, m, samples, shape.tile_size,
                        std::make_index_sequence<Plan.used.sections>{});
}

}  // namespace etch::program
