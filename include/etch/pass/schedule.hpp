// SPDX-License-Identifier: BSL-1.0
/// The list of kernel calls that computes a graph's outputs.
///
/// The batch is walked in tiles of samples, as often as reductions over it depend on each
/// other: stage 0 computes what needs no sample, then walks the batch once; stage 1 computes
/// what needs the first walk's reductions, then walks again; and so on. Values per sample live
/// within one walk; a later walk computes again what it needs.
#pragma once

#include <etch/graph/node.hpp>
#include <etch/kernel/elementwise.hpp>

namespace etch::pass {

enum class call_kind : unsigned char {
  group,
  product,
  batch_product,
  batch_sum,
  batch_max,
  rearrangement,
  axis_reduction,
  generator
};

/// Something a call reads or writes: an instance of a node's value.
struct value {
  graph::node_id node = graph::none;
  std::size_t elements = 0;  ///< of one sample
  bool batched = false;
  std::size_t leaf =
      graph::none;  ///< place in the table of leaves, if it is bound by the caller
  std::size_t output = graph::none;  ///< place among the outputs, if it is written there
  std::size_t whole = graph::none;   ///< the value that it is a run of, from element `first` on
  std::size_t first = 0;
};

/// One kernel call. Ranges are places in the schedule's flat lists.
struct call {
  call_kind kind{};
  bool batched = false;                  ///< the call works on a tile of samples
  const graph::operation* op = nullptr;  ///< of a call that is no group
  graph::extents left{}, right{};        ///< shapes of its first two operands
  graph::extents shape{};                ///< and of its result
  std::size_t detail = 0;                ///< the node's
  std::size_t elements = 0;              ///< of one sample of a group
  std::size_t first_input = 0, inputs = 0;
  std::size_t first_output = 0, outputs = 0;
  std::size_t first_step = 0, steps = 0;
};

struct operand {
  std::size_t value = 0;
  kernel::access access{};
};

struct written {
  std::size_t value = 0;
  kernel::outcome outcome{};
};

/// A run of calls: before a walk over the batch, or for each tile of it.
struct section {
  std::size_t first = 0, last = 0;
  bool batched = false;
};

/// A schedule somebody else owns.
struct schedule_view {
  template <class T>
  struct part {
    const T* first;
    std::size_t count;
    constexpr std::size_t size() const { return count; }
    constexpr const T& operator[](std::size_t i) const { return first[i]; }
    constexpr const T* begin() const { return first; }
    constexpr const T* end() const { return first + count; }
  };

  part<call> calls;
  part<value> values;
  part<operand> inputs;
  part<written> outputs;
  part<kernel::step> steps;
  part<section> sections;
};

struct schedule {
  graph::list<call> calls;
  graph::list<value> values;
  graph::list<operand> inputs;
  graph::list<written> outputs;
  graph::list<kernel::step> steps;
  graph::list<section> sections;

  constexpr schedule_view view() const {
    return {{calls.data(), calls.size()},   {values.data(), values.size()},
            {inputs.data(), inputs.size()}, {outputs.data(), outputs.size()},
            {steps.data(), steps.size()},   {sections.data(), sections.size()}};
  }
};

}  // namespace etch::pass
