// SPDX-License-Identifier: BSL-1.0
/// From a plan to code: the straight list of its kernel calls.
///
/// Only `run` knows the program. Everything it calls is keyed by small values (shapes, layouts, the
/// recipe of a group), so that equal parts of any programs share one kernel, with a short name.
#pragma once

#include <etch/kernel/batch.hpp>
#include <etch/kernel/elementwise.hpp>
#include <etch/kernel/product.hpp>
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
                                                  tile_of_samples samples, std::size_t tile_size) {
  switch (at.space) {
    case pass::space::input:
      return m.inputs[at.place] + (at.batched ? samples.first * at.elements : 0);
    case pass::space::output:
      return m.outputs[at.place] + (at.batched ? samples.first * at.elements : 0);
    case pass::space::shared: return m.shared + at.place;
    case pass::space::tile: break;
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
    case pass::space::shared: return m.shared + at.place;
    default: break;
  }
  return m.tile + at.place * tile_size;
}

/// The recipe of a planned group.
template <int Inputs, int Steps, int Outputs>
consteval kernel::recipe<Inputs, Steps, Outputs> recipe_of(const auto& plan, const pass::call& c) {
  kernel::recipe<Inputs, Steps, Outputs> result;
  for (std::size_t i = 0; i < c.inputs; ++i) result.from[i] = plan.accesses[c.first_input + i];
  for (std::size_t i = 0; i < c.steps; ++i) result.body[i] = plan.steps[c.first_step + i];
  for (std::size_t i = 0; i < c.outputs; ++i) result.to[i] = plan.outcomes[c.first_output + i];
  return result;
}

/// A product as kernels see it.
struct product_shape {
  std::size_t m, n, k;
  kernel::layout a, b;
  graph::extents left, right;
  bool left_batched, right_batched;
};

constexpr kernel::layout layout_of(std::size_t layouts, std::size_t bit) {
  return layouts & bit ? kernel::layout::transposed : kernel::layout::plain;
}

consteval product_shape shape_of(const pass::call& c, bool left_batched, bool right_batched) {
  const bool left = c.layouts & graph::left_transposed, right = c.layouts & graph::right_transposed;
  return {.m = static_cast<std::size_t>(op::product::rows(c.left, left)),
          .n = static_cast<std::size_t>(op::product::rows(c.right, !right)),
          .k = static_cast<std::size_t>(op::product::rows(c.left, !left)),
          .a = layout_of(c.layouts, graph::left_transposed),
          .b = layout_of(c.layouts, graph::right_transposed),
          .left = c.left,
          .right = c.right,
          .left_batched = left_batched,
          .right_batched = right_batched};
}

constexpr kernel::layout other(kernel::layout l) {
  return l == kernel::layout::plain ? kernel::layout::transposed : kernel::layout::plain;
}

/// One product for each sample.
template <class T, product_shape S, bool Accumulate>
constexpr void product_per_sample(std::size_t samples, std::size_t stride, T* c, const T* a,
                                  const T* b) {
  for (std::size_t sample = 0; sample < samples; ++sample) {
    kernel::product<T, S.m, S.n, S.k, S.a, S.b, Accumulate>(
        c + sample * stride, a + (S.left_batched ? sample * S.left.size() : 0),
        b + (S.right_batched ? sample * S.right.size() : 0));
  }
}

/// A product whose result has one value per sample: all samples are rows of one larger product
/// where one operand is shared and the other's samples are rows.
template <class T, product_shape S>
constexpr void product_of_samples(std::size_t samples, T* c, const T* a, const T* b) {
  using kernel::layout;
  // W x per sample is X W^T over samples.
  constexpr bool right_rows = !S.left_batched && (S.right.rank < 2 && S.b == layout::plain);
  // a B per sample, the sample's rows below each other, is A B over samples.
  constexpr bool left_rows =
      !S.right_batched && (S.left.rank < 2 ? S.a == layout::transposed : S.a == layout::plain);
  if constexpr (right_rows) {
    kernel::product_of_rows<T, S.m, S.k, other(S.a), false>(samples, c, b, a);
  } else if constexpr (left_rows) {
    kernel::product_of_rows<T, S.n, S.k, S.b, false>(samples * S.m, c, a, b);
  } else {
    product_per_sample<T, S, false>(samples, S.m * S.n, c, a, b);
  }
}

/// The sum over samples of products, continued from the tile before unless this is the first.
template <class T, product_shape S>
constexpr void product_over_samples(std::size_t samples, bool first, T* c, const T* a, const T* b) {
  using kernel::layout;
  constexpr bool outer = S.k == 1 && S.left.rank < 2 && S.right.rank < 2;
  if constexpr (outer) {
    if (first) kernel::product_over_rows<T, S.m, S.n, false>(samples, c, a, b);
    else kernel::product_over_rows<T, S.m, S.n, true>(samples, c, a, b);
  } else {
    if (first) {
      for (std::size_t i = 0; i < S.m * S.n; ++i) c[i] = 0;
    }
    product_per_sample<T, S, true>(samples, 0, c, a, b);
  }
}

