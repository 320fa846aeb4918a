// SPDX-License-Identifier: BSL-1.0
// Jacobians, Hessians and products with them, against differences of formulas written out in
// long double: of one sample and of batches, with respect to inputs and to parameters.
#include "samples.hpp"
#include <etch/etch.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstddef>
#include <initializer_list>
#include <tuple>
#include <utility>
#include <vector>

namespace {

using namespace etch;
using oracle::arrays;
using oracle::numbers;
using oracle::real;

// Matrices as numbers: row by row, the elements of the value by those of the variable.

/// `f(in)` by the elements of `in[k]`; error of order 1e-14.
template <class F>
numbers jacobian_of(F f, arrays in, std::size_t k, real step = 1e-3L) {
  const std::size_t rows = f(in).size(), columns = in[k].size();
  numbers result(rows * columns);
  for (std::size_t j = 0; j < columns; ++j) {
    const auto moved = [&](real reach) {
      arrays at = in;
      at[k][j] += reach;
      return f(at);
    };
    const numbers up = moved(step), down = moved(-step), up2 = moved(2 * step),
                  down2 = moved(-2 * step), up3 = moved(3 * step), down3 = moved(-3 * step);
    for (std::size_t i = 0; i < rows; ++i) {
      result[i * columns + j] =
          (45 * (up[i] - down[i]) - 9 * (up2[i] - down2[i]) + (up3[i] - down3[i])) /
          (60 * step);
    }
  }
  return result;
}

numbers by_vector(const numbers& matrix, const numbers& vector) {
  return oracle::multiplied(matrix, vector, vector.size());
}
numbers by_covector(const numbers& covector, const numbers& matrix) {
  return oracle::multiplied(covector, matrix, covector.size());
}

/// The cotangent of an expression, and the tangent of symbol number `K`.
template <Expression E>
constexpr auto cotangent_of(E) {
  return []<std::size_t... Axis>(std::index_sequence<Axis...>) {
    return input<"cotangent", E::self.shape.extent[Axis]...>;
  }(std::make_index_sequence<static_cast<std::size_t>(E::self.shape.rank)>{});
}
template <std::size_t K, class S>
struct tangent;
template <std::size_t K, graph::role Role, fixed_string Name, int... Extents>
struct tangent<K, symbol<Role, Name, Extents...>> {
  static constexpr fixed_string<3> name = [] {
    fixed_string<3> text("v0");
    text.text[1] = static_cast<char>('0' + K);
    return text;
  }();
  using type = symbol<Role, name, Extents...>;
};

/// A model, without Hessian unless it says by which variable.
struct model {
  static constexpr std::size_t twice_by = static_cast<std::size_t>(-1);
  static constexpr real step = 1e-3L;  ///< of the differences
};

/// The derivatives of `Model::value` are those of `Model::formula`.
template <class Model>
class derivatives {
  static constexpr auto symbols = Model::symbols;
  static constexpr auto value = Model::value;
  static constexpr std::size_t count =
      std::tuple_size_v<std::remove_cvref_t<decltype(symbols)>>;
  static constexpr auto numbered = std::make_index_sequence<count>{};
  static constexpr bool is_scalar = value.self.shape.is_scalar();

  static constexpr auto cotangent = cotangent_of(value);
  static constexpr std::tuple tangents = []<std::size_t... K>(std::index_sequence<K...>) {
    return std::tuple{
        typename tangent<K, std::remove_cvref_t<decltype(std::get<K>(symbols))>>::type{}...};
  }(numbered);

  /// What is asked for of one variable.
  template <std::size_t K>
  static constexpr auto outputs_by() {
    constexpr auto variable = std::get<K>(symbols);
    constexpr auto along = std::get<K>(tangents);
    if constexpr (!is_scalar) {
      return std::tuple{jvp(value, variable, along), vjp(value, variable, cotangent),
                        jacobian(value, variable)};
    } else if constexpr (K == Model::twice_by) {
      return std::tuple{jvp(value, variable, along), grad(value, variable),
                        hessian_vector_product(value, variable, along),
                        hessian(value, variable)};
    } else {
      return std::tuple{grad(value, variable)};
    }
  }
  static constexpr std::tuple outputs = []<std::size_t... K>(std::index_sequence<K...>) {
    return std::tuple_cat(std::tuple{value}, outputs_by<K>()...);
  }(numbered);
  static constexpr std::tuple inputs = [] {
    if constexpr (!is_scalar)
      return std::tuple_cat(symbols, tangents, std::tuple{cotangent});
    else if constexpr (Model::twice_by < count)
      return std::tuple_cat(symbols, std::tuple{std::get<Model::twice_by>(tangents)});
    else
      return symbols;
  }();

