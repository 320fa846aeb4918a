// SPDX-License-Identifier: BSL-1.0
// Reductions over the batch that depend on each other, products per sample, and batches that
// differ.
#include "oracle.hpp"
#include <etch/etch.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <tuple>
#include <vector>

namespace {

using namespace etch;
using oracle::numbers;
using oracle::real;
using scalars = std::tuple<float, double>;

constexpr std::size_t lengths[] = {1, 2, 63, 65, 257};

constexpr auto x = input<"x", 3>;
constexpr auto u = input<"u", 5>;
constexpr auto a = input<"a", 3, 5>;
constexpr auto s = input<"s">;
constexpr auto w = param<"w", 3, 5>;
constexpr auto c = param<"c">;

template <class T>
struct data {
  std::size_t samples;
  std::vector<std::array<T, 3>> x;
  std::vector<std::array<T, 5>> u;
  std::vector<tensor<T, 3, 5>> a;
  std::vector<T> s;
  tensor<T, 3, 5> w;
  T c = T(0.75);
  std::vector<numbers> at_x, at_u, at_a;
  numbers at_s, at_w, at_c{0.75L};

  explicit data(std::size_t count) : samples(count), x(count), u(count), a(count), s(count) {
    oracle::source draw(31);
    for (auto& row : x) at_x.push_back(draw.fill(row));
    for (auto& row : u) at_u.push_back(draw.fill(row));
    for (auto& matrix : a) at_a.push_back(draw.fill(matrix));
    at_s = draw.fill(s), at_w = draw.fill(w);
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(walks)

// The second walk needs the mean that the first makes.
BOOST_AUTO_TEST_CASE_TEMPLATE(the_variance_of_a_batch_takes_two_walks, T, scalars) {
  constexpr auto centred = x - batch_mean(x);
  constexpr auto variance = batch_mean(squared_norm(centred));
  constexpr auto loss = variance * c;
  const auto f = compile<T>(loss, centred, grad(loss, x), grad(loss, c), batch_mean(x));
  for (const std::size_t samples : lengths) {
    data<T> d(samples);
    const auto mean = [&] {
      numbers m(3, 0);
      for (const numbers& row : d.at_x)
        for (std::size_t i = 0; i < 3; ++i) m[i] += row[i] / static_cast<real>(samples);
      return m;
    };
    const auto reference = [&] {
      const numbers m = mean();
      real sum = 0;
      for (const numbers& row : d.at_x)
        for (std::size_t i = 0; i < 3; ++i) sum += (row[i] - m[i]) * (row[i] - m[i]);
      return sum / static_cast<real>(samples) * d.at_c[0];
    };
    T l{}, by_c{};
    std::vector<std::array<T, 3>> rest(samples), by_x(samples);
    std::array<T, 3> m;
    f.into(l, rest, by_x, by_c, m, x = d.x, c = d.c);
    BOOST_TEST_CONTEXT(samples << " samples") {
      BOOST_TEST(oracle::error<T>(l, reference()) < 1);
      BOOST_TEST(oracle::error<T>(by_c, oracle::slopes(reference, d.at_c)[0]) < 1);
      BOOST_TEST(oracle::error<T>(m, mean()) < 1);
      double worst = 0;
      for (const std::size_t i : {std::size_t{0}, samples / 2, samples - 1}) {
        worst =
            std::max(worst, oracle::error<T>(by_x[i], oracle::slopes(reference, d.at_x[i])));
        numbers wanted = d.at_x[i];
        for (std::size_t k = 0; k < 3; ++k) wanted[k] -= mean()[k];
        worst = std::max(worst, oracle::error<T>(rest[i], wanted));
      }
      BOOST_TEST(worst < 1);
    }
  }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_batch_normalised_twice_takes_three_walks, T, scalars) {
  constexpr auto first = s - batch_mean(s);
  constexpr auto second = first / sqrt(batch_mean(square(first)) + 0.25_c);
  constexpr auto loss = log(batch_mean(exp(c * second)));
  const auto f = compile<T>(loss, second, grad(loss, s), grad(loss, c));
  for (const std::size_t samples : lengths) {
    data<T> d(samples);
    const real count = static_cast<real>(samples);
    const auto reference = [&] {
      real mean = 0, variance = 0, sum = 0;
      for (const real e : d.at_s) mean += e / count;
      for (const real e : d.at_s) variance += (e - mean) * (e - mean) / count;
      for (const real e : d.at_s)
        sum += std::exp(d.at_c[0] * (e - mean) / std::sqrt(variance + 0.25L)) / count;
      return std::log(sum);
    };
    T l{}, by_c{};
    std::vector<T> scaled(samples), by_s(samples);
    f.into(l, scaled, by_s, by_c, s = d.s, c = d.c);
    BOOST_TEST(oracle::error<T>(l, reference()) < 1);
    BOOST_TEST(oracle::error<T>(by_c, oracle::slopes(reference, d.at_c)[0]) < 1);
    BOOST_TEST(oracle::error<T>(by_s, oracle::slopes(reference, d.at_s)) < 1);
  }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(products_per_sample_are_products_of_each_sample, T, scalars) {
  constexpr auto outer_of_sample = outer(x, u);
  constexpr auto loss = dot(outer_of_sample, w) + dot(a * u, x) + sum(tanh(transpose(a) * w)) +
                        sum(exp(a * transpose(w)));
  constexpr auto total = batch_sum(loss);
  const auto f = compile<T>(outer_of_sample, total, grad(total, w), grad(total, a),
                            grad(total, u), transpose(a), loss);
  for (const std::size_t samples : {std::size_t{1}, std::size_t{65}}) {
    data<T> d(samples);
    const auto one = [&](std::size_t i) {
      real sum = oracle::dot(oracle::multiplied(d.at_x[i], d.at_u[i], 1), d.at_w) +
                 oracle::dot(oracle::multiplied(d.at_a[i], d.at_u[i], 5), d.at_x[i]);
      for (const real e : oracle::multiplied(oracle::transposed(d.at_a[i], 5), d.at_w, 3))
        sum += std::tanh(e);
      for (const real e : oracle::multiplied(d.at_a[i], oracle::transposed(d.at_w, 5), 5))
        sum += std::exp(e);
      return sum;
    };
    const auto all = [&] {
      real sum = 0;
      for (std::size_t i = 0; i < samples; ++i) sum += one(i);
      return sum;
    };
    std::vector<tensor<T, 3, 5>> outers(samples), by_a(samples);
    std::vector<tensor<T, 5, 3>> turned(samples);
    std::vector<std::array<T, 5>> by_u(samples);
    std::vector<T> each(samples);
    tensor<T, 3, 5> by_w;
    T value{};
    f.into(outers, value, by_w, by_a, by_u, turned, each, x = d.x, u = d.u, a = d.a, w = d.w);
    BOOST_TEST(oracle::error<T>(value, all()) < 1);
    BOOST_TEST(oracle::error<T>(by_w, oracle::slopes(all, d.at_w)) < 1);
    double worst = 0;
    for (std::size_t i = 0; i < samples; i += 16) {
      const auto here = [&] { return one(i); };
      worst =
          std::max({worst, oracle::error<T>(each[i], here()),
                    oracle::error<T>(outers[i], oracle::multiplied(d.at_x[i], d.at_u[i], 1)),
                    oracle::error<T>(turned[i], oracle::transposed(d.at_a[i], 5)),
                    oracle::error<T>(by_a[i], oracle::slopes(here, d.at_a[i])),
                    oracle::error<T>(by_u[i], oracle::slopes(here, d.at_u[i]))});
    }
    BOOST_TEST(worst < 1);
  }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_greatest_sample_takes_the_slope, T, scalars) {
  constexpr auto top = batch_max(x);
  constexpr auto loss = sum(c * square(top));
  const auto f = compile<T>(top, grad(loss, x), grad(loss, c));
  for (const std::size_t samples : lengths) {
    data<T> d(samples);
    d.x[samples - 1][2] = d.x[0][2] = 2;  // shared, where there are two samples
    tensor<T, 3> m;
    std::vector<std::array<T, 3>> by_x(samples);
    T by_c{};
    f.into(m, by_x, by_c, x = d.x, c = d.c);
    bool right = true;
    T squares = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      T greatest = d.x[0][k];
      for (const auto& row : d.x) greatest = std::max(greatest, row[k]);
      const auto sharing = std::count_if(d.x.begin(), d.x.end(),
                                         [&](const auto& row) { return row[k] == greatest; });
      right = right && m[k] == greatest;
      squares += greatest * greatest;
      for (std::size_t i = 0; i < samples; ++i) {
        const T wanted =
            d.x[i][k] == greatest ? T(1.5) * greatest / static_cast<T>(sharing) : T(0);
        right = right && std::fabs(by_x[i][k] - wanted) < T(1e-5);
      }
    }
    BOOST_TEST(right);
    BOOST_TEST(std::fabs(by_c - squares) < T(1e-5));
  }
  const std::vector<std::array<T, 3>> nothing;
  const T least = -std::numeric_limits<T>::infinity();
  BOOST_TEST((compile<T>(top)(x = nothing) == tensor<T, 3>(least, least, least)));
}

// As the gradient of a linear critic by its input, which is its weights.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_loss_per_sample_that_is_equal_for_all_counts_for_each, T,
                              scalars) {
  constexpr auto penalty = square(grad(c * s, s));
  constexpr auto inside = batch_sum(grad(batch_sum(c * s), s));
  const auto f =
      compile<T>(grad(penalty, c), batch_sum(penalty), grad(batch_sum(penalty), c),
                 grad(batch_mean(penalty), c), grad(inside, c), grad(sum(c * (x - x)) + c, c));
  const data<T> d(6);
  const auto [lazy, sum, slope, mean, of_inside, cancelled] = f(c = d.c, s = d.s, x = d.x);
  BOOST_TEST(lazy == T(9));
  BOOST_TEST(sum == T(3.375));
  BOOST_TEST(slope == T(9));
  BOOST_TEST(std::fabs(mean - T(1.5)) < T(1e-6));
  BOOST_TEST(of_inside == T(6));
  BOOST_TEST(cancelled == T(6));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(reductions_of_what_is_not_batched_count_the_samples, T, scalars) {
  const auto f = compile<T>(batch_sum(c), batch_mean(square(c)), batch_max(c),
                            grad(batch_sum(c), c), batch_sum(s));
  const data<T> d(257);
  const auto [sum, mean, greatest, slope, used] = f(c = d.c, s = d.s);
  BOOST_TEST(sum == T(257 * 0.75));
  BOOST_TEST(std::fabs(mean - T(0.5625)) < T(1e-6));
  BOOST_TEST(greatest == T(0.75));
  BOOST_TEST(slope == T(257));
  BOOST_TEST(std::isfinite(used));
  const auto [one_sum, one_mean, one_max, one_slope, one_s] = f(c = d.c, s = T(0.5));
  BOOST_TEST((one_sum == d.c && one_mean == d.c * d.c && one_max == d.c && one_slope == 1 &&
              one_s == T(0.5)));
}

BOOST_AUTO_TEST_CASE(batches_that_differ_in_length_throw_before_anything_is_written) {
  const auto f = compile<double>(dot(x, w * u), batch_sum(s));
  data<double> d(65);
  std::vector<double> out(65, -1), shorter(64, -1);
  double total = -1;
  const auto message_of = [](auto call) {
    try {
      call();
    } catch (const extent_error& e) {
      return std::string(e.what());
    }
    return std::string();
  };
  d.u.pop_back();
  BOOST_TEST(message_of([&] { f.into(out, total, x = d.x, u = d.u, s = d.s, w = d.w); }) ==
             "u: expected 65 samples, found 64");
  d.x.pop_back(), d.s.pop_back();
  BOOST_TEST(message_of([&] { f.into(out, total, x = d.x, u = d.u, s = d.s, w = d.w); }) ==
             "output: expected 64 samples, found 65");
  BOOST_TEST((total == -1 && std::count(out.begin(), out.end(), -1.0) == 65));
  BOOST_TEST(message_of([&] { f.into(shorter, total, x = d.x, u = d.u, s = d.s, w = d.w); }) ==
             "");
  BOOST_TEST((total != -1 && std::count(shorter.begin(), shorter.end(), -1.0) == 0));
}

BOOST_AUTO_TEST_SUITE_END()
