// SPDX-License-Identifier: BSL-1.0
// Reductions along each axis of ranks 1 to 4, with their gradients, against loops over the rows
// that numpy says (oracles/structure.py).
#include "../oracles/structure.hpp"
#include "samples.hpp"
#include <etch/etch.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <tuple>
#include <utility>
#include <vector>

namespace {

using namespace etch;
using oracle::arrays;
using oracle::numbers;
using oracle::real;

/// Reductions of one row, and the gradient of the sum of their products with cotangents.
struct row {
  numbers x;

  std::size_t size() const { return x.size(); }
  real sum() const { return std::accumulate(x.begin(), x.end(), real{0}); }
  real mean() const { return sum() / static_cast<real>(size()); }
  real greatest() const { return *std::max_element(x.begin(), x.end()); }
  real least() const { return *std::min_element(x.begin(), x.end()); }
  real place() const {
    return static_cast<real>(std::max_element(x.begin(), x.end()) - x.begin());
  }
  real product() const {
    return std::accumulate(x.begin(), x.end(), real{1}, [](real a, real b) { return a * b; });
  }
  real variance() const {
    real squares = 0;
    for (const real one : x) squares += (one - mean()) * (one - mean());
    return squares / static_cast<real>(size());
  }
  real logsumexp() const {
    real exponentials = 0;
    for (const real one : x) exponentials += std::exp(one);
    return std::log(exponentials);
  }
  real share(std::size_t i) const { return std::exp(x[i] - logsumexp()); }

  /// Elements that share an extreme share its slope.
  real slope_of_extreme(std::size_t i, real extreme) const {
    const auto equal = std::count(x.begin(), x.end(), extreme);
    return x[i] == extreme ? real{1} / static_cast<real>(equal) : 0;
  }

  /// `c` are cotangents of sum, mean, max, min, prod, variance and logsumexp; `shares` those of
  /// the softmax.
  numbers gradient(const numbers& c, const numbers& shares) const {
    const auto n = static_cast<real>(size());
    real mean_share = 0;
    for (std::size_t i = 0; i < size(); ++i) mean_share += share(i) * shares[i];
    numbers result;
    for (std::size_t i = 0; i < size(); ++i) {
      result.push_back(c[0] + c[1] / n + c[2] * slope_of_extreme(i, greatest()) +
                       c[3] * slope_of_extreme(i, least()) + c[4] * product() / x[i] +
                       c[5] * 2 * (x[i] - mean()) / n + c[6] * share(i) +
                       share(i) * (shares[i] - mean_share));
    }
    return result;
  }
};

/// All reductions of `x` along one axis.
template <class X, int Axis>
class reductions {
  static constexpr X x{};
  static constexpr std::tuple reduced{sum<Axis>(x),      mean<Axis>(x), max<Axis>(x),
                                      min<Axis>(x),      prod<Axis>(x), variance<Axis>(x),
                                      logsumexp<Axis>(x)};
  template <fixed_string Name, Expression E>
  static constexpr auto like(E) {
    return []<std::size_t... I>(std::index_sequence<I...>) {
      return input<Name, E::self.shape.extent[I]...>;
    }(std::make_index_sequence<static_cast<std::size_t>(E::self.shape.rank)>{});
  }
  static constexpr std::tuple cotangents{like<"c0">(sum<Axis>(x)), like<"c1">(sum<Axis>(x)),
                                         like<"c2">(sum<Axis>(x)), like<"c3">(sum<Axis>(x)),
                                         like<"c4">(sum<Axis>(x)), like<"c5">(sum<Axis>(x)),
                                         like<"c6">(sum<Axis>(x))};
  static constexpr auto of_shares = like<"shares">(x);
  static constexpr auto loss = []<std::size_t... I>(std::index_sequence<I...>) {
    return (dot(std::get<I>(reduced), std::get<I>(cotangents)) + ... +
            dot(softmax<Axis>(x), of_shares));
  }(std::make_index_sequence<7>{});
  static constexpr std::tuple inputs =
      std::tuple_cat(std::tuple{x}, cotangents, std::tuple{of_shares});
  static constexpr std::tuple outputs =
      std::tuple_cat(reduced, std::tuple{argmax<Axis>(x), softmax<Axis>(x), grad(loss, x)});

 public:
  template <class T, bool Batched>
  static void check(const oracle::places& row_of, std::size_t samples) {
    const oracle::samples in = oracle::drawn(samples, inputs);
    const oracle::samples found = oracle::values<T, Batched>(outputs, inputs, in);
    for (std::size_t i = 0; i < samples; ++i) {
      const arrays expected = expected_of(row_of, in[i]);
      for (std::size_t k = 0; k < expected.size(); ++k) {
        BOOST_TEST(oracle::error_of<T>(found[i][k], expected[k]) < 1,
                   "reduction " << k << " along axis " << Axis << ", sample " << i);
      }
    }
  }

