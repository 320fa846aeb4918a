// SPDX-License-Identifier: BSL-1.0
/// Values with all their gradients by CppAD: the tape is recorded and optimised once.
#pragma once

#include <cppad/cppad.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

namespace bench::cppad {

using std::size_t;
using numbers = std::vector<double>;
using scalar = CppAD::AD<double>;
using scalars = std::vector<scalar>;

/// The function that `value(parameters, inputs...)` computes, and its gradient.
class taped {
 public:
  template <class Value, class... Inputs>
  taped(Value value, const numbers& parameters, const Inputs&... inputs) : at_(parameters) {
    scalars independent(parameters.begin(), parameters.end());
    CppAD::Independent(independent);
    tape_.Dependent(independent, scalars{value(independent, inputs...)});
    tape_.optimize();
  }
  void operator()() {
    value_ = tape_.Forward(0, at_)[0];
    gradient_ = tape_.Reverse(1, seed_);
  }
  numbers answer() {
    (*this)();
    numbers all{value_};
    all.insert(all.end(), gradient_.begin(), gradient_.end());
    return all;
  }

 private:
  CppAD::ADFun<double> tape_;
  numbers at_, gradient_, seed_{1};
  double value_ = 0;
};

inline scalar sigmoid(const scalar& x) { return 1 / (1 + CppAD::exp(-x)); }

/// `b + W x`, W and b standing one after the other at `from`, which is moved behind them.
template <class X>
scalars dense(const scalar*& from, size_t outputs, const X& x) {
  scalars z(from + outputs * x.size(), from + outputs * (x.size() + 1));
  for (scalar& sum : z)
    for (const auto& element : x) sum += *from++ * element;
  from += outputs;
  return z;
}

/// log(sum exp z), moved by the greatest as it is when the tape is recorded.
inline scalar log_sum_exp_of(const scalars& z) {
  double top = CppAD::Value(CppAD::Var2Par(z[0]));
  for (const scalar& element : z) top = std::max(top, CppAD::Value(CppAD::Var2Par(element)));
  scalar sum = 0;
  for (const scalar& element : z) sum += CppAD::exp(element - top);
  return CppAD::log(sum) + top;
}

struct neuron : taped {
  neuron(const numbers& parameters, const numbers& x, const numbers& y)
      : taped(
            [](const scalars& p, const numbers& in, const numbers& target) {
              const scalar error = target[0] - sigmoid(p[0] * in[0] + p[1]);
              return scalar(error * error);
            },
            parameters, x, y) {}
};

template <size_t Samples>
struct perceptron : taped {
  perceptron(const numbers& parameters, const numbers& x, const numbers& y)
      : taped(value, parameters, x, y) {}

 private:
  static scalar value(const scalars& p, const numbers& x, const numbers& y) {
    scalar total = 0;
    for (size_t s = 0; s < Samples; ++s) {
      const scalar* from = p.data();
      scalars h = dense(from, 16, std::array{x[2 * s], x[2 * s + 1]});
      for (scalar& element : h) element = CppAD::tanh(element);
      h = dense(from, 16, h);
      for (scalar& element : h) element = CppAD::tanh(element);
      const scalar error = dense(from, 1, h)[0] - y[s];
      total += error * error;
    }
    return total / static_cast<double>(Samples);
  }
};

struct softmax_cross_entropy : taped {
  softmax_cross_entropy(const numbers& parameters, const numbers& x, const numbers& y)
      : taped(value, parameters, x, y) {}

 private:
  static scalar value(const scalars& p, const numbers& x, const numbers& y) {
    const scalar* from = p.data();
    const scalars z = dense(from, 10, x);
    scalar result = log_sum_exp_of(z);
    for (size_t i = 0; i < 10; ++i)
      if (y[i] != 0) result -= y[i] * z[i];
    return result;
  }
};

struct nested : taped {
  explicit nested(const numbers& parameters)
      : taped(
            [](const scalars& p) {
              scalar u = CppAD::sin(p[0]) * p[0];
              for (int i = 0; i < 25; ++i) u = CppAD::tanh(sigmoid(u));
              return u;
            },
            parameters) {}
};

struct log_sum_exp : taped {
  explicit log_sum_exp(const numbers& parameters) : taped(log_sum_exp_of, parameters) {}
};

}  // namespace bench::cppad
