// SPDX-License-Identifier: BSL-1.0
// Derivatives of models against differences; both modes, shared values, declared derivatives.
#include "derivatives.hpp"

#include <etch/etch.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <tuple>

namespace {

using namespace derived;

struct layer : model {
  static constexpr std::tuple symbols{x, s, w, b};
  static constexpr auto value = s * tanh(w * x + b);
  static numbers formula(const arrays& in) {
    return times(in[1][0], oracle::mapped([](real z) { return std::tanh(z); },
                                          oracle::affine(in[2], in[0], in[3])));
  }
};
BOOST_AUTO_TEST_CASE(a_layer_has_its_derivatives) {
  check_one<layer, float>();
  check_samples<layer>();
}

struct normalisers : model {
  static constexpr std::tuple symbols{x, s, w, b};
  static constexpr std::size_t twice_by = 3;
  static constexpr auto value = logsumexp(w * x + b) * s + norm(x) * norm(w);
  static numbers formula(const arrays& in) {
    return {logsumexp_of(oracle::affine(in[2], in[0], in[3])) * in[1][0] +
            norm_of(in[0]) * norm_of(in[2])};
  }
};
BOOST_AUTO_TEST_CASE(normalisers_have_their_derivatives) { check_samples<normalisers>(); }

/// Products of vectors, matrices and their transposes, in all layouts.
struct products : model {
  static constexpr std::tuple symbols{x, s, w, b};
  static constexpr auto value = dot(transpose(w) * b, x) +
                                sum(square(transpose(x) * transpose(w))) * s +
                                trace(transpose(w) * w) + sum(sin(outer(b, x) * outer(x, b)));
  static numbers formula(const arrays& in) {
    const numbers &x_ = in[0], &w_ = in[2], &b_ = in[3];
    const numbers wx = oracle::multiplied(w_, x_, 3);
    real sum = oracle::dot(oracle::multiplied(oracle::transposed(w_, 3), b_, 5), x_) +
               oracle::dot(wx, wx) * in[1][0] + oracle::dot(w_, w_);
    for (const real one : b_) {
      for (const real other : b_) sum += std::sin(one * oracle::dot(x_, x_) * other);
    }
    return {sum};
  }
};
BOOST_AUTO_TEST_CASE(products_have_their_derivatives) { check_samples<products>(); }

/// A softmax that weighs a vector put together from parts.
struct weighted_parts : model {
  static constexpr std::tuple symbols{x, s, w, b};
  static constexpr std::size_t twice_by = 0;
  static constexpr auto parts = concat<0>(square(x), slice<0, 0, 3, 2>(b));
  static constexpr auto value = dot(softmax(w * x + b), parts) +
                                prod(parts + 1_c) * at<2, 1>(w) * s + variance(column<0>(w));
  static numbers formula(const arrays& in) {
    const numbers &x_ = in[0], &w_ = in[2], &b_ = in[3];
    const numbers parts_{x_[0] * x_[0], x_[1] * x_[1], x_[2] * x_[2], b_[0], b_[2]};
    real product = 1;
    for (const real one : parts_) product *= 1 + one;
    real mean = 0, squares = 0;
    for (std::size_t i = 0; i < 15; i += 3) mean += w_[i] / 5, squares += w_[i] * w_[i] / 5;
    return {oracle::dot(oracle::softmax(oracle::affine(w_, x_, b_)), parts_) +
            product * w_[7] * in[1][0] + squares - mean * mean};
  }
};
BOOST_AUTO_TEST_CASE(weighted_parts_have_their_derivatives) { check_samples<weighted_parts>(); }

/// Choices: where, max, min, along axes and of everything.
struct choices : model {
  static constexpr real step = 1e-6L;  // no choice changes within
  static constexpr std::tuple symbols{x, s, w, b};
  static constexpr auto m = sin(w + 2_c * outer(b, x));
  static constexpr auto value = sum(square(max<0>(m))) + s * dot(min<1>(m), b) +
                                max(m) * min(x) + sum(where(x > s, exp(x), square(x))) +
                                norm(max<-1>(m));
  static numbers formula(const arrays& in) {
    const numbers &x_ = in[0], &w_ = in[2], &b_ = in[3];
    const real s_ = in[1][0];
    real most[3]{-9, -9, -9}, least[5]{9, 9, 9, 9, 9}, row[5]{-9, -9, -9, -9, -9};
    for (std::size_t i = 0; i < 5; ++i) {
      for (std::size_t j = 0; j < 3; ++j) {
        const real one = std::sin(w_[i * 3 + j] + 2 * b_[i] * x_[j]);
        most[j] = std::fmax(most[j], one);
        row[i] = std::fmax(row[i], one);
        least[i] = std::fmin(least[i], one);
      }
    }
    real sum = 0, rows = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      sum += most[j] * most[j] + (x_[j] > s_ ? std::exp(x_[j]) : x_[j] * x_[j]);
    }
    for (std::size_t i = 0; i < 5; ++i) sum += s_ * least[i] * b_[i], rows += row[i] * row[i];
    return {sum +
            std::fmax(most[0], std::fmax(most[1], most[2])) *
                std::fmin(x_[0], std::fmin(x_[1], x_[2])) +
            std::sqrt(rows)};
  }
};
BOOST_AUTO_TEST_CASE(choices_have_their_derivatives) { check_samples<choices>(); }

