// SPDX-License-Identifier: BSL-1.0
/// `set | shuffled(rng) | batches(64)`: a data set as a range of arguments for a program.
#pragma once

#include <etch/data/dataset.hpp>
#include <etch/data/generator.hpp>

#include <range/v3/view/facade.hpp>
#include <range/v3/view/iota.hpp>
#include <range/v3/view/join.hpp>
#include <range/v3/view/transform.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <stdexcept>
#include <type_traits>
#include <vector>

namespace etch::data {

/// The result of `shuffled(rng)`, to be put behind a data set.
template <RandomBits Rng>
struct shuffled_by {
  Rng* rng;
};

/// The result of `batches(n)`.
struct batches_of {
  std::size_t samples;
};

/// The result of `epochs(n)`.
struct epoch_count {
  std::size_t epochs;
};

/// Samples in random order: a new one each time that iteration begins. The order depends only
/// on the state of `rng`, which must outlive the pipeline.
template <RandomBits Rng>
shuffled_by<Rng> shuffled(Rng& rng) {
  return {&rng};
}

/// `samples` at a time; the last batch has what is left.
///
/// Errors  `std::invalid_argument` for batches of nothing.
inline batches_of batches(std::size_t samples) {
  if (samples == 0) throw std::invalid_argument("a batch has at least one sample");
  return {samples};
}

/// All batches `count` times, one epoch after the other.
inline epoch_count epochs(std::size_t count) { return {count}; }

/// A data set and who shuffles it.
template <class Set, RandomBits Rng>
struct shuffled_samples {
  const Set* set;
  Rng* rng;
};

/// The samples of one batch at a time, gathered into storage that is allocated once. Copies
/// share it, and thus the iteration.
template <class Set, RandomBits Rng>
class gathered_batches
    : public ranges::view_facade<gathered_batches<Set, Rng>, ranges::finite> {
 public:
  gathered_batches() = default;
  gathered_batches(shuffled_samples<Set, Rng> from, batches_of batches)
      : state_(std::make_shared<state>(from, std::min(batches.samples, from.set->size()))) {}

 private:
  friend ranges::range_access;

  class state {
   public:
    state(shuffled_samples<Set, Rng> from, std::size_t samples)
        : from_(from), samples_(samples) {
      if (from.set->size() > std::numeric_limits<std::uint32_t>::max()) {
        throw std::length_error("a data set to shuffle has fewer than 2^32 samples");
      }
      order_.resize(from.set->size());
      for (std::size_t i = 0; i < Set::column_count; ++i) {
        columns_[i].resize(samples * Set::sample_sizes[i]);
      }
    }

    void start() {
      permute(std::span(order_), *from_.rng);
      first_ = 0;
      gather();
    }
    void advance() {
      first_ += count();
      gather();
    }
    bool done() const { return first_ == order_.size(); }
    auto batch() const {
      std::array<const typename Set::element*, Set::column_count> from{};
      for (std::size_t i = 0; i < Set::column_count; ++i) from[i] = columns_[i].data();
      return Set::bound(from, count());
    }

   private:
    std::size_t count() const { return std::min(samples_, order_.size() - first_); }
    void gather() {
      for (std::size_t i = 0; i < Set::column_count; ++i) {
        const std::size_t size = Set::sample_sizes[i];
        auto* to = columns_[i].data();
        for (std::size_t sample = first_; sample < first_ + count(); ++sample) {
          to = std::copy_n(from_.set->data(i) + order_[sample] * size, size, to);
        }
      }
    }

    shuffled_samples<Set, Rng> from_;
    std::size_t samples_;
    std::size_t first_ = 0;
    std::vector<std::uint32_t> order_;
    std::array<std::vector<typename Set::element>, Set::column_count> columns_;
  };

  struct cursor {
    using single_pass = std::true_type;

    auto read() const { return at->batch(); }
    void next() { at->advance(); }
    bool equal(ranges::default_sentinel_t) const { return at->done(); }

    state* at = nullptr;
  };

  cursor begin_cursor() {
    state_->start();
    return {state_.get()};
  }

  std::shared_ptr<state> state_;
};

template <class T, class... Symbols, RandomBits Rng>
shuffled_samples<dataset<T, Symbols...>, Rng> operator|(const dataset<T, Symbols...>& set,
                                                        shuffled_by<Rng> by) {
  return {&set, by.rng};
}

/// A range of batches in the data set's order. They refer to the data set, nothing is copied.
template <class T, class... Symbols>
auto operator|(const dataset<T, Symbols...>& set, batches_of batches) {
  const std::size_t count = set.size() / batches.samples + (set.size() % batches.samples != 0);
  return ranges::views::iota(std::size_t{0}, count) |
         ranges::views::transform([&set, batches](std::size_t batch) {
           const std::size_t first = batch * batches.samples;
           return set.samples(first, std::min(batches.samples, set.size() - first));
         });
}

/// A range of batches in random order. A batch is valid until the next; nothing is allocated
/// after the pipeline has been made.
template <class Set, RandomBits Rng>
gathered_batches<Set, Rng> operator|(shuffled_samples<Set, Rng> samples, batches_of batches) {
  return {samples, batches};
}

// A pipeline refers to its data set.
template <class T, class... Symbols, RandomBits Rng>
void operator|(const dataset<T, Symbols...>&&, shuffled_by<Rng>) = delete;
template <class T, class... Symbols>
void operator|(const dataset<T, Symbols...>&&, batches_of) = delete;

/// All batches of a pipeline again and again: shuffled samples come in a new order each time.
template <ranges::view_ Batches>
auto operator|(Batches batches, epoch_count count) {
  return ranges::views::iota(std::size_t{0}, count.epochs) |
         ranges::views::transform([batches](std::size_t) { return batches; }) |
         ranges::views::join;
}

}  // namespace etch::data
