// SPDX-License-Identifier: BSL-1.0
/// What is measured of networks: inference and steps of training.
#pragma once

#include "ratio_table.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <vector>

namespace bench {

using std::size_t;

/// What contenders take, each to its own layout: parameters layer by layer, weights `[out][in]`
/// before biases.
using numbers = std::vector<float>;

/// Weights and biases of dense layers, uniform within 1 / sqrt(in).
template <size_t In, size_t Out, size_t... More>
numbers drawn_layers() {
  static generator next;
  numbers all;
  for (size_t i = 0; i < Out * (In + 1); ++i)
    all.push_back(static_cast<float>(next() / std::sqrt(static_cast<double>(In))));
  if constexpr (sizeof...(More) > 0) {
    const numbers rest = drawn_layers<Out, More...>();
    all.insert(all.end(), rest.begin(), rest.end());
  }
  return all;
}
/// Floating-point operations of their products, for one sample.
template <size_t In, size_t Out, size_t... More>
constexpr double operations() {
  if constexpr (sizeof...(More) > 0)
    return 2. * In * Out + operations<Out, More...>();
  else
    return 2. * In * Out;
}

/// One sample, or several.
template <size_t Samples, size_t Size>
using values = std::conditional_t<Samples == 1, float[Size], float[Samples][Size]>;

/// A network is made from parameters and called with inputs and with what to write; it may keep
/// a state from call to call. The address of the next input depends on the output of the last
/// call, so that calls do not overlap: a control loop has to wait for each.
template <class Network, size_t In, size_t Out, size_t Samples = 1>
class inference {
 public:
  explicit inference(const numbers& parameters) : network_(parameters) {
    generator next;
    for (auto& x : x_) {
      float* first = reinterpret_cast<float*>(&x);
      for (size_t i = 0; i < Samples * In; ++i) first[i] = static_cast<float>(next());
    }
    // Not DoNotOptimize: g++ 12 loses the value that a member has before.
    std::uint32_t zero = 0;
    asm volatile("" : "+r"(zero));
    zero_ = zero;
  }
  void operator()() {
    network_(x_[place_], y_);
    std::uint32_t bits;
    std::memcpy(&bits, &y_, sizeof bits);
    place_ = (place_ + 1 + (bits & zero_)) % inputs;
  }
  std::vector<float> answer() {
    std::vector<float> all;
    for (size_t i = 0; i < inputs; ++i) {
      (*this)();
      const float* first = reinterpret_cast<const float*>(&y_);
      all.insert(all.end(), first, first + Samples * Out);
    }
    return all;
  }

 private:
  static constexpr size_t inputs = Samples == 1 ? 16 : 2;

  Network network_;
  alignas(64) values<Samples, In> x_[inputs];
  alignas(64) values<Samples, Out> y_{};
  size_t place_ = 0;
  std::uint32_t zero_;
};

inline constexpr size_t batch_size = 64;
inline constexpr float rate = 0.1f;

/// The classes of a batch, or its targets.
using labels = int[batch_size];
using targets = float[batch_size][1];

/// As many batches as a second-level cache cannot hold, of inputs in [0, 1).
template <size_t In, class Target>
struct training_set {
  static constexpr size_t count = 8;
  alignas(64) float x[count][batch_size][In];
  alignas(64) Target y[count];

  training_set() {
    generator next;
    for (auto& batch : x)
      for (auto& sample : batch)
        for (float& element : sample) element = static_cast<float>(next() / 2 + 0.5);
    for (auto& batch : y) {
      for (auto& target : batch) {
        if constexpr (std::is_same_v<Target, labels>)
          target = static_cast<int>(next() * 5 + 5);
        else
          target[0] = static_cast<float>(next());
      }
    }
  }
};

/// A network's `step` descends once with a batch; its `parameters()` are compared after some.
template <class Network, size_t In, class Target>
class training {
 public:
  explicit training(const numbers& parameters) : network_(parameters) {}
  void operator()() {
    network_.step(set_.x[place_], set_.y[place_], rate);
    place_ = (place_ + 1) % training_set<In, Target>::count;
  }
  numbers answer() {
    for (int step = 0; step < 10; ++step) (*this)();
    return network_.parameters();
  }

 private:
  Network network_;
  training_set<In, Target> set_;
  size_t place_ = 0;
};

}  // namespace bench