/// Every result of a batch is as expected of the sample.
template <class T, class... Outputs, class... Symbols, class Expected>
void check_batch(std::tuple<Outputs...> outputs, std::tuple<Symbols...> symbols,
                 Expected expected) {
  for (const std::size_t n : {1u, 3u, 67u, 300u}) {
    const oracle::samples in = oracle::drawn(n, symbols);
    const oracle::samples found = oracle::values<T, true>(outputs, symbols, in);
    for (std::size_t i = 0; i < n; ++i) {
      const arrays wanted = expected(in, i);
      for (std::size_t k = 0; k < wanted.size(); ++k) {
        BOOST_TEST(oracle::error_of<T>(found[i][k], wanted[k]) < 1,
                   "output " << k << ", sample " << i << " of " << n);
      }
    }
  }
}

numbers divided(const numbers& by_n, std::size_t n) {
  return times(1 / static_cast<real>(n), by_n);
}

BOOST_AUTO_TEST_CASE(a_jacobian_is_the_same_forwards_and_in_reverse) {
  // Few variables, and few values: each against one direction at a time of the other mode.
  constexpr auto few = param<"few", 2>;
  constexpr auto many = tanh(w * x * sum(few) + at<1>(few) * b);  // [5] of [2]
  constexpr auto pair = stack(sum(sin(w * x)), norm(w) * s);      // [2] of [5 x 3]
  constexpr auto forwards = jacobian(many, few);
  constexpr auto by_rows =
      stack(vjp(many, few, one_hot<5>(0_c)), vjp(many, few, one_hot<5>(1_c)),
            vjp(many, few, one_hot<5>(2_c)), vjp(many, few, one_hot<5>(3_c)),
            vjp(many, few, one_hot<5>(4_c)));
  constexpr auto reverse = jacobian(pair, w);
  constexpr auto along = [](auto place) { return reshape<5, 3>(one_hot<15>(place)); };
  constexpr auto column = [](auto e) { return batch_sum(e); };  // a jvp is each sample's own
  for (const std::size_t n : {1u, 3u, 67u}) {
    constexpr std::tuple symbols{x, s, w, b, few};
    const auto in = oracle::drawn(n, symbols);
    const auto found = oracle::values<double, true>(
        std::tuple{forwards, by_rows, reverse, column(jvp(pair, w, along(0_c))),
                   column(jvp(pair, w, along(7_c))), column(jvp(pair, w, along(14_c)))},
        symbols, in);
    const arrays& one = found[0];
    BOOST_TEST(oracle::error_of<double>(one[0], one[1]) < 1);
    BOOST_TEST(oracle::error_of<double>(one[3], {one[2][0], one[2][15]}) < 1);
    BOOST_TEST(oracle::error_of<double>(one[4], {one[2][7], one[2][22]}) < 1);
    BOOST_TEST(oracle::error_of<double>(one[5], {one[2][14], one[2][29]}) < 1);
  }
}

BOOST_AUTO_TEST_CASE(a_value_that_the_samples_share_has_a_derivative_for_each) {
  constexpr auto mean = batch_mean(layer::value);  // [5]
  check_batch<double>(
      std::tuple{jacobian(mean, x), jacobian(mean, s), vjp(mean, x, b), jvp(mean, s, 1_c),
                 jacobian(mean, b)},
      layer::symbols, [](const oracle::samples& in, std::size_t i) {
        numbers along(5, 0), by_b(25, 0);
        for (const arrays& one : in) {
          along = oracle::added(along, divided(jacobian_of(layer::formula, one, 1), in.size()));
          by_b = oracle::added(by_b, divided(jacobian_of(layer::formula, one, 3), in.size()));
        }
        const numbers by_x = divided(jacobian_of(layer::formula, in[i], 0), in.size());
        return arrays{by_x, divided(jacobian_of(layer::formula, in[i], 1), in.size()),
                      by_covector(in[i][3], by_x), along, by_b};
      });
}