 public:
  template <class T, bool Batched>
  static void check(std::size_t samples) {
    const oracle::samples in = oracle::drawn(samples, inputs);
    const oracle::samples found = oracle::values<T, Batched>(outputs, inputs, in);
    for (std::size_t i = 0; i < samples; ++i) {
      BOOST_TEST(oracle::error_of<T>(found[i][0], Model::formula(in[i])) < 1);
    }
    [&]<std::size_t... K>(std::index_sequence<K...>) {
      std::size_t next = 1;
      (check_by<T, K>(in, found, next), ...);
    }(numbered);
  }

 private:
  /// What each sample has, or its sum over the samples where the variable is a parameter.
  template <std::size_t K>
  static oracle::samples shared(oracle::samples own) {
    if (std::get<K>(symbols).self.role != graph::role::parameter) return own;
    arrays sum = own[0];
    for (std::size_t i = 1; i < own.size(); ++i) {
      for (std::size_t n = 0; n < sum.size(); ++n) sum[n] = oracle::added(sum[n], own[i][n]);
    }
    for (arrays& one : own) one = sum;
    return own;
  }

  template <class T, std::size_t K>
  static void check_by(const oracle::samples& in, const oracle::samples& found,
                       std::size_t& next) {
    constexpr bool twice = is_scalar && K == Model::twice_by;
    oracle::samples forwards, others;
    for (const arrays& one : in) {
      const numbers along = is_scalar ? one.back() : one[count + K];
      const numbers matrix = jacobian_of(Model::formula, one, K, Model::step);
      forwards.push_back(!is_scalar || twice ? arrays{by_vector(matrix, along)} : arrays{});
      if constexpr (is_scalar) {
        others.push_back({matrix});
      } else {
        others.push_back({by_covector(one.back(), matrix), matrix});
      }
      if constexpr (twice) {
        const auto gradient = [](const arrays& at) {
          return jacobian_of(Model::formula, at, K);
        };
        const numbers second = jacobian_of(gradient, one, K);
        others.back().insert(others.back().end(), {by_vector(second, along), second});
      }
    }
    others = shared<K>(others);
    for (std::size_t i = 0; i < in.size(); ++i) {
      arrays expected = forwards[i];
      expected.insert(expected.end(), others[i].begin(), others[i].end());
      for (std::size_t place = 0; place < expected.size(); ++place) {
        BOOST_TEST(oracle::error_of<T>(found[i][next + place], expected[place]) < 3,
                   "derivative " << place << " by variable " << K << ", sample " << i);
      }
    }
    next += forwards[0].size() + others[0].size();
  }
};

template <class Model, class T = double>
void check_samples(std::initializer_list<std::size_t> counts = {1, 3, 67}) {
  for (const std::size_t n : counts) derivatives<Model>::template check<T, true>(n);
}
template <class Model, class T = double>
void check_one() {
  derivatives<Model>::template check<T, false>(1);
}

constexpr auto x = input<"x", 3>;
constexpr auto s = input<"s">;
constexpr auto w = param<"w", 5, 3>;
constexpr auto b = param<"b", 5>;

numbers times(real factor, numbers a) {
  return oracle::mapped([&](real one) { return factor * one; }, a);
}
real logsumexp_of(const numbers& z) {
  real sum = 0;
  for (const real one : z) sum += std::exp(one);
  return std::log(sum);
}
real norm_of(const numbers& z) { return std::sqrt(oracle::dot(z, z)); }

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
    const numbers parts{x_[0] * x_[0], x_[1] * x_[1], x_[2] * x_[2], b_[0], b_[2]};
    real product = 1;
    for (const real one : parts) product *= 1 + one;
    real mean = 0, squares = 0;
    for (std::size_t i = 0; i < 15; i += 3) mean += w_[i] / 5, squares += w_[i] * w_[i] / 5;
    return {oracle::dot(oracle::softmax(oracle::affine(w_, x_, b_)), parts) +
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

constexpr auto p = param<"p", 6>;
constexpr auto q = input<"q", 3>;

/// A triangle and a strict one, as in a Cholesky factor.
struct triangles : model {
  static constexpr std::tuple symbols{x, p, q};
  static constexpr std::size_t twice_by = 1;
  static constexpr auto l = lower_triangle(p) + diag(exp(q));
  static constexpr auto value = squared_norm(transpose(l) * (lower_triangle<true>(q) * x)) +
                                logsumexp(diag(l * transpose(l))) + trace(l * l);
  static numbers formula(const arrays& in) {
    const numbers &x_ = in[0], &p_ = in[1], &q_ = in[2];
    const numbers l_{p_[0] + std::exp(q_[0]), 0, 0,     p_[1],
                     p_[2] + std::exp(q_[1]), 0, p_[3], p_[4],
                     p_[5] + std::exp(q_[2])};
    const numbers y{0, q_[0] * x_[0], q_[1] * x_[0] + q_[2] * x_[1]};
    const numbers ly = oracle::multiplied(oracle::transposed(l_, 3), y, 3);
    const numbers ll = oracle::multiplied(l_, oracle::transposed(l_, 3), 3);
    return {oracle::dot(ly, ly) + logsumexp_of({ll[0], ll[4], ll[8]}) + l_[0] * l_[0] +
            l_[4] * l_[4] + l_[8] * l_[8]};
  }
};
BOOST_AUTO_TEST_CASE(triangles_have_their_derivatives) { check_samples<triangles>(); }

constexpr auto a = input<"a", 2, 3, 3>;
constexpr auto c = param<"c", 2, 3>;

/// Stacks of matrices times each other and times matrices, from either side.
struct stacks : model {
  static constexpr std::tuple symbols{a, x, c};
  static constexpr std::size_t twice_by = 1;
  static constexpr auto left = c * a;                          // [2 x 2 x 3]
  static constexpr auto both = left * permute<0, 2, 1>(left);  // [2 x 2 x 2]
  static constexpr auto value =
      logsumexp(both) + sum(sin(a * outer(x, x))) + sum(hadamard(sum<0>(both * c), c));
  static numbers formula(const arrays& in) {
    const numbers &x_ = in[1], &c_ = in[2];
    real sines = 0, last = 0;
    numbers both_;
    for (std::size_t k = 0; k < 2; ++k) {
      const numbers one(in[0].begin() + static_cast<std::ptrdiff_t>(9 * k),
                        in[0].begin() + static_cast<std::ptrdiff_t>(9 * k + 9));
      const numbers ax = oracle::multiplied(one, x_, 3);
      for (const real row : ax) {
        for (const real column : x_) sines += std::sin(row * column);
      }
      const numbers left_ = oracle::multiplied(c_, one, 3);
      const numbers own = oracle::multiplied(left_, oracle::transposed(left_, 3), 3);
      both_.insert(both_.end(), own.begin(), own.end());
      last += oracle::dot(oracle::multiplied(own, c_, 2), c_);
    }
    return {logsumexp_of(both_) + sines + last};
  }
};
BOOST_AUTO_TEST_CASE(stacks_have_their_derivatives) { check_samples<stacks>(); }

/// Reductions along axes.
struct along_axes : model {
  static constexpr std::tuple symbols{x, w, b};
  static constexpr std::size_t twice_by = 0;
  static constexpr auto m = w + outer(b, x);
  static constexpr auto value = sum(hadamard(softmax<0>(m), softmax<-1>(m))) +
                                dot(logsumexp<0>(m), x) + dot(logsumexp<1>(m), b) +
                                sum(square(variance<0>(m))) + dot(prod<1>(m), mean<1>(m)) +
                                prod(slice<0, 1, 3>(b));
  static numbers formula(const arrays& in) {
    const numbers &x_ = in[0], &b_ = in[2];
    numbers m_ = in[1];
    for (std::size_t i = 0; i < 15; ++i) m_[i] += b_[i / 3] * x_[i % 3];
    real sum = b_[1] * b_[2], rows[5]{}, columns[3]{};
    for (std::size_t i = 0; i < 15; ++i)
      rows[i / 3] += std::exp(m_[i]), columns[i % 3] += std::exp(m_[i]);
    for (std::size_t i = 0; i < 15; ++i)
      sum += std::exp(2 * m_[i]) / rows[i / 3] / columns[i % 3];
    for (std::size_t j = 0; j < 3; ++j) {
      real mean = 0, squares = 0;
      for (std::size_t i = j; i < 15; i += 3) mean += m_[i] / 5, squares += m_[i] * m_[i] / 5;
      sum += std::log(columns[j]) * x_[j] + (squares - mean * mean) * (squares - mean * mean);
    }
    for (std::size_t i = 0; i < 5; ++i) {
      const real* const row = &m_[3 * i];
      sum +=
          std::log(rows[i]) * b_[i] + row[0] * row[1] * row[2] * (row[0] + row[1] + row[2]) / 3;
    }
    return {sum};
  }
};
BOOST_AUTO_TEST_CASE(reductions_along_axes_have_their_derivatives) {
  check_samples<along_axes>();
}

/// Many values of few variables: made forwards.
struct curve : model {
  static constexpr std::tuple symbols{s, x};
  static constexpr auto value = stack(sin(s * x), softmax(s* x), repeat<0, 3>(s* norm(x)),
                                      cos(reshape<3>(transpose(x)) / (2_c + s)));
  static numbers formula(const arrays& in) {
    const real s_ = in[0][0];
    const numbers& x_ = in[1];
    numbers all = oracle::mapped([&](real one) { return std::sin(s_ * one); }, x_);
    const numbers shares = oracle::softmax(times(s_, x_));
    all.insert(all.end(), shares.begin(), shares.end());
    all.insert(all.end(), 3, s_ * norm_of(x_));
    for (const real one : x_) all.push_back(std::cos(one / (2 + s_)));
    return all;
  }
};
BOOST_AUTO_TEST_CASE(a_curve_has_its_derivatives) {
  check_one<curve>();
  check_samples<curve, float>();
}

// Derivatives as values, of which derivatives are taken: of `u_i = tanh(x_i t)`, t the sum of
// x.
constexpr auto u = tanh(x * sum(x));

struct first_and_second {
  real u[3], j[3][3], h[3][3][3];  // u_i, du_i/dx_k, d2u_i/dx_k dx_l

  explicit first_and_second(const numbers& x_) {
    const real t = x_[0] + x_[1] + x_[2];
    for (std::size_t i = 0; i < 3; ++i) {
      u[i] = std::tanh(x_[i] * t);
      const real slope = 1 - u[i] * u[i];
      for (std::size_t k = 0; k < 3; ++k) {
        const real zk = x_[i] + (k == i ? t : 0);
        j[i][k] = slope * zk;
        for (std::size_t l = 0; l < 3; ++l) {
          const real zl = x_[i] + (l == i ? t : 0);
          h[i][k][l] =
              slope * ((l == i ? 1 : 0) + (k == i ? 1 : 0)) - 2 * u[i] * slope * zk * zl;
        }
      }
    }
  }
};

struct of_products : model {
  static constexpr std::tuple symbols{x, s};
  static constexpr std::size_t twice_by = 0;
  static constexpr auto value =
      squared_norm(jacobian(u, x)) * s + dot(vjp(u, x, sin(x)), jvp(u, x, exp(s* x)));
  static numbers formula(const arrays& in) {
    const numbers& x_ = in[0];
    const first_and_second d(x_);
    real sum = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      real pulled = 0, pushed = 0;
      for (std::size_t i = 0; i < 3; ++i) {
        sum += d.j[i][k] * d.j[i][k] * in[1][0];
        pulled += std::sin(x_[i]) * d.j[i][k];
        pushed += d.j[k][i] * std::exp(in[1][0] * x_[i]);
      }
      sum += pulled * pushed;
    }
    return {sum};
  }
};
BOOST_AUTO_TEST_CASE(products_with_jacobians_have_their_derivatives) {
  check_samples<of_products>();
}

struct of_hessians : model {
  static constexpr std::tuple symbols{x};
  static constexpr auto value =
      hessian(sum(u), x) * grad(sum(square(u)), x) + hessian_vector_product(prod(x), x, x);
  static numbers formula(const arrays& in) {
    const numbers& x_ = in[0];
    const first_and_second d(x_);
    numbers sum(3, 0);
    for (std::size_t k = 0; k < 3; ++k) {
      for (std::size_t l = 0; l < 3; ++l) {
        for (std::size_t i = 0; i < 3; ++i) {
          for (std::size_t n = 0; n < 3; ++n) sum[k] += d.h[i][k][l] * 2 * d.u[n] * d.j[n][l];
        }
      }
      sum[k] += 2 * x_[0] * x_[1] * x_[2] / x_[k];
    }
    return sum;
  }
};
BOOST_AUTO_TEST_CASE(hessians_have_their_derivatives) { check_samples<of_hessians>(); }

}  // namespace
