// SPDX-License-Identifier: BSL-1.0
/// Gradient descent, plain or with momentum.
#pragma once

#include <etch/optim/update.hpp>

#include <type_traits>

namespace etch::optim {

struct sgd_settings {
  double rate = 1e-3;
  double weight_decay = 0;
};

/// A coefficient without a default: to name it is to ask for momentum.
struct momentum_coefficient {
  double value;
  constexpr momentum_coefficient(double coefficient) : value(coefficient) {}
  constexpr operator double() const { return value; }
};

struct momentum_settings {
  double rate = 1e-3;
  momentum_coefficient momentum;
  bool nesterov = false;
  double weight_decay = 0;
};

/// One step down the gradient `g` of the parameters `x`:
///
///     d = g + weight_decay x
///     x = x - rate d
///
/// Settings that name `.momentum` keep a velocity `v`, zero at first, for each parameter;
/// others keep nothing:
///
///     v = momentum v + d
///     x = x - rate (nesterov ? d + momentum v : v)
///
/// `settings` may be changed between updates.
///
/// Errors  `no_parameter_lacks_a_gradient` and the other sentences of `GradientOf`.
/// Source  PyTorch, torch.optim.SGD, with dampening 0; Nesterov's form there is from Sutskever,
///         Martens, Dahl & Hinton, ICML 2013.
///
///     auto plain = optim::sgd(theta, {.rate = 0.1});
///     auto heavy = optim::sgd(theta, {.rate = 0.1, .momentum = 0.9, .nesterov = true});
///     heavy.update(theta, gradient);
template <class Map, class Settings>
class sgd;

template <class Map>
sgd(const Map&, sgd_settings = {}) -> sgd<Map, sgd_settings>;
template <class Map>
sgd(const Map&, momentum_settings) -> sgd<Map, momentum_settings>;

template <class Map>
class sgd<Map, sgd_settings> {
 public:
  sgd_settings settings;

  constexpr explicit sgd(const Map&, sgd_settings initial = {}) : settings(initial) {}

  template <GradientOf<Map> Gradient>
  constexpr void update(Map& theta, const Gradient& gradient) {
    const T rate = static_cast<T>(settings.rate);
    const T decay = static_cast<T>(settings.weight_decay);
    for_each_parameter(rule{rate, decay}, theta, gradient);
  }

 private:
  using T = typename Map::value_type;

  struct rule {
    T rate, decay;
    template <class V>
    [[gnu::always_inline]] constexpr void operator()(V& x, V g) const {
      x -= rate * (g + decay * x);
    }
  };
};

template <class Map>
class sgd<Map, momentum_settings> {
 public:
  momentum_settings settings;

  constexpr sgd(const Map&, momentum_settings initial) : settings(initial) {}

  template <GradientOf<Map> Gradient>
  constexpr void update(Map& theta, const Gradient& gradient) {
    const T rate = static_cast<T>(settings.rate);
    const T momentum = static_cast<T>(settings.momentum);
    const T decay = static_cast<T>(settings.weight_decay);
    if (settings.nesterov) {
      for_each_parameter(rule<true>{rate, momentum, decay}, theta, gradient, velocity_);
    } else {
      for_each_parameter(rule<false>{rate, momentum, decay}, theta, gradient, velocity_);
    }
  }

 private:
  using T = typename Map::value_type;

  template <bool Nesterov>
  struct rule {
    T rate, momentum, decay;
    template <class V>
    [[gnu::always_inline]] constexpr void operator()(V& x, V g, V& v) const {
      const V d = g + decay * x;
      v = momentum * v + d;
      x -= rate * (Nesterov ? d + momentum * v : v);
    }
  };

  Map velocity_{};
};

}  // namespace etch::optim
