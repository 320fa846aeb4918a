// SPDX-License-Identifier: BSL-1.0
/// Lesson 7: the posterior of a mixture of Gaussians, written for one point, lifted over all.
///
/// Source  the GMM objective of ADBench: Šrajer, Kukelova & Fitzgibbon, Optimization Methods
/// and
///         Software 33 (2018), section 3.1.
#include "golden/objectives.hpp"
#include "objective.hpp"
#include <etch/etch.hpp>

#include <cstdio>
#include <vector>

using namespace etch;

constexpr int d = 10, k = 5, triangle = d * (d - 1) / 2;

constexpr auto x = input<"x", d>;  // one point
constexpr auto alpha = param<"alpha", k>;
constexpr auto mean_of = param<"mean", k, d>;
// The inverse covariance of a component is Q^T Q, Q lower triangular: the logarithms of its
// diagonal, and what is below, row by row.
constexpr auto log_diagonal = param<"log_diagonal", k, d>;
constexpr auto below = param<"below", k, triangle>;

// [objective]
constexpr auto centred = repeat<0, k>(x) - mean_of;
constexpr auto scaled =
    hadamard(exp(log_diagonal), centred) +
    reshape<k, d>(product_of<0, std::remove_cvref_t<decltype(lower_triangle<true>(below))>,
                             std::remove_cvref_t<decltype(reshape<k, d, 1>(centred))>>{});
constexpr auto log_likelihood =
    logsumexp(alpha + sum<1>(log_diagonal) - 0.5_c * sum<1>(square(scaled)));

// A Wishart prior with gamma = 1 and m = 0.
constexpr auto log_prior = 0.5_c * (squared_norm(exp(log_diagonal)) + squared_norm(below));
constexpr auto objective = batch_sum(log_likelihood - logsumexp(alpha) -
                                     literal<d * 0.91893853320467274178>{}) +  // log sqrt(2 pi)
                           log_prior -
                           literal<k * golden::mixture_prior_constant>{};
// [objective]

int main() {
  std::vector<tensor<double, d>> points(1000);
  for (std::size_t i = 0; i < points.size(); ++i) {
    for (std::size_t j = 0; j < d; ++j) points[i][j] = 4 * lesson::fraction(i * d + j);
  }
  auto theta = parameters<double>(objective);
  const auto fill = [](auto& values, double scale, std::size_t first) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] = scale * lesson::fraction(first + i);
    }
  };
  fill(theta[alpha], 1, 11);
  fill(theta[mean_of], 2, 101);
  fill(theta[log_diagonal], 1, 1001);
  fill(theta[below], 1, 2001);

  const auto [value, g] = compile<double>(objective, gradient(objective))(theta, x = points);
  std::puts("1000 points in 10 dimensions, 5 components:");
  lesson::expect("log posterior", value, golden::mixture, 1e-9 * -golden::mixture);
  std::puts("Relative errors of its gradients:");
  lesson::expect_gradient("alpha", g[alpha], golden::mixture_alpha);
  lesson::expect_gradient("means", g[mean_of], golden::mixture_mean);
  lesson::expect_gradient("log-diagonals", g[log_diagonal], golden::mixture_log_diagonal);
  lesson::expect_gradient("triangles", g[below], golden::mixture_triangle);
  return lesson::result();
}
