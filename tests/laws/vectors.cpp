// SPDX-License-Identifier: BSL-1.0
// Vectors of every odd length: activations of whole vectors against the oracle, and elementwise
// functions on numbers, on vectors and on batches of vectors.
#include "agreement.hpp"
#include "oracle.hpp"
#include <etch/activation/registry.hpp>
#include <etch/etch.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace etch;
using laws::oracle::vector_row;

using lengths = std::index_sequence<1, 3, 5, 7, 13, 17>;

template <int N>
constexpr auto x = input<"x", N>;
template <int N>
constexpr auto weights = input<"weights", N>;

template <class T, int N>
tensor<T, N> numbers(auto element) {
  tensor<T, N> result;
  for (int i = 0; i < N; ++i) result[static_cast<std::size_t>(i)] = static_cast<T>(element(i));
  return result;
}

template <class Found>
void check(const vector_row& row, std::string_view what, const Found& found,
           std::span<const double> wanted, laws::bound allowed) {
  for (std::size_t i = 0; i < wanted.size(); ++i)
    BOOST_TEST(laws::agree(found[i], wanted[i], allowed),
               what << ' ' << i << " of " << wanted.size() << " of " << row.name << ": "
                    << found[i] << ", not " << wanted[i]);
}

/// Probabilities are relative to what rounding of scores makes of them; a log-probability is
/// relative to its score; gradients are relative to 1, to which all cotangents are near.
template <class T, class Activation, int N>
void obey() {
  constexpr auto y = Activation{}(x<N>);
  constexpr int size = decltype(y)::self.shape[0];
  constexpr auto program = compile<T>(y, grad(dot(y, weights<size>), x<N>));
  const auto cotangents = numbers<T, size>(laws::oracle::weight);
  int rows = 0;
  for (const vector_row& row : laws::oracle::vectors) {
    if (row.name != Activation::name || row.x.size() != N) continue;
    ++rows;
    double largest = 1;
    for (const double element : row.x) largest = std::max(largest, std::fabs(element));
    const auto at = numbers<T, N>([&](int i) { return row.x[static_cast<std::size_t>(i)]; });
    const auto [value, slope] = program(x<N> = at, weights<size> = cotangents);
    const bool logarithms = row.name == "log_softmax";
    check(row, "value", value, row.value,
          logarithms ? laws::bound{4, 0, largest} : laws::bound{10});
    // In glu the score is a factor.
    const double factor = row.name == "glu" ? largest : 1;
    check(row, "gradient", slope, row.gradient, {8, 0, factor});
  }
  BOOST_TEST(rows == 3, "the oracle has too few rows for " << Activation::name);
}

template <class Activation, std::size_t... N>
void obey_of_all_lengths(std::index_sequence<N...>) {
  constexpr bool gated = std::same_as<Activation, activation::glu>;
  (obey<float, Activation, static_cast<int>(gated ? 2 * N : N)>(), ...);
  obey<double, Activation, gated ? 26 : 13>();
}

template <class... Activations>
void obey_all(op::list<Activations...>) {
  (
      [] {
        if constexpr (std::derived_from<Activations, activation::vectorwise>)
          obey_of_all_lengths<Activations>(lengths{});
      }(),
      ...);
}

/// A function of one number, whose values are known from tests/laws/activations.cpp: on a
/// number alone, in every place of a vector, and in every place of every sample.
constexpr auto t = input<"t">;
constexpr auto f(auto e) { return hadamard(swish(e), e > 1_c) + max(e, -0.5_c); }

template <class T>
void compare(T at, T value, T slope) {
  const auto [v, d] = compile<T>(f(t), grad(f(t), t))(t = at);
  const bool equal = laws::agree(value, static_cast<double>(v), {4, 0, 1}) &&
                     laws::agree(slope, static_cast<double>(d), {8, 0, 1});
  BOOST_TEST(equal, "at " << at << ": " << value << " and " << slope << ", alone " << v
                          << " and " << d);
}

constexpr double place(int i) { return (i * 37 % 101 - 50) / 8.0; }

template <class T, int N>
void is_elementwise() {
  constexpr auto y = f(x<N>);
  const auto at = numbers<T, N>(place);
  const auto [v, d] = compile<T>(y, grad(sum(y), x<N>))(x<N> = at);
  for (std::size_t i = 0; i < at.size(); ++i) compare(at[i], v[i], d[i]);
}

template <class T, int N>
void is_elementwise_in_batches() {
  constexpr auto y = f(x<N>);
  for (const std::size_t samples : {1u, 3u, 5u, 7u, 13u, 17u}) {
    std::vector<tensor<T, N>> at(samples), v(samples), d(samples);
    int next = 0;
    for (tensor<T, N>& sample : at)
      for (T& element : sample) element = static_cast<T>(place(next++));
    compile<T>(y, grad(sum(y), x<N>)).into(v, d, x<N> = at);
    for (std::size_t i = 0; i < samples; ++i)
      for (std::size_t k = 0; k < at[i].size(); ++k) compare(at[i][k], v[i][k], d[i][k]);
  }
}

template <std::size_t... N>
void is_elementwise_on_all_lengths(std::index_sequence<N...>) {
  (is_elementwise<float, static_cast<int>(N)>(), ...);
  is_elementwise<double, 13>();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(laws_of_vectors)

BOOST_AUTO_TEST_CASE(activations_of_vectors_are_those_of_the_oracle) {
  obey_all(activation::registered{});
}

BOOST_AUTO_TEST_CASE(elementwise_functions_see_one_element_each) {
  is_elementwise_on_all_lengths(lengths{});
  is_elementwise_in_batches<float, 5>();
  is_elementwise_in_batches<double, 5>();
}

BOOST_AUTO_TEST_SUITE_END()