BOOST_AUTO_TEST_CASE(samples_that_are_mixed_are_differentiated_as_by_grad) {
  // What moves one sample moves the mean of all: the values' slopes add up to 0.
  constexpr auto centred = s - batch_mean(s);
  constexpr auto three = stack(centred, 2_c * centred, square(centred));
  check_batch<double>(std::tuple{jacobian(three, s), grad(square(centred), s)}, std::tuple{s},
                      [](const oracle::samples& in, std::size_t i) {
                        real mean = 0;
                        for (const arrays& one : in) mean += one[0][0];
                        const real slope =
                            2 * (in[i][0][0] - mean / static_cast<real>(in.size()));
                        return arrays{{0, 0, slope}, {slope}};
                      });
}

BOOST_AUTO_TEST_CASE(cotangents_per_sample_of_a_shared_value_are_summed) {
  constexpr auto shared = square(b);
  constexpr auto seed = w * x;
  check_batch<double>(std::tuple{vjp(shared, b, seed), vjp(shared, b, seed * (s - s + 1_c)),
                                 vjp(shared + (s - s), b, b), jacobian(shared + (s - s), b)},
                      std::tuple{x, s, w, b}, [](const oracle::samples& in, std::size_t) {
                        numbers sum(5, 0);
                        for (const arrays& one : in)
                          sum = oracle::added(sum, oracle::multiplied(one[2], one[0], 3));
                        const numbers& b_ = in[0][3];
                        const auto n = static_cast<real>(in.size());
                        numbers squares(5), diagonal(25, 0);
                        for (std::size_t i = 0; i < 5; ++i) {
                          sum[i] *= 2 * b_[i];
                          squares[i] = n * 2 * b_[i] * b_[i];
                          diagonal[6 * i] = n * 2 * b_[i];
                        }
                        return arrays{sum, sum, squares, diagonal};
                      });
}

BOOST_AUTO_TEST_CASE(declared_derivatives_hold_in_batches) {
  // The value of one function, the slope of another: straight through a step.
  constexpr auto straight = with_gradient(step(w * x), w * x, exp(w * x));
  constexpr auto loss = dot(straight, b) * s;
  constexpr auto detached = squared_norm(stop_gradient(w * x) + b);
  check_batch<double>(std::tuple{loss, grad(loss, x), grad(loss, s), jvp(straight, x, x),
                                 grad(detached, x), grad(detached, b)},
                      std::tuple{x, s, w, b}, [](const oracle::samples& in, std::size_t i) {
                        numbers all(5, 0);
                        for (const arrays& one : in) {
                          all = oracle::added(all,
                                              times(2, oracle::affine(one[2], one[0], one[3])));
                        }
                        const numbers &x_ = in[i][0], &w_ = in[i][2], &b_ = in[i][3];
                        const numbers z = oracle::multiplied(w_, x_, 3);
                        numbers steps(5), slopes(5), pushed(5);
                        for (std::size_t k = 0; k < 5; ++k) {
                          steps[k] = z[k] > 0 ? 1 : 0;
                          slopes[k] = std::exp(z[k]) * b_[k] * in[i][1][0];
                          pushed[k] = std::exp(z[k]) * z[k];
                        }
                        const real value = oracle::dot(steps, b_);
                        return arrays{{value * in[i][1][0]},
                                      by_covector(slopes, w_),
                                      {value},
                                      pushed,
                                      numbers(3, 0),
                                      all};
                      });
}

BOOST_AUTO_TEST_CASE(a_value_and_its_gradients_are_outputs_of_one_program) {
  constexpr auto loss = squared_norm(layer::value);
  constexpr auto all =
      compile<float>(std::tuple{value_and_gradient(loss), s}, value_and_gradient(loss, w, x));
  auto theta = parameters<float>(loss);
  oracle::source source(3);
  source.fill(theta[w]);
  source.fill(theta[b]);
  const std::array<float, 3> at{0.5f, -0.25f, 1};
  const auto [value, gradient, number, again, by_w, by_x] = all(theta, x = at, s = 0.5f);
  const auto [alone, by_x_alone] = compile<float>(loss, grad(loss, x))(theta, x = at, s = 0.5f);
  BOOST_TEST((value == alone && value == again && number == 0.5f));
  BOOST_TEST((gradient[w] == by_w && by_x == by_x_alone));
}

}  // namespace
