// SPDX-License-Identifier: BSL-1.0
/// Contenders that compute the same: they are compared before they are timed.
#pragma once

#include "allocations.hpp"
#include "ratio_table.hpp"

#include <benchmark/benchmark.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace bench {

/// The answers of all contenders in one workload must be those of the first.
struct answers {
  struct one {
    std::string contender;
    std::function<std::vector<double>()> compute;
  };
  std::string workload;
  double tolerance;
  std::vector<one> all{};
};

inline std::vector<std::unique_ptr<answers>>& contests() {
  static std::vector<std::unique_ptr<answers>> all;
  return all;
}

/// Whether all contenders give the same numbers; says which do not.
inline bool all_agree() {
  bool same = true;
  for (const auto& contest : contests()) {
    std::vector<double> first;
    for (const answers::one& entered : contest->all) {
      const std::vector<double> answer = entered.compute();
      if (first.empty()) first = answer;
      const std::string what = contest->workload + ", " + entered.contender;
      if (answer.size() != first.size()) {
        std::fprintf(stderr, "%s: %zu numbers instead of %zu\n", what.c_str(), answer.size(),
                     first.size());
        same = false;
      } else {
        same = agree(what.c_str(), first, answer, contest->tolerance) && same;
      }
    }
  }
  return same;
}

/// One row of the table, or rather as many as there are contenders.
class contest {
 public:
  struct properties {
    /// Floating-point operations of one call, in those of floats; 0 where nobody counts them.
    double flop = 0;
    /// How far answers may differ, as a share of the largest number.
    double tolerance = 1e-5;
  };
  contest(std::string workload, properties p) : workload_(std::move(workload)), flop_(p.flop) {
    contests().push_back(std::make_unique<answers>(answers{workload_, p.tolerance}));
    answers_ = contests().back().get();
  }

  /// A contender is made from the arguments, is called, which is what is timed, and gives, when
  /// it is new, an `answer()`, a range of numbers.
  template <class Contender, class... Arguments>
  void enter(const std::string& name, const Arguments&... arguments) {
    const auto make = [arguments...] { return std::make_unique<Contender>(arguments...); };
    answers_->all.push_back({name, [make] {
                               const auto all = make()->answer();
                               return std::vector<double>(all.begin(), all.end());
                             }});
    benchmark::RegisterBenchmark((workload_ + '/' + name).c_str(),
                                 [make, flop = flop_](benchmark::State& state) {
                                   const auto contender = make();
                                   measure(state, *contender);
                                   if (flop > 0) state.counters["flop"] = flop;
                                 });
  }

 private:
  template <class Contender>
  static void measure(benchmark::State& state, Contender& contender) {
    // Its numbers may have changed, for all the compiler knows.
    Contender* address = &contender;
    benchmark::DoNotOptimize(address);
    for (auto _ : state) {
      (*address)();
      benchmark::ClobberMemory();
    }
    const long before = allocations();
    constexpr long calls = 16;
    for (long i = 0; i < calls; ++i) {
      (*address)();
      benchmark::ClobberMemory();
    }
    state.counters["allocations"] = static_cast<double>(allocations() - before) / calls;
  }

  std::string workload_;
  double flop_;
  answers* answers_;
};

/// The `main` of a program whose contests are entered.
inline int check_and_run(int argc, char** argv) {
  if (!all_agree()) return 1;
  return run(argc, argv);
}

}  // namespace bench
