// SPDX-License-Identifier: BSL-1.0
// Elements in other places, with their gradients: of one sample and of batches, against the
// places where numpy puts them (oracles/structure.py).
#include "../oracles/structure.hpp"

#include "samples.hpp"
#include <etch/etch.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <tuple>
#include <utility>
#include <vector>

namespace {

using namespace etch;
using oracle::numbers;

template <std::size_t I>
inline constexpr fixed_string<4> name_of_cotangent = [] {
  fixed_string<4> text("c00");
  text.text[1] = static_cast<char>('0' + I / 10);
  text.text[2] = static_cast<char>('0' + I % 10);
  return text;
}();

/// A cotangent of result number `I`: an input of the shape of `E`.
template <std::size_t I, Expression E>
constexpr auto cotangent_of(E) {
  return []<std::size_t... Axis>(std::index_sequence<Axis...>) {
    return input<name_of_cotangent<I>, E::self.shape.extent[Axis]...>;
  }(std::make_index_sequence<static_cast<std::size_t>(E::self.shape.rank)>{});
}

/// The results of `Rearrange{}(operands...)`, and their gradients along drawn cotangents.
template <class Rearrange, class... Operands>
class rearrangement {
  static constexpr std::tuple results = Rearrange{}(Operands{}...);
  static constexpr std::size_t count = std::tuple_size_v<decltype(results)>;
  static constexpr std::tuple cotangents = []<std::size_t... I>(std::index_sequence<I...>) {
    return std::tuple{cotangent_of<I>(std::get<I>(results))...};
  }(std::make_index_sequence<count>{});
  static constexpr auto loss = []<std::size_t... I>(std::index_sequence<I...>) {
    return (dot(std::get<I>(results), std::get<I>(cotangents)) + ...);
  }(std::make_index_sequence<count>{});
  static constexpr std::tuple outputs =
      std::tuple_cat(results, std::tuple{grad(loss, Operands{})...});
  static constexpr std::tuple inputs = std::tuple_cat(std::tuple{Operands{}...}, cotangents);

 public:
  explicit rearrangement(const std::vector<oracle::rearranged>& wanted) : wanted_(wanted) {
    BOOST_TEST_REQUIRE(wanted.size() == count);
    std::size_t next = 0;
    const auto has_the_shape = [&](auto e) {
      const graph::extents& shape = e.self.shape;
      BOOST_TEST(
          (std::vector<int>(shape.extent, shape.extent + shape.rank) == wanted[next++].shape));
    };
    std::apply([&](auto... e) { (has_the_shape(e), ...); }, results);
  }

  template <class T>
  void of_one_sample() const {
    const auto in = oracle::drawn(1, inputs);
    check<T>(in[0], oracle::values_of_one<T>(outputs, inputs, in[0]));
  }
  template <class T>
  void of_samples(std::size_t n) const {
    const auto in = oracle::drawn(n, inputs);
    const auto found = oracle::values<T, true>(outputs, inputs, in);
    for (std::size_t i = 0; i < n; ++i) check<T>(in[i], found[i]);
  }

 private:
  template <class T>
  void check(const oracle::arrays& in, const oracle::arrays& found) const {
    numbers elements;
    for (std::size_t k = 0; k < sizeof...(Operands); ++k) {
      elements.insert(elements.end(), in[k].begin(), in[k].end());
    }
    numbers gradient(elements.size(), 0);
    for (std::size_t i = 0; i < count; ++i) {
      const numbers& cotangent = in[sizeof...(Operands) + i];
      const oracle::places& from = wanted_[i].from;
      numbers expected(from.size(), 0);
      for (std::size_t place = 0; place < from.size(); ++place) {
        if (from[place] < 0) continue;
        const auto source = static_cast<std::size_t>(from[place]);
        expected[place] = elements[source];
        gradient[source] += cotangent[place];
      }
      BOOST_TEST((found[i] == expected), "result " << i);
    }
    numbers gradients;
    for (std::size_t k = 0; k < sizeof...(Operands); ++k) {
      gradients.insert(gradients.end(), found[count + k].begin(), found[count + k].end());
    }
    BOOST_TEST(oracle::error_of<T>(gradients, gradient) < 1);
  }

