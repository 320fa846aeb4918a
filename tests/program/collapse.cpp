// SPDX-License-Identifier: BSL-1.0
// Affine expressions as one product, against themselves as written.
#include "derivatives.hpp"
#include <etch/etch.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstddef>
#include <tuple>

namespace {

using namespace derived;

/// The largest difference, relative to the largest number where that is above 1.
double distance(const numbers& found, const numbers& expected) {
  real worst = found.size() == expected.size() ? 0 : HUGE_VALL, size = 1;
  for (const real one : expected) size = std::fmax(size, std::fabs(one));
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const real here = std::fabs(found[i] - expected[i]) / size;
    if (!(here <= worst)) worst = here;
  }
  return std::isnan(worst) ? HUGE_VAL : static_cast<double>(worst);
}

/// `e` and `one` have one value, and losses of them have one gradient by every symbol.
template <bool Batched, class E, class One, class... Symbols>
void check_equal(E e, One one, std::tuple<Symbols...> symbols, std::size_t samples) {
  const auto loss = [](auto f) { return sum(sin(f)); };
  const std::tuple outputs{e, grad(loss(e), Symbols{})..., one, grad(loss(one), Symbols{})...};
  const oracle::samples in = oracle::drawn(samples, symbols);
  const oracle::samples found = oracle::values<double, Batched>(outputs, symbols, in);
  constexpr std::size_t count = 1 + sizeof...(Symbols);
  for (std::size_t i = 0; i < samples; ++i) {
    for (std::size_t k = 0; k < count; ++k) {
      BOOST_TEST(distance(found[i][count + k], found[i][k]) < 1e-12,
                 "output " << k << ", sample " << i << " of " << samples);
    }
  }
}
template <class E, class One, class... Symbols>
void check_in_batches(E e, One one, std::tuple<Symbols...> symbols) {
  for (const std::size_t n : {1u, 3u, 67u}) check_equal<true>(e, one, symbols, n);
}
template <class E, class One, class... Symbols>
void check(E e, One one, std::tuple<Symbols...> symbols) {
  check_equal<false>(e, one, symbols, 1);
  check_in_batches(e, one, symbols);
}

constexpr auto i7 = input<"i7", 7>;
constexpr auto w1 = param<"w1", 5, 7>;
constexpr auto b1 = param<"b1", 5>;
constexpr auto w2 = param<"w2", 9, 5>;
constexpr auto b2 = param<"b2", 9>;
constexpr auto w3 = param<"w3", 3, 9>;
constexpr auto q = param<"q", 7, 7>;
constexpr auto r = param<"r", 7>;
constexpr auto z = input<"z", 3>;
constexpr auto m = input<"m", 3, 5>;
constexpr auto c3 = input<"c3", 2, 3, 5>;
constexpr auto k4 = input<"k4", 2, 3, 1, 4>;
constexpr auto kernels = param<"kernels", 3, 8>;
constexpr auto p4 = param<"p4", 4, 3, 2, 1>;

BOOST_AUTO_TEST_CASE(a_stack_of_layers_is_one_product) {
  constexpr auto e = w3 * (w2 * (w1 * i7 + b1) + b2);
  check(e, collapse(e, i7), std::tuple{i7, w1, b1, w2, b2, w3});
}

BOOST_AUTO_TEST_CASE(layers_that_widen_are_one_product) {
  constexpr auto e = w2 * (w1 * i7) + b2;
  check_in_batches(e, collapse(e, i7), std::tuple{i7, w1, w2, b2});
}

BOOST_AUTO_TEST_CASE(a_residual_gradient_is_one_product) {
  constexpr auto once = i7 + grad(dot(i7, q * i7) + dot(r, i7), i7);
  constexpr auto e = once - q * (once - mean(once));
  check_in_batches(e, collapse(e, i7), std::tuple{i7, q, r});
}

BOOST_AUTO_TEST_CASE(runs_between_activations_are_one_product_each) {
  constexpr auto hidden = tanh(w2 * (w1 * i7 + b1));
  constexpr auto first = tanh(collapse(w2 * (w1 * i7 + b1), i7));
  constexpr auto scores = [](auto h) { return transpose(w3) * (w3 * h) + b2; };
  check_in_batches(scores(hidden), collapse(scores(first), first),
                   std::tuple{i7, w1, b1, w2, b2, w3});
}

