// SPDX-License-Identifier: BSL-1.0
/// A program on the threads of a pool.
#pragma once

#include <etch/program/results.hpp>
#include <etch/program/sentences.hpp>
#include <etch/program/storage.hpp>

#include <cstddef>
#include <tuple>

namespace etch::program {

/// Calls as a program's own, with the same sentences; `Held` is what a frozen program keeps.
/// It refers to the pool, and keeps the program's values.
template <class T, class Caller, class Pool, class... Held>
class on_pool {
 public:
  constexpr on_pool(Pool& pool, const Held&... held) : pool_(pool), held_(held...) {}

  template <class... Arguments>
    requires EveryArgumentFits<typename Caller::template wrong<0, Arguments..., Held...>, T> &&
             outputs_per_sample_are_reduced_or_written_with_into<
                 typename Caller::template per_sample<Arguments..., Held...>>
  auto operator()(const Arguments&... arguments) const {
    return std::apply(
        [&](const Held&... held) {
          return Caller::results(threads_of(pool_), arguments..., held...);
        },
        held_);
  }

  template <class... Arguments>
    requires EveryOutputHasStorage<typename Caller::template first<Arguments...>> &&
             EveryArgumentFits<
                 typename Caller::template wrong<Caller::written_count, Arguments..., Held...>,
                 T> &&
             EveryStorageFits<T, typename Caller::template outputs_in<Arguments..., Held...>>
  void into(Arguments&&... arguments) const {
    std::apply(
        [&](const Held&... held) { Caller::write(threads_of(pool_), arguments..., held...); },
        held_);
  }

 private:
  Pool& pool_;
  std::tuple<const Held&...> held_;
};

}  // namespace etch::program