  const std::vector<oracle::rearranged>& wanted_;
};

template <class Rearrange, class... Operands>
void check(const std::vector<oracle::rearranged>& wanted, Rearrange, Operands...) {
  const rearrangement<Rearrange, Operands...> all(wanted);
  for (const std::size_t n : {1u, 3u, 67u}) all.template of_samples<float>(n);
}

constexpr auto of_vectors = [](auto a, auto b, auto c) {
  return std::tuple{reshape<3, 5>(a),
                    reshape<3, 1, 5, 1>(a),
                    flatten(a),
                    slice<0, 2, 9>(a),
                    slice<0, 0, 15, 4>(a),
                    slice<-1, 1, 12, 5>(a),
                    at<4>(a),

                    concat<0>(a, b),
                    concat<-1>(a, b, c),

                    concat<0>(a, a),

                    stack<1>(a, a, a),
                    stack<-1>(b, b),
                    repeat<0, 3>(a),

                    repeat<-1, 3>(b),

                    broadcast_to<3, 1, 5, 7>(b),
                    broadcast_to<3, 5>(c),
                    permute<0>(a),
                    diag(b),
                    lower_triangle(a),
                    lower_triangle<true>(a),

                    lower_triangle<true>(c),
                    reshape(c),
                    pad<0, 2, 0>(a),
                    pad<-1, 1, 3>(c)};
};

BOOST_AUTO_TEST_CASE(parts_of_vectors_are_where_numpy_puts_them) {
  check(oracle::vector_rearranged, of_vectors, input<"a", 15>, input<"b", 7>, input<"c", 1>);
}

constexpr auto of_matrices = [](auto m, auto n, auto k, auto q, auto p) {
  return std::tuple{reshape<7, 5>(m),
                    reshape<5, 7, 1>(m),

                    reshape<1, 25>(q),
                    reshape<5>(k),
                    slice<0, 1, 4>(m),
                    slice<1, 0, 7, 3>(m),
                    slice<-2, 1, 5, 2>(m),

                    at<2>(m),
                    at<2, 3>(m),
                    row<4>(m),
                    column<6>(m),
                    concat<0>(m, n),
                    concat<1>(m, k, m),

                    stack<0>(m, m),
                    stack<1>(m, m, m),
                    stack<2>(m, m),

                    repeat<0, 3>(m),
                    repeat<1, 3>(m),
                    repeat<-1, 3>(m),

                    broadcast_to<5, 7>(k),
                    broadcast_to<3, 5, 3>(k),
                    transpose(m),
                    permute<1, 0>(m),

                    diag(q),
                    lower_triangle(p),
                    lower_triangle<true>(p),

                    windows<2, 3>(m),
                    windows<3, 2, 2, 3>(m),
                    windows<2, 3, 1, 1, 3, 2>(m),
                    windows<1, 1>(m),
                    windows<5, 7>(m),
                    windows<2, 1, 1, 4>(k),
                    pad<0, 0, 3>(m),
                    pad<-1, 2, 1>(n)};
};

BOOST_AUTO_TEST_CASE(parts_of_matrices_are_where_numpy_puts_them) {
  check(oracle::matrix_rearranged, of_matrices, input<"m", 5, 7>, input<"n", 3, 7>,
        input<"k", 5, 1>, input<"q", 5, 5>, input<"p", 5, 6>);
}

constexpr auto of_rank_3 = [](auto t, auto s, auto p) {
  return std::tuple{reshape<15, 7>(t),    reshape<7, 3, 5>(t),

                    reshape<3, 7>(s),     slice<0, 1, 3>(t),        slice<1, 0, 5, 2>(t),
                    slice<2, 1, 6, 2>(t), slice<-3, 0, 3, 2>(t),

                    at<1, 2>(t),          at<2, 3, 4>(t),           row<2>(t),
                    column<2>(t),         concat<0>(t, t, t),       concat<1>(t, s),

                    concat<-1>(t, p),     stack<0>(t, t),           stack<1>(t, t, t),

                    stack<3>(t, t),       repeat<0, 3>(t),          repeat<1, 3>(t),

                    repeat<-1, 3>(t),     broadcast_to<3, 5, 7>(s), broadcast_to<2, 3, 5, 7>(s),
                    permute<0, 2, 1>(t),  permute<1, 0, 2>(t),      permute<1, 2, 0>(t),
                    permute<2, 0, 1>(t),  permute<2, 1, 0>(t),

                    lower_triangle(p),    lower_triangle<true>(p),

                    windows<3, 3>(t),     windows<2, 5, 2>(t),      windows<1, 3, 1, 2, 1, 2>(s),
                    pad<1, 1, 2>(t)};
};

BOOST_AUTO_TEST_CASE(parts_of_rank_3_are_where_numpy_puts_them) {
  check(oracle::rank_3_rearranged, of_rank_3, input<"t", 3, 5, 7>, input<"s", 3, 1, 7>,
        input<"p", 3, 5, 6>);
}

constexpr auto of_rank_4 = [](auto f, auto g) {
  return std::tuple{reshape<7, 5, 3>(f),
                    reshape<15, 7>(f),

                    slice<0, 1, 3>(g),
                    slice<1, 1, 2>(g),
                    slice<2, 0, 5, 2>(g),
                    slice<-1, 1, 7, 3>(g),

                    at<1, 0>(g),
                    at<2, 1, 3>(g),
                    at<2, 1, 4, 6>(g),
                    column<1>(g),
                    concat<0>(g, g),
                    concat<1>(f, g, f),

                    concat<-1>(f, f, f),
                    broadcast_to<3, 3, 5, 7>(f),
                    permute<3, 2, 1, 0>(g),
                    permute<0, 2, 1, 3>(g),
                    permute<2, 3, 0, 1>(g),
                    permute<1, 0, 3, 2>(g),
                    permute<1, 0, 2, 3>(f),

                    windows<2, 3, 1, 2, 2>(g),
                    windows<5, 2>(f),
                    pad<1, 2, 0>(f)};
};

BOOST_AUTO_TEST_CASE(parts_of_rank_4_are_where_numpy_puts_them) {
  check(oracle::rank_4_rearranged, of_rank_4, input<"f", 3, 1, 5, 7>, input<"g", 3, 2, 5, 7>);
}

constexpr auto x = input<"x", 3, 5>;
constexpr auto u = input<"u", 7>;
constexpr auto t = input<"t">;
constexpr auto w = param<"w", 3, 5>;

BOOST_AUTO_TEST_CASE(one_value_may_be_several_outputs) {
  // The same elements under three shapes, twice each, and an input as it is.
  constexpr auto all = compile<double>(reshape<5, 3>(x), flatten(x), x, flatten(x),
                                       reshape<5, 3>(x), reshape<15>(x + 1_c), x + 1_c);
  const tensor<double, 3, 5> one{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  const auto [a, b, c, d, e, f, g] = all(x = one);
  for (std::size_t i = 0; i < 15; ++i) {
    BOOST_TEST((a[i] == one[i] && b[i] == one[i] && c[i] == one[i] && d[i] == one[i] &&
                e[i] == one[i] && f[i] == one[i] + 1 && g[i] == one[i] + 1));
  }
}

BOOST_AUTO_TEST_CASE(parts_of_parameters_are_shared_by_the_samples) {
  constexpr auto part = slice<1, 0, 5, 2>(w);  // [3 x 3]
  constexpr auto loss = dot(flatten(transpose(part)), concat<0>(u, stack(t, square(t))));
  constexpr std::tuple outputs{part, grad(loss, w), batch_mean(loss), loss, permute<1, 0>(w)};
  for (const std::size_t n : {1u, 3u, 67u, 300u}) {
    const auto in = oracle::drawn(n, std::tuple{w, u, t});
    const auto found = oracle::values<float, true>(outputs, std::tuple{w, u, t}, in);
    const numbers& w_ = in[0][0];
    numbers gradient(15, 0);
    oracle::real mean = 0;
    std::vector<oracle::real> losses;
    for (const oracle::arrays& one : in) {
      numbers others = one[1];
      others.push_back(one[2][0]);
      others.push_back(one[2][0] * one[2][0]);
      losses.push_back(0);
      for (std::size_t i = 0; i < 9; ++i) {
        const std::size_t place = i % 3 * 5 + i / 3 * 2;
        losses.back() += w_[place] * others[i];
        gradient[place] += others[i];
      }
      mean += losses.back() / static_cast<oracle::real>(n);
    }
    for (std::size_t i = 0; i < n; ++i) {
      BOOST_TEST(found[i][0][4] == w_[7]);
      BOOST_TEST(oracle::error_of<float>(found[i][1], gradient) < 10);
      BOOST_TEST(oracle::error_of<float>(found[i][2], {mean}) < 1);
      BOOST_TEST(oracle::error_of<float>(found[i][3], {losses[i]}) < 1);
      BOOST_TEST(found[i][4][4] == w_[6]);
    }
  }
}

BOOST_AUTO_TEST_CASE(rearranged_values_go_through_walks_over_the_batch) {
  // Three walks: a mean, a variance about it, and what is normalised by them, transposed.
  constexpr auto flat = flatten(permute<1, 0>(x));
  constexpr auto centred = flat - batch_mean(flat);
  constexpr auto spread = batch_mean(square(centred));
  constexpr auto whole = reshape<5, 3>(centred / sqrt(spread + 1_c));
  constexpr auto biggest = batch_max(row<2>(whole));
  constexpr std::tuple outputs{whole, biggest, batch_sum(sum<0>(whole)), column<0>(whole)};
  for (const std::size_t n : {1u, 3u, 67u, 300u}) {
    const auto in = oracle::drawn(n, std::tuple{x});
    const auto found = oracle::values<double, true>(outputs, std::tuple{x}, in);
    numbers mean(15, 0), squares(15, 0), most(3, -9), total(3, 0);
    const auto at = [&](std::size_t i, std::size_t k) { return in[i][0][k % 3 * 5 + k / 3]; };
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t k = 0; k < 15; ++k) mean[k] += at(i, k) / static_cast<oracle::real>(n);
    }
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t k = 0; k < 15; ++k) {
        squares[k] +=
            (at(i, k) - mean[k]) * (at(i, k) - mean[k]) / static_cast<oracle::real>(n);
      }
    }
    std::vector<numbers> expected(n, numbers(15));
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t k = 0; k < 15; ++k) {
        expected[i][k] = (at(i, k) - mean[k]) / std::sqrt(squares[k] + 1);
        total[k % 3] += expected[i][k];
        if (k / 3 == 2) most[k % 3] = std::max(most[k % 3], expected[i][k]);
      }
    }
    for (std::size_t i = 0; i < n; ++i) {
      const numbers& own = expected[i];
      BOOST_TEST(oracle::error_of<double>(found[i][0], own) < 1);
      BOOST_TEST(oracle::error_of<double>(found[i][1], most) < 1);
      BOOST_TEST(oracle::error_of<double>(found[i][2], total) < 1);
      BOOST_TEST(
          oracle::error_of<double>(found[i][3], {own[0], own[3], own[6], own[9], own[12]}) < 1);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_label_is_one_place_among_zeros) {
  constexpr auto labels = compile<float>(one_hot<5>(t), positions<7>);
  std::vector<float> label{0, 4, 2, 5, -1};
  std::vector<tensor<float, 5>> hot(5);
  tensor<float, 7> counted;
  labels.into(hot, counted, t = label);
  for (std::size_t i = 0; i < 5; ++i) {
    for (std::size_t k = 0; k < 5; ++k) {
      BOOST_TEST(hot[i][k] == (label[i] == static_cast<float>(k) ? 1.0f : 0.0f));
    }
  }
  BOOST_TEST((counted == tensor<float, 7>{0, 1, 2, 3, 4, 5, 6}));
}

