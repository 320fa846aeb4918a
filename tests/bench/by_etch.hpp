// SPDX-License-Identifier: BSL-1.0
/// Networks as etch computes them: with parameters bound at each call, frozen, and trained.
#pragma once

#include "inference.hpp"
#include <etch/etch.hpp>

#include <algorithm>
#include <cstddef>
#include <type_traits>

namespace bench {

/// Parameters in the order in which all contenders take them.
template <auto... Symbols>
struct symbols {};

template <class Map, class T, auto... Symbols>
void load(Map& theta, const T* from, symbols<Symbols...>) {
  const auto load_one = [&](auto& values) {
    std::copy_n(from, values.size(), values.data());
    from += values.size();
  };
  (load_one(theta[Symbols]), ...);
}
template <class T, class Map, auto... Symbols>
std::vector<T> saved(const Map& theta, symbols<Symbols...>) {
  std::vector<T> all;
  (all.insert(all.end(), theta[Symbols].begin(), theta[Symbols].end()), ...);
  return all;
}

/// A program whose parameters, in a `Map`, are bound at each call.
template <auto Program, class Map, class Parameters>
class bound {
 public:
  explicit bound(const numbers& parameters) { load(theta_, parameters.data(), Parameters{}); }
  template <class... Arguments>
  [[gnu::always_inline]] void into(Arguments&&... arguments) const {
    Program.into(arguments..., theta_);
  }

 private:
  Map theta_;
};

/// The same with its parameters frozen.
template <auto Program, class Map, class Parameters>
class frozen {
 public:
  explicit frozen(const numbers& parameters) : program_(made(parameters)) {}
  template <class... Arguments>
  [[gnu::always_inline]] void into(Arguments&&... arguments) const {
    program_.into(arguments...);
  }

 private:
  static auto made(const numbers& parameters) {
    Map theta;
    load(theta, parameters.data(), Parameters{});
    return Program.freeze(theta);
  }

  decltype(Program.freeze(Map{})) program_;
};

/// `Y` of the input `X`; `Stage` is one of the above.
template <template <auto, class, class> class Stage, auto X, auto Y, class Parameters>
class by_etch {
 public:
  explicit by_etch(const numbers& parameters) : program_(parameters) {}
  template <class In, class Out>
  void operator()(const In& x, Out& y) const {
    program_.into(y, X = x);
  }

 private:
  Stage<etch::compile<float>(Y), decltype(etch::parameters<float>(Y)), Parameters> program_;
};

/// Gradient descent in `Loss` of the inputs `X` and `Y`, in place. Where `Y` is a distribution,
/// a batch's labels become one-hot rows within the step.
template <auto X, auto Y, auto Loss, class Parameters>
class trained_by_etch {
 public:
  explicit trained_by_etch(const numbers& parameters) {
    load(theta_, parameters.data(), Parameters{});
  }
  template <size_t In>
  void step(const float (&x)[batch_size][In], const labels& y, float by) {
    alignas(64) float one_hot[batch_size][Y.self.shape.size()]{};
    for (size_t s = 0; s < batch_size; ++s) one_hot[s][static_cast<size_t>(y[s])] = 1;
    descend(x, one_hot, by);
  }
  template <size_t In>
  void step(const float (&x)[batch_size][In], const targets& y, float by) {
    descend(x, y, by);
  }
  const auto& theta() const { return theta_; }
  numbers parameters() const { return saved<float>(theta_, Parameters{}); }

 private:
  template <class In, class Target>
  void descend(const In& x, const Target& y, float by) {
    constexpr auto factor = etch::input<"rate">;
    constexpr auto step = etch::compile<float>(Loss, etch::optim::descent(Loss, factor));
    float value;
    step.into(value, theta_, theta_, factor = by, X = x, Y = y);
    benchmark::DoNotOptimize(value);
  }

  decltype(etch::parameters<float>(Loss)) theta_;
};

}  // namespace bench
