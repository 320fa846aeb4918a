// SPDX-License-Identifier: BSL-1.0
/// Adam and AdamW: steps scaled by running estimates of the gradient's first two moments.
#pragma once

#include <etch/math/sqrt.hpp>
#include <etch/optim/update.hpp>

#include <type_traits>

namespace etch::optim {

struct adam_settings {
  double rate = 1e-3;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  double weight_decay = 0;
};

struct adamw_settings {
  double rate = 1e-3;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  double weight_decay = 1e-2;
};

/// The moments of one map's gradients, and the step that Adam and AdamW make of them.
template <class Map, class Settings>
class moments {
 public:
  /// May be changed between updates.
  Settings settings;

  template <GradientOf<Map> Gradient>
  constexpr void update(Map& theta, const Gradient& gradient) {
    power1_ *= settings.beta1;
    power2_ *= settings.beta2;
    for_each_parameter(step(), theta, gradient, first_, second_);
  }

 protected:
  constexpr explicit moments(Settings initial) : settings(initial) {}

 private:
  using T = typename Map::value_type;
  static constexpr bool decoupled = std::is_same_v<Settings, adamw_settings>;

  struct rule {
    T decay, beta1, rest1, beta2, rest2, unbias, rate, epsilon;
    template <class V>
    [[gnu::always_inline]] constexpr void operator()(V& x, V g, V& m, V& v) const {
      if constexpr (decoupled)
        x -= decay * x;
      else
        g += decay * x;
      m = beta1 * m + rest1 * g;
      v = beta2 * v + rest2 * (g * g);
      x -= rate * m / (math::sqrt(v) * unbias + epsilon);
    }
  };

  constexpr rule step() const {
    const auto& s = settings;
    const double decay = decoupled ? s.rate * s.weight_decay : s.weight_decay;
    const double unbias = 1 / math::sqrt(1 - power2_);
    const double rate = s.rate / (1 - power1_);
    return {static_cast<T>(decay),   static_cast<T>(s.beta1),     static_cast<T>(1 - s.beta1),
            static_cast<T>(s.beta2), static_cast<T>(1 - s.beta2), static_cast<T>(unbias),
            static_cast<T>(rate),    static_cast<T>(s.epsilon)};
  }

  double power1_ = 1, power2_ = 1;  // the betas to the power of the number of updates
  Map first_{}, second_{};
};

/// One step of Adam; `g` is the gradient of the parameters `x`, `m` and `v` are zero at first:
///
///     g = g + weight_decay x
///     m = beta1 m + (1 - beta1) g
///     v = beta2 v + (1 - beta2) g^2
///     x = x - rate m' / (sqrt v' + epsilon)
///
/// where `m' = m / (1 - beta1^t)` and `v' = v / (1 - beta2^t)` in update number `t`.
///
/// Errors  `no_parameter_lacks_a_gradient` and the other sentences of `GradientOf`.
/// Source  Kingma & Ba, arXiv:1412.6980, algorithm 1; `weight_decay` as in PyTorch's
///         torch.optim.Adam.
///
///     auto optimiser = optim::adam(theta, {.rate = 1e-3});
///     optimiser.update(theta, gradient);
template <class Map>
struct adam : moments<Map, adam_settings> {
  constexpr explicit adam(const Map&, adam_settings initial = {})
      : moments<Map, adam_settings>(initial) {}
};

/// Adam with decoupled weight decay: instead of the gradient, the parameters are changed, by
/// `x = x - rate weight_decay x` before the step.
///
/// Errors  as `adam`.
/// Source  Loshchilov & Hutter, arXiv:1711.05101, algorithm 2, with the decay scaled by the
/// rate as
///         in PyTorch's torch.optim.AdamW.
template <class Map>
struct adamw : moments<Map, adamw_settings> {
  constexpr explicit adamw(const Map&, adamw_settings initial = {})
      : moments<Map, adamw_settings>(initial) {}
};

}  // namespace etch::optim