/// Numbers of a batch of `n` samples of `u`.
template <class T>
std::vector<tensor<T, 7>> uniform_batch(std::size_t n, T seed) {
  std::vector<tensor<T, 7>> like(n), found(n);
  compile<T>(uniform(t, u)).into(found, u = like, t = seed);
  return found;
}

BOOST_AUTO_TEST_CASE(uniform_numbers_follow_from_seed_and_place) {
  const auto whole = uniform_batch<double>(1000, 3);
  BOOST_TEST((whole == uniform_batch<double>(1000, 3)));
  BOOST_TEST((whole != uniform_batch<double>(1000, 4)));
  for (const std::size_t n : {1u, 63u, 64u, 65u, 257u, 999u}) {
    const auto part = uniform_batch<double>(n, 3);
    BOOST_TEST(std::equal(part.begin(), part.end(), whole.begin()));
  }
  // The first sample's are those of a single sample; a narrower tile changes nothing.
  const tensor<double, 7> none{};
  BOOST_TEST((compile<double>(uniform(t, u))(u = none, t = 3.0) == whole[0]));
  std::vector<tensor<double, 7>> like(1000), found(1000);
  std::vector<tensor<double, 7, 7, 15>> wide(1000);
  compile<double>(uniform(t, u), repeat<2, 15>(exp(outer(u, u))) * uniform(t, t))
      .into(found, wide, u = like, t = 3.0);
  BOOST_TEST((found == whole));
  // In float the same numbers without the digits that it lacks.
  const auto narrow = uniform_batch<float>(1000, 3);
  for (std::size_t i = 0; i < 1000; ++i) {
    for (std::size_t k = 0; k < 7; ++k) {
      const double digits = std::floor(whole[i][k] * 16777216) / 16777216;
      BOOST_TEST(static_cast<double>(narrow[i][k]) == digits);
    }
  }
}

