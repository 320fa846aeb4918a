// SPDX-License-Identifier: BSL-1.0
/// From a plan to code: the straight list of its kernel calls.
///
/// Only `run` knows the program. Everything it calls is keyed by small values (shapes, layouts,
/// the recipe of a group), so that equal parts of any programs share one kernel, with a short
/// name.
#pragma once

#include <etch/kernel/elementwise.hpp>
#include <etch/program/perform_places.hpp>
#include <etch/program/perform_product.hpp>
#include <etch/program/pipeline.hpp>

#include <cstddef>
#include <utility>

namespace etch::program {

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
  bool batched = false;
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
    key.batched = c.batched;
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
    kernel_key key{.kind = c.kind, .batched = c.batched, .elements = c.elements};
    if (c.kind == pass::call_kind::product || c.kind == pass::call_kind::batch_product) {
      key.shape = shape_of(c, plan.inputs[c.first_input].batched,
                           plan.inputs[c.first_input + 1].batched);
      key.continued = c.inputs == 3;
    }
    return key;
  }
}

/// The places are spelled out: compilers do not unroll a loop over many, and would look up at
/// run time where each is.
template <class T, auto Key, std::size_t... In, std::size_t... Out>
[[gnu::always_inline]] constexpr void perform_group(const call_site<T>& site,
                                                    std::index_sequence<In...>,
                                                    std::index_sequence<Out...>) {
  const T* const inputs[]{site.in(In)..., nullptr};
  T* const outputs[]{site.out(Out)..., nullptr};
  if constexpr (Key.batched)
    kernel::elementwise<T, Key.recipe, Key.elements>(site.samples.count, inputs, outputs);
  else
    kernel::elementwise_of_one<T, Key.recipe, Key.elements>(inputs, outputs);
}

template <class T, auto Key>
[[gnu::always_inline]] constexpr void perform_inlined(const call_site<T>& site) {
  using pass::call_kind;
  if constexpr (requires { Key.recipe; })
    perform_group<T, Key>(site, std::make_index_sequence<Key.recipe.inputs>(),
                          std::make_index_sequence<Key.recipe.outputs>());
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
/// arguments, which is quadratic in long programs, but follows a pointer for free. `by`
/// performs the calls.
template <class T, const auto& Plan, std::size_t First, class By, std::size_t... I>
[[gnu::always_inline]] constexpr void list_calls(By& by, const auto* places, const memory<T>& m,
                                                 tile_of_samples samples, std::size_t tile_size,
                                                 std::index_sequence<I...>) {
  constexpr bool inlined = Plan.used.calls <= most_inlined_calls;
  const auto site = [&](std::size_t number) {
    return call_site<T>{m, places->inputs + places->first_input[number],
                        places->outputs + places->first_output[number], samples, tile_size};
  };
  (by.template perform<T, inlined,
                       key_of<Plan.calls[First + I].kind, Plan.calls[First + I].inputs,
                              Plan.calls[First + I].steps, Plan.calls[First + I].outputs>(
                           Plan, First + I)>(site(First + I)),
   ...);
}

/// Calls `First` to `Last`, a bounded number to a list.
template <class T, const auto& Plan, std::size_t First, std::size_t Last, class By>
[[gnu::always_inline]] constexpr void run_calls(By& by, const auto* places, const memory<T>& m,
                                                tile_of_samples samples,
                                                std::size_t tile_size) {
  constexpr std::size_t count = Last - First < calls_per_list ? Last - First : calls_per_list;
  list_calls<T, Plan, First>(by, places, m, samples, tile_size,
                             std::make_index_sequence<count>{});
  if constexpr (First + count < Last) {
    run_calls<T, Plan, First + count, Last>(by, places, m, samples, tile_size);
  }
}

/// Section `S`: once, or for every tile of the batch.
template <class T, const auto& Plan, std::size_t S, class By>
[[gnu::always_inline]] constexpr void run_section(By& by, const auto* places,
                                                  const memory<T>& m, std::size_t samples,
                                                  std::size_t tile_size) {
  constexpr pass::section part = Plan.sections[S];
  if constexpr (!part.batched) {
    run_calls<T, Plan, part.first, part.last>(by, places, m, {}, tile_size);
  } else {
    // A batch without samples is walked once, so that reductions over nothing are written.
    std::size_t first = 0;
    do {
      const std::size_t rest = samples - first;
      run_calls<T, Plan, part.first, part.last>(
          by, places, m, {first, rest < tile_size ? rest : tile_size}, tile_size);
      first += tile_size;
    } while (first < samples);
  }
}

template <class T, const auto& Plan, class By, std::size_t... S>
[[gnu::always_inline]] constexpr void run_sections(By& by, const auto* places,
                                                   const memory<T>& m, std::size_t samples,
                                                   std::index_sequence<S...>) {
  constexpr std::size_t tile_size = arena_of<T>(Plan).tile_size;
  (run_section<T, Plan, S>(by, places, m, samples, tile_size), ...);
}

/// Computes all outputs of `Plan` for `samples` samples, every call performed by `by`.
template <class T, const auto& Plan, class By>
[[gnu::always_inline]] constexpr void run_plan(By& by, const auto* places, const memory<T>& m,
                                               std::size_t samples) {
  run_sections<T, Plan>(by, places, m, samples, std::make_index_sequence<Plan.used.sections>{});
}

/// Runs programs on the caller's thread.
struct alone {
  template <class T, const auto& Plan, const auto& Places>
  constexpr void run(const T* const* inputs, T* const* outputs, std::size_t samples) const {
    constexpr arena_shape shape = arena_of<T>(Plan);
    alignas(64) T arena[shape.elements() + 1];
    run_plan<T, Plan>(*this, &Places, {inputs, outputs, arena, arena + shape.shared_elements},
                      samples);
  }

  template <class T, bool Inlined, auto Key>
  [[gnu::always_inline]] constexpr void perform(const call_site<T>& site) const {
    program::perform<T, Inlined, Key>(site);
  }
};

}  // namespace etch::program