/// Numbers of a plan that an arena's size follows from.
struct arena_shape {
  std::size_t shared_elements, tile_elements, tile_size;
  constexpr std::size_t elements() const { return shared_elements + tile_elements * tile_size; }
};

/// The tile is as large as its values fit a first-level cache of 32 KiB, and at least 64 samples as
/// long as they fit a second-level cache of 256 KiB.
template <class T>
consteval arena_shape arena_of(const auto& plan) {
  const std::size_t bytes = plan.tile_elements * sizeof(T);
  std::size_t tile = 256;
  while (tile > 64 && tile * bytes > 32 * 1024) tile /= 2;
  while (tile > 1 && tile * bytes > 256 * 1024) tile /= 2;
  return {plan.shared_elements, plan.tile_elements, tile};
}

/// Performs call `I` of `Plan` for a tile of samples.
template <class T, const auto& Plan, std::size_t I>
[[gnu::always_inline]] constexpr void perform(const memory<T>& m, tile_of_samples samples) {
  constexpr const pass::call& c = Plan.calls[I];
  constexpr std::size_t tile_size = arena_of<T>(Plan).tile_size;
  const std::size_t count = c.batched ? samples.count : 1;
  const bool first = samples.first == 0;
  const auto in = [&](std::size_t k) {
    return address(m, Plan.inputs[c.first_input + k], samples, tile_size);
  };
  const auto out = [&](std::size_t k) {
    return address_to_write(m, Plan.outputs[c.first_output + k], samples, tile_size);
  };
  if constexpr (c.kind == pass::call_kind::group) {
    constexpr auto recipe = recipe_of<c.inputs, c.steps, c.outputs>(Plan, c);
    const T* inputs[c.inputs + 1]{};
    T* outputs[c.outputs + 1]{};
    for (std::size_t k = 0; k < c.inputs; ++k) inputs[k] = in(k);
    for (std::size_t k = 0; k < c.outputs; ++k) outputs[k] = out(k);
    if constexpr (!c.batched && c.elements == 1) kernel::elementwise_scalar<T, recipe>(inputs, outputs);
    else kernel::elementwise<T, recipe, c.elements>(count, inputs, outputs);
  } else if constexpr (c.kind == pass::call_kind::product ||
                       c.kind == pass::call_kind::batch_product) {
    constexpr product_shape shape = shape_of(c, Plan.inputs[c.first_input].batched,
                                             Plan.inputs[c.first_input + 1].batched);
    if constexpr (c.kind == pass::call_kind::batch_product) {
      product_over_samples<T, shape>(count, first, out(0), in(0), in(1));
    } else if constexpr (c.batched) {
      product_of_samples<T, shape>(count, out(0), in(0), in(1));
    } else {
      kernel::product<T, shape.m, shape.n, shape.k, shape.a, shape.b, false>(out(0), in(0), in(1));
    }
  } else if constexpr (c.kind == pass::call_kind::transpose) {
    constexpr std::size_t rows = static_cast<std::size_t>(c.left.rows());
    constexpr std::size_t columns = static_cast<std::size_t>(c.left.columns());
    for (std::size_t sample = 0; sample < count; ++sample) {
      const std::size_t at = sample * rows * columns;
      kernel::transpose_copy<T, rows, columns>(out(0) + at, in(0) + at);
    }
  } else {
    constexpr bool greatest = c.kind == pass::call_kind::batch_max;
    constexpr T initial = greatest ? -std::numeric_limits<T>::infinity() : T(0);
    kernel::reduce_samples<T, c.elements, greatest>(count, first, out(0), in(0), initial);
  }
}

/// Computes all outputs of `Plan` for `samples` samples.
template <class T, const auto& Plan>
constexpr void run(const T* const* inputs, T* const* outputs, std::size_t samples) {
  constexpr arena_shape shape = arena_of<T>(Plan);
  alignas(64) T arena[shape.elements() + 1];
  const memory<T> m{inputs, outputs, arena, arena + shape.shared_elements};
  [&]<std::size_t... S>(std::index_sequence<S...>) {
    (
        [&] {
          constexpr pass::section part = Plan.sections[S];
          const auto calls = [&](tile_of_samples tile) {
            [&]<std::size_t... I>(std::index_sequence<I...>) {
              (perform<T, Plan, part.first + I>(m, tile), ...);
            }(std::make_index_sequence<part.last - part.first>{});
          };
          if constexpr (!part.batched) {
            calls({});
          } else {
            // A batch without samples is walked once, so that reductions over nothing are written.
            std::size_t first = 0;
            do {
              const std::size_t rest = samples - first;
              calls({first, rest < shape.tile_size ? rest : shape.tile_size});
              first += shape.tile_size;
            } while (first < samples);
          }
        }(),
        ...);
  }(std::make_index_sequence<Plan.section_count>{});
}

}  // namespace etch::program
