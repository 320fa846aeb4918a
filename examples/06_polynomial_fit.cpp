// SPDX-License-Identifier: BSL-1.0
/// Lesson 6: a polynomial through 500 points, and Newton's method from its Hessian.
#include "golden/objectives.hpp"
#include "objective.hpp"
#include <etch/etch.hpp>

#include <array>
#include <cstdio>
#include <vector>

using namespace etch;

constexpr int terms = 6;
constexpr auto t = input<"t">;  // one point
constexpr auto y = input<"y">;
constexpr auto c = param<"c", terms>;

// [model]
template <int Power = 0>
constexpr auto horner() {
  if constexpr (Power == terms - 1)
    return at<Power>(c);
  else
    return at<Power>(c) + t * horner<Power + 1>();
}
constexpr auto error = batch_sum(square(horner() - y));
static_assert(shape(hessian(error, c)) == graph::make_extents(terms, terms));
// [model]

/// Solves `a x = b` for a symmetric positive definite `a`, by elimination.
tensor<double, terms> solution(tensor<double, terms, terms> a, tensor<double, terms> b) {
  for (std::size_t pivot = 0; pivot < terms; ++pivot) {
    for (std::size_t row = pivot + 1; row < terms; ++row) {
      const double factor = a[row * terms + pivot] / a[pivot * terms + pivot];
      for (std::size_t k = pivot; k < terms; ++k) {
        a[row * terms + k] -= factor * a[pivot * terms + k];
      }
      b[row] -= factor * b[pivot];
    }
  }
  for (std::size_t row = terms; row-- > 0;) {
    for (std::size_t k = row + 1; k < terms; ++k) b[row] -= a[row * terms + k] * b[k];
    b[row] /= a[row * terms + row];
  }
  return b;
}

int main() {
  std::vector<double> points(500);
  for (std::size_t i = 0; i < points.size(); ++i) points[i] = 2 * lesson::fraction(i);
  tensor<double, terms> coefficients;
  for (std::size_t i = 0; i < terms; ++i) coefficients[i] = lesson::fraction(i + 1200);

  // [newton]
  constexpr auto derivatives = compile<double>(error, grad(error, c), hessian(error, c));
  const auto [before, slope, curvature] =
      derivatives(t = points, y = golden::polynomial_samples, c = coefficients);
  // [newton]
  std::puts("A polynomial of degree 5, where the search begins:");
  lesson::expect("error", before, golden::polynomial_error, 1e-9 * golden::polynomial_error);
  lesson::expect_gradient("relative error of the gradient", slope, golden::polynomial_gradient);

  const auto step = solution(curvature, slope);
  for (std::size_t i = 0; i < terms; ++i) coefficients[i] -= step[i];
  const double after =
      compile<double>(error)(t = points, y = golden::polynomial_samples, c = coefficients);
  std::puts("After one step of Newton's method, which is exact for least squares:");
  lesson::expect("error", after, golden::polynomial_least_error, 1e-9);
  lesson::expect_gradient("relative error of the coefficients", coefficients,
                          golden::polynomial_best);
  return lesson::result();
}
