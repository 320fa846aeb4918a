// SPDX-License-Identifier: BSL-1.0
/// Values of several operands compared with what PyTorch computed (oracles/recurrent.py).
#pragma once

#include "../oracles/recurrent.hpp"
#include "pytorch.hpp"

#include <cstddef>
#include <tuple>
#include <utility>

namespace pytorch {

template <std::size_t Which>
inline constexpr fixed_string<3> name_of_cotangent{{'u', static_cast<char>('0' + Which), '\0'}};

/// What the result number `Which` is multiplied with: an input of its shape.
template <std::size_t Which, Expression E>
constexpr auto cotangent_number(E) {
  return []<std::size_t... Axis>(std::index_sequence<Axis...>) {
    return input<name_of_cotangent<Which>, E::self.shape.extent[Axis]...>;
  }(std::make_index_sequence<static_cast<std::size_t>(E::self.shape.rank)>{});
}

template <class Values, class Operands, class Parameters>
class many;
/// Values of a model, and their gradients by operands, of each sample, and by parameters.
template <class... Values, class... Operands, class... Parameters>
class many<std::tuple<Values...>, std::tuple<Operands...>, std::tuple<Parameters...>> {
  static constexpr auto cotangents = []<std::size_t... I>(std::index_sequence<I...>) {
    return std::tuple{cotangent_number<I>(Values{})...};
  }(std::index_sequence_for<Values...>{});
  static constexpr auto loss =
      std::apply([](auto... u) { return batch_sum((dot(Values{}, u) + ...)); }, cotangents);
  static constexpr std::tuple outputs{Values{}..., grad(loss, Operands{})...,
                                      grad(loss, Parameters{})...};
  static constexpr auto inputs =
      std::tuple_cat(std::tuple<Operands...>{}, cotangents, std::tuple<Parameters...>{});
  static constexpr std::size_t per_sample = sizeof...(Values) + sizeof...(Operands);

  static void compare(const oracle::samples& found, std::size_t k, double error) {
    BOOST_TEST(error < 1, "result " << k << " of " << found.size() << " samples");
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
    const auto found = oracle::values<T, true>(outputs, inputs, oracle::drawn(samples, inputs));
    BOOST_TEST_REQUIRE(wanted.size() == found[0].size());
    for (std::size_t k = 0; k < wanted.size(); ++k)
      compare(found, k, error<T>(of_all(found, k), wanted[k]));
  }

  /// One call for each sample; gradients by parameters add up.
  template <class T>
  static void of_each_sample(const oracle::layer& wanted) {
    oracle::samples found;
    for (const oracle::arrays& in : oracle::drawn(samples, inputs))
      found.push_back(oracle::values_of_one<T>(outputs, inputs, in));
    for (std::size_t k = per_sample; k < wanted.size(); ++k)
      for (std::size_t s = 1; s < samples; ++s)
        found[0][k] = oracle::added(found[0][k], found[s][k]);
    for (std::size_t k = 0; k < wanted.size(); ++k)
      compare(found, k, error<T>(of_all(found, k), wanted[k]));
  }
};

/// The values are what PyTorch found, and so are all gradients: of a batch, in some scalars.
template <class... T, class Values, class Operands, class Parameters>
void check_batch(const oracle::layer& wanted, Values, Operands, Parameters) {
  using model = many<Values, Operands, Parameters>;
  (model::template of_a_batch<T>(wanted), ...);
}

/// The same in both, and of single samples.
template <class Values, class Operands, class Parameters>
void check_both(const oracle::layer& wanted, Values values, Operands operands,
                Parameters parameters) {
  check_batch<float, double>(wanted, values, operands, parameters);
  using model = many<Values, Operands, Parameters>;
  model::template of_each_sample<float>(wanted);
  model::template of_each_sample<double>(wanted);
}

}  // namespace pytorch
