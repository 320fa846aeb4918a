// SPDX-License-Identifier: BSL-1.0
/// Lesson 2: shapes are known to the compiler, and so are mistakes about them.
#include "lesson.hpp"
#include <etch/etch.hpp>

#include <array>
#include <vector>

using namespace etch;

// [shapes]
constexpr auto x = input<"x", 3>;     // one sample: a vector of 3
constexpr auto w = param<"w", 2, 3>;  // 2 rows, 3 columns
constexpr auto b = param<"b", 2>;

constexpr auto z = w * x + b;  // matrix by vector
static_assert(shape(z) == shape(b));
static_assert(shape(grad(sum(z), w)) == shape(w));  // a gradient has the shape of its variable
static_assert(shape(outer(z, x)) == shape(w));
static_assert(shape(dot(z, b)) == shape(0_c));  // a scalar
// [shapes]

// What does not fit does not compile: with v = input<"v", 4>, `w * v` is rejected, because
// `inner_extents_agree<columns<3>, rows<4>>` is false.
template <class A, class B>
concept have_a_product = requires(A a, B c) { a* c; };
constexpr auto v = input<"v", 4>;
static_assert(have_a_product<decltype(w), decltype(x)>);
static_assert(!have_a_product<decltype(w), decltype(v)>);

int main() {
  auto theta = parameters<double>(z);
  theta[w] = {1, 2, 3, 4, 5, 6};
  theta[b] = {0.5, -0.5};

  std::puts("z = w x + b for one sample:");
  // [sample]
  constexpr auto layer = compile<double>(z);
  const std::array<double, 3> sample{1, 0, -1};
  const tensor<double, 2> one = layer(theta, x = sample);
  // [sample]
  lesson::expect("z[0]", one[0], -1.5);
  lesson::expect("z[1]", one[1], -2.5);

  std::puts("The model is written for one sample; an array of samples lifts it to a batch:");
  // [batch]
  const std::vector<std::array<double, 3>> samples{{1, 0, -1}, {1, 1, 1}, {0, 0, 2}};
  std::vector<std::array<double, 2>> results(samples.size());
  layer.into(results, theta, x = samples);
  // [batch]
  lesson::expect("z[1] of the third sample", results[2][1], 11.5);

  std::puts("Gradients of parameters sum over the batch, unless you take its mean:");
  // [mean]
  constexpr auto loss = batch_mean(squared_norm(z));
  const auto [value, g] = compile<double>(loss, gradient(loss))(theta, x = samples);
  // [mean]
  lesson::expect("mean of |z|^2", value, (8.5 + 42.25 + 210.25 + 42.25 + 132.25) / 3);
  lesson::expect("its slope along b[1]", g[b][1], 2 * (-2.5 + 14.5 + 11.5) / 3);
  return lesson::result();
}