BOOST_AUTO_TEST_CASE(a_part_of_an_expression_is_collapsed_by_another) {
  constexpr auto hidden = exp(w1 * i7);
  constexpr auto e = w2 * (hidden + b1) + sum(hidden) * b2;
  check_in_batches(e, collapse(e, hidden), std::tuple{i7, w1, b1, w2, b2});
}

BOOST_AUTO_TEST_CASE(a_matrix_is_read_row_by_row) {
  constexpr auto e = w2 * transpose(m) * w3 + 2_c * (transpose(w3) * (m * transpose(w2)));
  static_assert(shape(e).rank == 2 && is_linear(e, m));
  check(e, collapse(e, m), std::tuple{m, w2, w3});
}

BOOST_AUTO_TEST_CASE(arrays_of_three_axes_are_read_in_row_major_order) {
  constexpr auto to_vector = transpose(concat<0>(mean<0>(c3), sum<1>(c3))) * b1 + b1;
  check_in_batches(to_vector, collapse(to_vector, c3), std::tuple{c3, b1});
  constexpr auto to_three = slice<2, 0, 7, 2>(c3 * w1) - repeat<2, 4>(mean<2>(c3)) + 1_c;
  static_assert(shape(to_three).rank == 3);
  check_in_batches(to_three, collapse(to_three, c3), std::tuple{c3, w1});
}

BOOST_AUTO_TEST_CASE(arrays_of_four_axes_are_read_in_row_major_order) {
  constexpr auto to_four = hadamard(permute<3, 1, 0, 2>(k4), p4) - 2_c * p4;
  static_assert(shape(to_four).rank == 4);
  check_in_batches(to_four, collapse(to_four, k4), std::tuple{k4, p4});
  constexpr auto to_vector = w3 * slice<0, 2, 20, 2>(flatten(k4));
  check_in_batches(to_vector, collapse(to_vector, k4), std::tuple{k4, w3});
}

BOOST_AUTO_TEST_CASE(a_convolution_and_its_pooling_are_one_product) {
  constexpr auto maps = reshape<3, 2, 4>(kernels * reshape<8, 8>(windows<2, 2>(c3)));
  constexpr auto e = mean<1>(windows<2, 2>(maps)) + repeat<1, 3>(z);
  check_in_batches(e, collapse(e, c3), std::tuple{c3, z, kernels});
}

BOOST_AUTO_TEST_CASE(scalars_on_either_side) {
  constexpr auto of_scalar = w1 * (s * r) + b1;
  check_in_batches(of_scalar, collapse(of_scalar, s), std::tuple{s, w1, b1, r});
  constexpr auto to_scalar = dot(r, q * i7) + mean(q * i7) + sum(r);
  check_in_batches(to_scalar, collapse(to_scalar, i7), std::tuple{i7, q, r});
  constexpr auto of_both = s * sum(r) / 3_c + sum(b1);
  check_equal<false>(of_both, collapse(of_both, s), std::tuple{s, r, b1}, 1);
}

BOOST_AUTO_TEST_CASE(slopes_of_each_sample_by_what_the_samples_share) {
  constexpr auto narrow = hadamard(z, w3 * (w2 * (w1 * r))) + z;  // in reverse
  check(narrow, collapse(narrow, r), std::tuple{z, r, w1, w2, w3});
  constexpr auto wide = w2 * (w1 * r) + s * (w2 * hadamard(b1, w1 * r)) + b2;  // forwards
  check_in_batches(wide, collapse(wide, r), std::tuple{s, r, w1, b1, w2, b2});
}

BOOST_AUTO_TEST_CASE(what_the_samples_share_may_be_mixed) {
  constexpr auto e = batch_mean(w1 * hadamard(i7, r)) + w1 * r * s;
  check_in_batches(e, collapse(e, r), std::tuple{i7, s, r, w1});
}

}  // namespace
