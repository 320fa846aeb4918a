// SPDX-License-Identifier: BSL-1.0
/// What benchmarks print: each contender's time, and etch's over it, within one run.
#pragma once

#include "peak.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bench {

/// Takes runs named `workload/contender`; keeps each one's least time per iteration. CPU time,
/// as other processes may share the core.
///
/// A contender's counters stand in columns beside its time. Of the counter "flop", operations
/// per iteration (see `float_operations`), the share of the core's peak is printed, of
/// "samples" those per second.
class ratio_table : public benchmark::BenchmarkReporter {
 public:
  /// The table is also written to the file `json`, if it has a name.
  ratio_table(std::string program, std::string json)
      : program_(std::move(program)), json_(std::move(json)) {}

  bool ReportContext(const Context&) override { return true; }

  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      if (run.run_type != Run::RT_Iteration || run.error_occurred) continue;
      const std::string& name = run.run_name.function_name;
      const std::size_t slash = name.rfind('/');
      contender& c = contenders_[run.family_index];
      c.workload = name.substr(0, slash);
      c.name = name.substr(slash + 1);
      const double iterations = static_cast<double>(run.iterations);
      c.nanoseconds = std::min(c.nanoseconds, 1e9 * run.cpu_accumulated_time / iterations);
      for (const auto& [counter, value] : run.counters) c.counters[counter] = value.value;
    }
  }

  void Finalize() override {
    const std::vector<workload> all = workloads();
    if (peak_ > 0) std::printf("peak of one core: %.1f GFLOP/s in floats\n", peak_);
    for (const workload& w : all) width_ = std::max(width_, static_cast<int>(w.name.size()));
    for (const workload& w : all) print(w);
    std::fflush(stdout);
    if (!json_.empty()) write(all);
  }

 private:
  struct contender {
    std::string workload, name;
    double nanoseconds = std::numeric_limits<double>::infinity();
    std::map<std::string, double> counters;
  };
  struct workload {
    std::string name;
    std::vector<contender> contenders;
  };

  /// In the order in which they were registered, not that in which they happened to end.
  std::vector<workload> workloads() {
    std::vector<workload> all;
    for (const auto& [order, c] : contenders_) {
      if (c.workload + '/' + c.name == peak_name) {
        peak_ = c.counters.at("flop") / c.nanoseconds;
        continue;
      }
      auto found = std::find_if(all.begin(), all.end(),
                                [&](const workload& w) { return w.name == c.workload; });
      if (found == all.end()) found = all.insert(all.end(), {c.workload, {}});
      found->contenders.push_back(c);
      auto& counters = found->contenders.back().counters;
      if (const auto samples = counters.extract("samples"))
        counters["samples/s"] = 1e9 * samples.mapped() / c.nanoseconds;
    }
    return all;
  }

  /// Those of etch's own: their times over the others' are what is asked for.
  static std::vector<contender> ours(const workload& w) {
    std::vector<contender> found;
    for (const contender& c : w.contenders)
      if (c.name.starts_with("etch")) found.push_back(c);
    return found;
  }
  static std::set<std::string> counters(const workload& w) {
    std::set<std::string> names;
    for (const contender& c : w.contenders)
      for (const auto& [name, value] : c.counters)
        if (name != "flop") names.insert(name);
    return names;
  }
  double share_of_peak(const contender& c) const {
    const auto flop = c.counters.find("flop");
    return flop == c.counters.end() || peak_ == 0 ? 0 : flop->second / c.nanoseconds / peak_;
  }

  void print(const workload& w) const {
    std::printf("\n%-*s %12s %7s", width_, w.name.c_str(), "ns", "peak");
    for (const contender& our : ours(w)) std::printf(" %13s", (our.name + " /").c_str());
    for (const std::string& name : counters(w)) std::printf(" %12s", name.c_str());
    std::printf("\n");
    for (const contender& c : w.contenders) {
      std::printf("  %-*s %12.*f", width_ - 2, c.name.c_str(), c.nanoseconds < 1000 ? 2 : 0,
                  c.nanoseconds);
      print_or_blank(share_of_peak(c) > 0, " %5.1f %%", 7, 100 * share_of_peak(c));
      for (const contender& our : ours(w))
        print_or_blank(our.name != c.name, " %13.2f", 13, our.nanoseconds / c.nanoseconds);
      for (const std::string& name : counters(w)) {
        const auto value = c.counters.find(name);
        const bool has = value != c.counters.end();
        print_or_blank(has, " %12.6g", 12, has ? value->second : 0);
      }
      std::printf("\n");
    }
  }
  [[gnu::format(printf, 2, 0)]] static void print_or_blank(bool there, const char* format,
                                                           int width, double number) {
    if (there)
      std::printf(format, number);
    else
      std::printf(" %*s", width, "");
  }

  void write(const std::vector<workload>& all) const {
    std::ofstream out(json_);
    out.precision(6);
    out << "{\"program\": \"" << program_ << "\", \"compiler\": \"" << compiler()
        << "\", \"peak_gflops\": " << peak_ << ",\n \"workloads\": [";
    for (const workload& w : all) {
      out << (&w == all.data() ? "\n" : ",\n") << "  {\"workload\": \"" << w.name
          << "\", \"contenders\": [";
      for (const contender& c : w.contenders) {
        out << (&c == w.contenders.data() ? "\n" : ",\n") << "    {\"contender\": \"" << c.name
            << "\", \"ns\": " << c.nanoseconds;
        if (const double share = share_of_peak(c); share > 0)
          out << ", \"share_of_peak\": " << share;
        for (const contender& our : ours(w))
          if (our.name != c.name)
            out << ", \"" << our.name << " / this\": " << our.nanoseconds / c.nanoseconds;
        for (const auto& [name, value] : c.counters)
          if (name != "flop") out << ", \"" << name << "\": " << value;
        out << "}";
      }
      out << "]}";
    }
    out << "]}\n";
    if (!out) std::fprintf(stderr, "cannot write %s\n", json_.c_str());
  }

  static std::string compiler() {
#ifdef __clang__
    return "clang++ " __clang_version__;
#else
    return "g++ " __VERSION__;
#endif
  }

  std::string program_, json_;
  std::map<std::int64_t, contender> contenders_;
  double peak_ = 0;
  int width_ = 30;
};

/// Runs what is registered, interleaved: the machine's speed drifts. The command line
/// overrides; `--json FILE` writes the table to a file as well.
inline int run(int argc, char** argv) {
  std::string defaults[] = {"--benchmark_enable_random_interleaving=true",
                            "--benchmark_repetitions=15", "--benchmark_min_time=0.04"};
  std::vector<char*> arguments{argv[0]};
  for (std::string& argument : defaults) arguments.push_back(argument.data());
  std::string json;
  for (int i = 1; i < argc; ++i) {
    if (argv[i] == std::string_view("--json") && i + 1 < argc)
      json = argv[++i];
    else
      arguments.push_back(argv[i]);
  }
  int count = static_cast<int>(arguments.size());
  benchmark::Initialize(&count, arguments.data());
  if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) return 2;
  benchmark::RegisterBenchmark(peak_name, peak);
  const std::string path = argv[0];
  ratio_table table(path.substr(path.rfind('/') + 1), json);
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
