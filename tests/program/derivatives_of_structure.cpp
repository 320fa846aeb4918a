// SPDX-License-Identifier: BSL-1.0
// Derivatives of models with parts, stacks and reductions along axes, and of derivatives,
// against differences.
#include "derivatives.hpp"
#include <etch/etch.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <tuple>

namespace {

using namespace derived;

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
