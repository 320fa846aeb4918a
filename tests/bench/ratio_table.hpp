// SPDX-License-Identifier: BSL-1.0
/// What benchmarks print: each contender's time over that of the others, within one run.
#pragma once

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

namespace bench {

/// Takes runs named `workload/contender`; keeps each one's least time per iteration. CPU time,
/// as other processes may share the core.
class ratio_table : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context&) override { return true; }

  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      if (run.run_type != Run::RT_Iteration || run.error_occurred) continue;
      const std::string& name = run.run_name.function_name;
      const std::size_t slash = name.rfind('/');
      const double time = run.cpu_accumulated_time / static_cast<double>(run.iterations);
      double& least = rows_[name.substr(0, slash)][name.substr(slash + 1)];
      least = least > 0 ? std::min(least, time) : time;
    }
  }

  /// One row a workload: etch's time over each of the others'.
  void Finalize() override {
    for (const auto& [workload, times] : rows_) {
      std::printf("%-36s", workload.c_str());
      for (const auto& [contender, time] : times) {
        if (contender != "etch") {
          std::printf("  etch / %s = %.2f", contender.c_str(), times.at("etch") / time);
        }
      }
      std::printf("\n");
    }
  }

 private:
  using row = std::map<std::string, double>;

  std::map<std::string, row> rows_;
};

/// Runs what is registered, interleaved: the machine's speed drifts. The command line
/// overrides.
inline int run(int argc, char** argv) {
  std::string defaults[] = {"--benchmark_enable_random_interleaving=true",
                            "--benchmark_repetitions=15", "--benchmark_min_time=0.04"};
  std::vector<char*> arguments{argv[0]};
  for (std::string& argument : defaults) arguments.push_back(argument.data());
  arguments.insert(arguments.end(), argv + 1, argv + argc);
  int count = static_cast<int>(arguments.size());
  benchmark::Initialize(&count, arguments.data());
  if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) return 2;
  ratio_table table;
  benchmark::RunSpecifiedBenchmarks(&table);
  return 0;
}

/// Whether all numbers differ by at most `tolerance` of the largest; says so where they do not.
template <class Numbers>
bool agree(const char* what, const Numbers& a, const Numbers& b, double tolerance) {
  double greatest = 0, difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const auto x = static_cast<double>(a[i]), y = static_cast<double>(b[i]);
    greatest = std::max(greatest, std::abs(x));
    // Not std::max: a NaN must not be passed over.
    if (!(std::abs(x - y) <= difference)) difference = std::abs(x - y);
  }
  if (difference <= tolerance * greatest) return true;
  std::fprintf(stderr, "%s: contenders differ by %g of %g\n", what, difference, greatest);
  return false;
}

/// Numbers in [-1, 1), always the same.
class generator {
 public:
  double operator()() {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return static_cast<double>(state_ >> 40) / (1 << 23) - 1;
  }

 private:
  unsigned long long state_ = 1;
};

}  // namespace bench