BOOST_AUTO_TEST_CASE(uniform_numbers_have_the_moments_of_their_distribution) {
  constexpr std::size_t n = 20000;
  const auto one = uniform_batch<double>(n, 1), other = uniform_batch<double>(n, 2);
  double mean = 0, square = 0, next = 0, seeds = 0, least = 1, most = 0;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < 7; ++k) {
      const double centred = one[i][k] - 0.5;
      mean += centred;
      square += centred * centred;
      next += centred * (one[(i + 1) % n][k] - 0.5);
      seeds += centred * (other[i][k] - 0.5);
      least = std::min(least, one[i][k]);
      most = std::max(most, one[i][k]);
    }
  }
  const double count = 7.0 * n;
  // Within five standard errors.
  BOOST_TEST(std::abs(mean / count) < 5 * std::sqrt(1 / 12.0 / count));
  BOOST_TEST(std::abs(square / count - 1 / 12.0) < 5 * std::sqrt(1 / 180.0 / count));
  BOOST_TEST(std::abs(next / count) < 5 / 12.0 / std::sqrt(count));
  BOOST_TEST(std::abs(seeds / count) < 5 / 12.0 / std::sqrt(count));
  BOOST_TEST((least >= 0 && least < 1e-4 && most < 1 && most > 1 - 1e-4));
}

}  // namespace
