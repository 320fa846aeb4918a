// SPDX-License-Identifier: BSL-1.0
/// Where every value of a schedule lives: with the caller, or in an arena of known size.
#pragma once

#include <etch/pass/schedule.hpp>

namespace etch::pass {

enum class space : unsigned char {
  input,   ///< bound by the caller; `place` is the leaf's
  output,  ///< the caller's storage; `place` is the output's
  shared,  ///< in the arena, one value; `place` counts elements
  tile,    ///< in the arena, one value per sample of a tile; `place` counts elements per sample
};

struct location {
  pass::space space{};
  bool batched = false;
  std::size_t place = 0;
  std::size_t elements = 0;  ///< of one sample
  std::size_t first = 0;     ///< the element that it begins with
};

struct memory_plan {
  graph::list<location> locations;  ///< of each value of the schedule
  std::size_t shared_elements = 0;
  std::size_t tile_elements = 0;  ///< per sample of a tile
};

/// First fit among the blocks that live at one time, in order of their places.
class first_fit {
 public:
  constexpr std::size_t place(std::size_t elements, std::size_t now, std::size_t last_use) {
    std::size_t kept = 0;
    for (const block& b : live_) {
      if (b.last_use >= now) live_[kept++] = b;
    }
    while (live_.size() > kept) live_.pop();
    std::size_t at = 0, before = 0;
    while (before < kept && live_[before].first < at + elements) {
      at = live_[before].first + live_[before].elements;
      ++before;
    }
    live_.push({});
    for (std::size_t i = live_.size() - 1; i > before; --i) live_[i] = live_[i - 1];
    live_[before] = {at, elements, last_use};
    if (at + elements > highest_) highest_ = at + elements;
    return at;
  }

  /// What lives until now at `place` gives it to something else.
  constexpr void hand_over(std::size_t place, std::size_t last_use) {
    for (block& b : live_) {
      if (b.first == place) b.last_use = last_use;
    }
  }

  constexpr std::size_t highest() const { return highest_; }

 private:
  struct block {
    std::size_t first = 0, elements = 0, last_use = 0;
  };
  graph::list<block> live_;
  std::size_t highest_ = 0;
};

/// Elements of a sample, a multiple of which is whole packs on every target: a group then reads
/// all that it needs of a place before it writes there.
inline constexpr std::size_t whole_packs = 16;

/// The operand of call `number`, a group, in whose place its output `made` can be written:
/// values per sample of one size, of which the group is the last to read the operand, and reads
/// it once. `taken` are those that other outputs have.
constexpr std::size_t replaced_by(schedule_view s, std::size_t number, const written& made,
                                  const graph::list<std::size_t>& last,
                                  const graph::list<bool>& taken) {
  const call& c = s.calls[number];
  const auto in_tile = [](const value& x) {
    return x.batched && x.leaf == graph::none && x.output == graph::none &&
           x.whole == graph::none;
  };
  const value& to = s.values[made.value];
  if (c.kind != call_kind::group || made.outcome.kind != kernel::result::stored ||
      !in_tile(to) || to.elements % whole_packs != 0)
    return graph::none;
  for (std::size_t k = c.first_input; k < c.first_input + c.inputs; ++k) {
    const std::size_t v = s.inputs[k].value;
    const value& from = s.values[v];
    if (s.inputs[k].access != kernel::access::element || !in_tile(from) || taken[v] ||
        from.elements != to.elements || last[v] != number)
      continue;
    std::size_t reads = 0;
    for (std::size_t j = c.first_input; j < c.first_input + c.inputs; ++j) {
      const std::size_t other = s.inputs[j].value;
      reads += other == v || s.values[other].whole == v;
    }
    if (reads == 1) return v;
  }
  return graph::none;
}

/// Needs   a schedule.
/// Keeps   values apart that live at one time: a value lives from the call that makes it to the
///         last that reads it, which may put its own in the place; one that all tiles of a walk
///         share lives as long as the walk.
constexpr memory_plan plan_memory(schedule_view s) {
  constexpr std::size_t line = 16;  // elements; keeps shared values apart by whole cache lines
  graph::list<std::size_t> first(s.values.size(), 0), last(s.values.size(), 0);
  for (const section& part : s.sections) {
    for (std::size_t i = part.first; i < part.last; ++i) {
      const call& c = s.calls[i];
      for (std::size_t k = c.first_output; k < c.first_output + c.outputs; ++k) {
        const std::size_t v = s.outputs[k].value;
        const bool whole_walk = part.batched && !s.values[v].batched;
        first[v] = whole_walk ? part.first : i;
        last[v] = whole_walk ? part.last : i;
      }
      for (std::size_t k = c.first_input; k < c.first_input + c.inputs; ++k) {
        const std::size_t run = s.inputs[k].value;
        const std::size_t v = s.values[run].whole == graph::none ? run : s.values[run].whole;
        const std::size_t until = part.batched && !s.values[v].batched ? part.last : i;
        if (until > last[v]) last[v] = until;
      }
    }
  }
  graph::list<std::size_t> replaced(s.values.size(), graph::none);
  graph::list<bool> taken(s.values.size(), false);
  for (std::size_t i = 0; i < s.calls.size(); ++i) {
    const call& c = s.calls[i];
    for (std::size_t k = c.first_output; k < c.first_output + c.outputs; ++k) {
      const std::size_t v = replaced_by(s, i, s.outputs[k], last, taken);
      replaced[s.outputs[k].value] = v;
      if (v != graph::none) taken[v] = true;
    }
  }
  memory_plan plan;
  first_fit shared, tile;
  for (std::size_t v = 0; v < s.values.size(); ++v) {
    const value& x = s.values[v];
    location at{.batched = x.batched, .elements = x.elements};
    if (x.whole != graph::none) {
      at = plan.locations[x.whole];
      at.elements = x.elements;
      at.first = x.first;
    } else if (x.leaf != graph::none) {
      at.space = space::input;
      at.place = x.leaf;
    } else if (x.output != graph::none) {
      at.space = space::output;
      at.place = x.output;
    } else if (replaced[v] != graph::none) {
      at = plan.locations[replaced[v]];
      tile.hand_over(at.place, last[v]);
    } else if (x.batched) {
      at.space = space::tile;
      at.place = tile.place(x.elements, first[v], last[v]);
    } else {
      at.space = space::shared;
      at.place = shared.place((x.elements + line - 1) / line * line, first[v], last[v]);
    }
    plan.locations.push(at);
  }
  plan.shared_elements = shared.highest();
  plan.tile_elements = tile.highest();
  return plan;
}

}  // namespace etch::pass