 private:
  static arrays expected_of(const oracle::places& row_of, const arrays& in) {
    const numbers& elements = in[0];
    const std::size_t rows = in[1].size();
    arrays expected(10);
    numbers &shares = expected[8], &gradient = expected[9];
    shares = gradient = numbers(elements.size());
    for (std::size_t r = 0; r < rows; ++r) {
      std::vector<std::size_t> places;
      for (std::size_t i = 0; i < elements.size(); ++i) {
        if (static_cast<std::size_t>(row_of[i]) == r) places.push_back(i);
      }
      row one;
      numbers c, share_cotangents;
      for (const std::size_t i : places) {
        one.x.push_back(elements[i]);
        share_cotangents.push_back(in[8][i]);
      }
      for (std::size_t k = 1; k < 8; ++k) c.push_back(in[k][r]);
      const real results[]{one.sum(),     one.mean(),     one.greatest(),  one.least(),
                           one.product(), one.variance(), one.logsumexp(), one.place()};
      for (std::size_t k = 0; k < 8; ++k) expected[k].push_back(results[k]);
      const numbers slopes = one.gradient(c, share_cotangents);
      for (std::size_t i = 0; i < places.size(); ++i) {
        shares[places[i]] = one.share(i);
        gradient[places[i]] = slopes[i];
      }
    }
    return expected;
  }
};

BOOST_AUTO_TEST_CASE(vectors_are_reduced) {
  using all = reductions<decltype(input<"x", 13>), 0>;
  for (const std::size_t n : {1u, 3u, 67u})
    all::check<double, true>(oracle::rows_of_vector[0], n);
}

BOOST_AUTO_TEST_CASE(matrices_are_reduced_along_each_axis) {
  using x = decltype(input<"x", 5, 7>);
  for (const std::size_t n : {1u, 67u}) {
    reductions<x, 0>::check<float, true>(oracle::rows_of_matrix[0], n);
    reductions<x, -1>::check<double, true>(oracle::rows_of_matrix[1], n);
  }
}

BOOST_AUTO_TEST_CASE(rank_3_is_reduced) {
  using x = decltype(input<"x", 3, 5, 7>);
  for (const std::size_t n : {1u, 3u}) {
    reductions<x, 1>::check<double, true>(oracle::rows_of_rank_3[1], n);
    reductions<x, 2>::check<float, true>(oracle::rows_of_rank_3[2], n);
  }
}

BOOST_AUTO_TEST_CASE(rank_4_is_reduced) {
  using x = decltype(input<"x", 3, 1, 5, 7>);
  reductions<x, -4>::check<float, true>(oracle::rows_of_rank_4[0], 3);
  reductions<x, 2>::check<double, false>(oracle::rows_of_rank_4[2], 1);
}

constexpr auto v = input<"v", 5>;
constexpr auto m = input<"m", 3, 5>;

BOOST_AUTO_TEST_CASE(elements_that_share_the_greatest_share_the_slope) {
  const auto [all, most, least] =
      compile<double>(grad(max(v), v), grad(sum(max<1>(m)), m), grad(sum(min<0>(m)), m))(
          v = std::array{1., 3., 2., 3., 3.},
          m = tensor<double, 3, 5>{1, 2, 2, 0, 1, 1, 5, 2, 5, 5, 4, 2, 2, 0, 1});
  const numbers third{0, 1.0L / 3, 0, 1.0L / 3, 1.0L / 3};
  BOOST_TEST(oracle::error<double>(all, third) < 1);
  BOOST_TEST(oracle::error<double>(most, {0, 0.5L, 0.5L, 0, 0, 0, 1.0L / 3, 0, 1.0L / 3,
                                          1.0L / 3, 1, 0, 0, 0, 0}) < 1);
  BOOST_TEST(oracle::error<double>(least, {0.5L, 0.5L, 1.0L / 3, 0.5L, 0.5L, 0.5L, 0, 1.0L / 3,
                                           0, 0, 0, 0.5L, 1.0L / 3, 0.5L, 0.5L}) < 1);
}

BOOST_AUTO_TEST_CASE(the_first_of_equal_places_is_the_greatest) {
  const auto [along, whole] = compile<float>(argmax<1>(m), argmax(m))(
      m = tensor<float, 3, 5>{1, 2, 2, 0, 1, 5, 5, 2, 5, 5, -1, -1, -1, -1, -1});
  BOOST_TEST((along == tensor<float, 3>{1, 0, 0}));
  BOOST_TEST(whole == 5);
}

BOOST_AUTO_TEST_CASE(the_gradient_of_a_product_is_right_where_factors_are_zero) {
  constexpr auto slopes = compile<double>(grad(prod(v), v));
  BOOST_TEST((slopes(v = std::array{1., 2., 0., 3., 4.}) == tensor<double, 5>{0, 0, 24, 0, 0}));
  BOOST_TEST((slopes(v = std::array{1., 0., 0., 3., 4.}) == tensor<double, 5>{}));
}

BOOST_AUTO_TEST_CASE(a_norm_has_the_gradient_zero_at_zero) {
  constexpr auto both = compile<double>(norm(m), grad(norm(m), m));
  const auto [zero, flat] = both(m = tensor<double, 3, 5>{});
  BOOST_TEST((zero == 0 && flat == tensor<double, 3, 5>{}));
  const auto [length, direction] =
      both(m = tensor<double, 3, 5>{3, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, -12});
  BOOST_TEST(length == 13);
  BOOST_TEST(oracle::error<double>(direction, {3.0L / 13, 0, 0, 0, 0, 0, 0, 4.0L / 13, 0, 0, 0,
                                               0, 0, 0, -12.0L / 13}) < 1);
}

BOOST_AUTO_TEST_CASE(softmax_and_logsumexp_along_an_axis_do_not_overflow) {
  const auto [shares, logs] = compile<float>(softmax<1>(m), logsumexp<1>(m))(
      m = tensor<float, 3, 5>{1e4f, 1e4f, 0, 0, 0, -1e4f, -1e4f, -1e4f, -1e4f, -1e4f, 0, 1e4f,
                              0, 0, 0});
  BOOST_TEST(oracle::error<float>(shares, {0.5L, 0.5L, 0, 0, 0, 0.2L, 0.2L, 0.2L, 0.2L, 0.2L, 0,
                                           1, 0, 0, 0}) < 1);
  BOOST_TEST(oracle::error<float>(logs, {1e4L + std::log(2.0L), -1e4L + std::log(5.0L), 1e4L}) <
             1);
}

}  // namespace
