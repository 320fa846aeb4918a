// SPDX-License-Identifier: BSL-1.0
/// Layers compared with what PyTorch computed (oracles/layers.py).
#pragma once

#include "../oracles/layers.hpp"
#include "../program/samples.hpp"
#include <etch/etch.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstddef>
#include <tuple>
#include <utility>
#include <vector>

namespace pytorch {

using namespace etch;
using oracle::numbers;
using oracle::real;

inline constexpr std::size_t samples = 3;

/// The largest difference, relative and absolute, in units of what is granted to `T`.
template <class T>
double error(const numbers& found, const std::vector<double>& expected) {
  const numbers wanted(expected.begin(), expected.end());
  if (found.size() != wanted.size()) return HUGE_VAL;
  const real granted = sizeof(T) == 4 ? 1e-5L : 1e-12L;
  real worst = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const real here = std::fabs(found[i] - wanted[i]) / (1 + std::fabs(wanted[i]));
    if (!(here <= worst)) worst = here;  // NaN is the worst
  }
  return std::isnan(worst) ? HUGE_VAL : static_cast<double>(worst / granted);
}

template <std::size_t Which>
inline constexpr fixed_string<3> name_of_cotangent{{'u', static_cast<char>('0' + Which), '\0'}};

/// What the result number `Which` is multiplied with: an input of its shape.
template <std::size_t Which, Expression E>
constexpr auto cotangent_number(E) {
  return []<std::size_t... Axis>(std::index_sequence<Axis...>) {
    return input<name_of_cotangent<Which>, E::self.shape.extent[Axis]...>;
  }(std::make_index_sequence<static_cast<std::size_t>(E::self.shape.rank)>{});
}

/// Drawn numbers as they are.
struct as_drawn {
  void operator()(oracle::samples&) const {}
};

/// Values of a model, and their gradients by operands, of each sample, and by parameters; the
/// states are shared as these. `Prepare` makes the drawn numbers fit.
template <class Prepare, class Values, class Operands, class Parameters, class States>
class compared;
template <class Prepare, class... Values, class... Operands, class... Parameters,
          class... States>
class compared<Prepare, std::tuple<Values...>, std::tuple<Operands...>,
               std::tuple<Parameters...>, std::tuple<States...>> {
  static constexpr auto cotangents = []<std::size_t... I>(std::index_sequence<I...>) {
    return std::tuple{cotangent_number<I>(Values{})...};
  }(std::index_sequence_for<Values...>{});
  static constexpr auto loss =
      std::apply([](auto... u) { return batch_sum((dot(Values{}, u) + ...)); }, cotangents);
  static constexpr std::tuple outputs{Values{}..., grad(loss, Operands{})...,
                                      grad(loss, Parameters{})...};
  static constexpr auto inputs = std::tuple_cat(std::tuple<Operands...>{}, cotangents,
                                                std::tuple<Parameters..., States...>{});
  static constexpr std::size_t per_sample = sizeof...(Values) + sizeof...(Operands);

  static oracle::samples numbers_of_samples() {
    oracle::samples in = oracle::drawn(samples, inputs);
    Prepare{}(in);
    return in;
  }

  /// What one kind of result is for all samples, one behind the other, or the same for all.
  static numbers of_all(const oracle::samples& found, std::size_t result) {
    if (result >= per_sample) return found[0][result];
    numbers all;
    for (const oracle::arrays& one : found)
      all.insert(all.end(), one[result].begin(), one[result].end());
    return all;
  }

 public:
  template <class T>
  static void of_a_batch(const oracle::layer& wanted) {
    const auto found = oracle::values<T, true>(outputs, inputs, numbers_of_samples());
    BOOST_TEST_REQUIRE(wanted.size() == found[0].size());
    for (std::size_t k = 0; k < wanted.size(); ++k)
      BOOST_TEST(error<T>(of_all(found, k), wanted[k]) < 1, "result " << k);
  }

  /// One call for each sample; gradients by parameters add up.
  template <class T>
  static void of_each_sample(const oracle::layer& wanted) {
    oracle::samples found;
    for (const oracle::arrays& in : numbers_of_samples())
      found.push_back(oracle::values_of_one<T>(outputs, inputs, in));
    for (std::size_t k = per_sample; k < wanted.size(); ++k)
      for (std::size_t s = 1; s < samples; ++s)
        found[0][k] = oracle::added(found[0][k], found[s][k]);
    for (std::size_t k = 0; k < wanted.size(); ++k)
      BOOST_TEST(error<T>(of_all(found, k), wanted[k]) < 1, "result " << k << " one by one");
  }
};

/// The same of a layer's value `Y` of one operand.
template <class Prepare, Expression Y, Expression X, class Parameters, class States>
using use = compared<Prepare, std::tuple<Y>, std::tuple<X>, Parameters, States>;

/// The value `y` that a layer has for `x` is what PyTorch found, and so are its gradients.
template <class Y, class X, class... Parameters>
void check(const oracle::layer& wanted, Y, X, Parameters...) {
  using model = use<as_drawn, Y, X, std::tuple<Parameters...>, std::tuple<>>;
  model::template of_a_batch<float>(wanted);
  model::template of_a_batch<double>(wanted);
  model::template of_each_sample<double>(wanted);
}

}  // namespace pytorch
